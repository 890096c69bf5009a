import type { StrategyCommand } from '@libs/sdk';
import { TradingRoom } from '../support/trading-room';

const SYMBOL = 'BTC/USDT:USDT';
const plain = { symbol: SYMBOL, timeInForce: 'GTC', postOnly: false, reduceOnly: false } as const;
const buy = { ...plain, side: 'BUY', type: 'MARKET', quantity: '3', timeInForce: 'IOC' } as const;
const stop: StrategyCommand = { ...buy, kind: 'submit', side: 'SELL', reduceOnly: true, stop: '95' };
const target: StrategyCommand = { ...plain, kind: 'submit', side: 'SELL', type: 'LIMIT', quantity: '3', price: '110', reduceOnly: true };
const bracket = (entry: Extract<StrategyCommand, { kind: 'bracket' }>['entry'] = buy): StrategyCommand => ({
  kind: 'bracket',
  entry,
  stopLoss: '95',
  takeProfit: '110',
});

describe('the exits of a position, from the core to the exchange and back', () => {
  let room: TradingRoom;
  beforeEach(async () => {
    room = await new TradingRoom().open();
  });
  afterEach(() => {
    expect([room.failures, room.difference, room.core.tradingState()]).toEqual([[], [], 'ACTIVE']);
  });

  const isFlat = (): void => expect([room.venue.held, room.venue.open, room.orders]).toEqual(['0', [], []]);

  it('rest and wait once the entry of a bracket has filled', async () => {
    await room.trade(bracket());
    expect([room.venue.held, room.venue.open]).toEqual(['3', ['SELL 3 110']]);
    expect(room.orders).toEqual(['SELL 3 stop 95 EMULATED', 'SELL 3 110 ACCEPTED']);
  });

  it('follow an entry that fills in parts', async () => {
    await room.trade(bracket({ ...plain, side: 'BUY', type: 'LIMIT', quantity: '3', price: '99' }));
    await room.price('98.9', '100.1');
    await room.print('99', '1');
    expect([room.venue.held, room.venue.open]).toEqual(['1', ['BUY 2 99', 'SELL 1 110']]);
    await room.print('99', '2');
    expect([room.venue.held, room.venue.open]).toEqual(['3', ['SELL 3 110']]);
    expect(room.orders).toEqual(['SELL 3 stop 95 EMULATED', 'SELL 3 110 ACCEPTED']);
  });

  it.each<[string, readonly StrategyCommand[]]>([
    ['of a bracket', [bracket()]],
    ['beside each other', [{ ...buy, kind: 'submit' }, stop, target]],
  ])('%s: the stop goes, and the take-profit before it', async (_, commands) => {
    for (const command of commands) await room.trade(command);
    expect(room.venue.open).toEqual(['SELL 3 110']);
    await room.price('94', '94.2');
    isFlat();
  });

  it.each<[string, readonly StrategyCommand[]]>([
    ['of a bracket', [bracket()]],
    ['beside each other', [{ ...buy, kind: 'submit' }, stop, target]],
  ])('%s: the take-profit is taken, and the stop does no harm', async (_, commands) => {
    for (const command of commands) await room.trade(command);
    expect(room.venue.open).toEqual(['SELL 3 110']);
    await room.price('111', '111.2');
    expect([room.venue.held, room.venue.open]).toEqual(['0', []]);
    await room.price('94', '94.2');
    isFlat();
  });

  it.each<[string, readonly StrategyCommand[]]>([
    ['of a bracket', [bracket()]],
    ['beside each other', [{ ...buy, kind: 'submit' }, stop, target]],
  ])('%s: the stop goes after a while beside a take-profit of whose cancel nothing is heard', async (_, commands) => {
    for (const command of commands) await room.trade(command);
    room.venue.passage = (kind) =>
      kind === 'cancel' ? { arrives: null, answers: 1_000, answer: 'lost' } : { arrives: 1, answers: 2, answer: 'told' };
    await room.price('94', '94.2');
    await room.pass(4_000);
    expect([room.venue.held, room.orders.toSorted()]).toEqual(['3', ['SELL 3 110 PENDING_CANCEL', 'SELL 3 stop 95 RELEASED']]);
    await room.pass(1_500);
    expect(room.events.filter(({ type }) => type === 'StopDelayed')).toHaveLength(1);
    isFlat();
    await room.price('111', '111.2');
    isFlat();
  });

  it('of a bracket never close what another holds, although nothing is heard of the cancel of its take-profit', async () => {
    await room.trade(bracket());
    await room.trade({ kind: 'bracket', entry: { ...buy, quantity: '2' }, stopLoss: '90' });
    room.venue.passage = (kind) =>
      kind === 'cancel' ? { arrives: null, answers: 1_000, answer: 'lost' } : { arrives: 1, answers: 2, answer: 'told' };
    await room.price('94', '94.2');
    await room.pass(6_000);
    expect([room.venue.held, room.venue.open]).toEqual(['5', ['SELL 3 110']]);
    await room.price('111', '111.2');
    expect([room.venue.held, room.orders]).toEqual(['2', ['SELL 2 stop 90 EMULATED']]);
  });

  it.each<[string, readonly StrategyCommand[]]>([
    ['of a bracket', [bracket()]],
    ['beside each other', [{ ...buy, kind: 'submit' }, stop, target]],
  ])('%s: go on when the strategy breaks, until somebody has seen to it', async (_, commands) => {
    for (const exit of ['94', '111', 'nobody']) {
      for (const command of commands) await room.trade(command);
      room.breaks();
      await room.pass(500);
      expect([room.venue.held, room.venue.open]).toEqual(['3', ['SELL 3 110']]);
      if (exit === 'nobody') break;
      await room.price(exit, `${exit}.2`);
      expect([room.venue.held, room.venue.open]).toEqual(['0', []]);
      room = await new TradingRoom().open();
    }
    room.dismiss();
    await room.pass(500);
    expect([room.venue.held, room.venue.open, room.orders]).toEqual(['3', [], []]);
  });

  it('go with the resume where the price came to the stop in a halt', async () => {
    await room.trade({ ...buy, kind: 'submit' });
    room.operate({ kind: 'set-trading-state', state: 'HALTED', reason: 'test' });
    await room.trade(stop);
    await room.price('94', '94.2');
    expect([room.venue.held, room.orders]).toEqual(['3', ['SELL 3 stop 95 RELEASED']]);
    room.operate({ kind: 'set-trading-state', state: 'ACTIVE', reason: 'test' });
    await room.pass(500);
    isFlat();
  });

  it('of a bracket stand again after a halt', async () => {
    await room.trade(bracket());
    room.operate({ kind: 'set-trading-state', state: 'HALTED', reason: 'test' });
    await room.pass(500);
    expect([room.venue.held, room.venue.open, room.orders]).toEqual(['3', [], ['SELL 3 stop 95 EMULATED']]);
    room.operate({ kind: 'set-trading-state', state: 'ACTIVE', reason: 'test' });
    await room.pass(500);
    expect([room.venue.open, room.orders]).toEqual([['SELL 3 110'], ['SELL 3 stop 95 EMULATED', 'SELL 3 110 ACCEPTED']]);
    await room.price('94', '94.2');
    isFlat();
  });

  it('of a bracket go with the resume where a halt stopped the stop on its way', async () => {
    await room.trade({ kind: 'bracket', entry: buy, stopLoss: '95' });
    const going = room.price('94', '94.2');
    expect(room.orders).toEqual(['SELL 3 stop 95 SUBMITTED']);
    room.operate({ kind: 'set-trading-state', state: 'HALTED', reason: 'test' });
    await going;
    expect([room.venue.held, room.orders]).toEqual(['3', ['SELL 3 stop 95 RELEASED']]);
    room.operate({ kind: 'set-trading-state', state: 'ACTIVE', reason: 'test' });
    await room.pass(500);
    isFlat();
  });

  it.each<[string, readonly StrategyCommand[]]>([
    ['of a bracket', [bracket()]],
    ['beside each other', [{ ...buy, kind: 'submit' }, stop, target]],
  ])('%s: give way to a person who closes the position of a strategy that broke', async (_, commands) => {
    for (const command of commands) await room.trade(command);
    room.breaks();
    await room.pass(500);
    room.close();
    await room.pass(500);
    expect([room.venue.held, room.venue.open]).toEqual(['0', []]);
    expect(room.core.positions().map(({ position }) => String(position.quantity))).toEqual(['0', '0']);
    await room.price('94', '94.2');
    await room.price('111', '111.2');
    isFlat();
  });

  it('of a bracket close nothing once more where the price comes to the stop while a person closes', async () => {
    await room.trade(bracket());
    room.close();
    await room.price('94', '94.2');
    isFlat();
  });

  it('close nothing once more where the take-profit fills while a person closes', async () => {
    await room.trade(bracket());
    room.venue.passage = (kind) =>
      kind === 'cancel' ? { arrives: null, answers: 1_000, answer: 'lost' } : { arrives: 1, answers: 2, answer: 'told' };
    room.close();
    await room.pass(500);
    expect(room.venue.held).toBe('3');
    await room.price('111', '111.2');
    isFlat();
  });

  it.each<[string, readonly StrategyCommand[]]>([
    ['of a bracket', [bracket()]],
    ['beside each other', [{ ...buy, kind: 'submit' }, stop, target]],
  ])('%s: sell nothing once more that a person has sold by hand', async (_, commands) => {
    for (const command of commands) await room.trade(command);
    room.operate({ kind: 'place-order', order: { ...buy, side: 'SELL' } });
    await room.pass(500);
    expect([room.venue.held, room.venue.open]).toEqual(['0', []]);
    await room.price('94', '94.2');
    await room.pass(6_000);
    await room.price('111', '111.2');
    expect([room.venue.held, room.venue.open, room.orders]).toEqual(['0', [], ['SELL 3 stop 95 EMULATED']]);
    expect(room.core.positions().map(({ position }) => String(position.quantity))).toEqual(['0', '3', '-3']);
  });

  it('of a bracket go when the exchange takes orders again that takes none for ten minutes', async () => {
    await room.trade({ kind: 'bracket', entry: buy, stopLoss: '95' });
    room.venue.passage = () => ({ arrives: 1, answers: 2, answer: 'told', unsent: 600_000 });
    await room.price('94', '94.2');
    expect(room.events.filter(({ type }) => type === 'ExitFailing')).toHaveLength(1);
    room.venue.passage = () => ({ arrives: 1, answers: 2, answer: 'told' });
    await room.pass(599_000);
    expect([room.venue.held, room.orders]).toEqual(['3', ['SELL 3 stop 95 RELEASED']]);
    await room.pass(1_000);
    isFlat();
    expect(room.events.filter(({ type }) => type === 'ExitFailingOver')).toHaveLength(1);
    room.operate({ kind: 'set-trading-state', state: 'ACTIVE', reason: 'seen' });
  });
});
