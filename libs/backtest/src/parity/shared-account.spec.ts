import { defineStrategy, param } from '@libs/sdk';
import type { Strategy } from '@libs/sdk';
import { LivelyBook } from '../../test/lively-book';
import { BTC } from '../../test/markets';
import { AFAR, FILLS, isWhole } from '../../test/compared-sessions';
import { PaperSession } from '../../test/paper-session';
import type { PaperTerms, Word } from '../../test/paper-session';
import type { Context } from '../../test/scripted';
import { CAUSES } from './causes';
import type { ParityReport } from './parity-report';

const START = 90_050;
const END = 285_000;
const SECONDS = 300;

type Acts = Readonly<Record<number, (ctx: Context) => void>>;

/** Acts on the ticks of these numbers, ten a second, or on each where they say so. */
function ticker(name: string, acts: Acts | ((ctx: Context, tick: number) => void)): Strategy {
  return defineStrategy({
    name,
    version: '1.0.0',
    title: 'T',
    description: 'For tests.',
    params: { symbol: param.symbol({ description: 'What to trade' }) },
    watches: ({ symbol }) => [{ symbol, ticks: true }],
    warmUp: () => 0,
    state: () => ({ ticks: 0 }),
    onTick: (ctx) => {
      ctx.state.ticks += 1;
      if (typeof acts === 'function') acts(ctx, ctx.state.ticks);
      else acts[ctx.state.ticks]?.(ctx);
    },
  });
}

/** In and out every two seconds, with a hundredth of what the account is worth. */
const sizer = ticker('sizer', (ctx, tick) => {
  if (tick % 40 === 20) ctx.buy(BTC, ctx.quantityFor(BTC, ctx.equityShare(0.01)));
  if (tick % 40 === 0) ctx.closePosition(BTC);
});
const whale = ticker('whale', { 60: (ctx) => ctx.buy(BTC, '5'), 900: (ctx) => ctx.closePosition(BTC) });
/** Turns with one coin as long as the account has lost nothing. */
const shy = ticker('shy', (ctx, tick) => {
  if (Number(ctx.equity) < 9_995) return;
  if (tick % 40 === 20) ctx.buy(BTC, '1');
  if (tick % 40 === 0) ctx.closePosition(BTC);
});
const turner = ticker('turner', (ctx, tick) => {
  if (tick % 20 === 10) ctx.buy(BTC, '1');
  if (tick % 20 === 0) ctx.closePosition(BTC);
});

/** Rests two coins a side so far within the best of each seventh book. */
const maker = (within: number): Strategy =>
  defineStrategy({
    name: 'maker',
    version: '1.0.0',
    title: 'T',
    description: 'For tests.',
    params: { symbol: param.symbol({ description: 'What to trade' }) },
    watches: ({ symbol }) => [{ symbol, book: 5 }],
    warmUp: () => 0,
    state: () => ({ books: 0 }),
    onOrderBook: (ctx, { symbol, bids, asks }) => {
      ctx.state.books += 1;
      if (ctx.state.books % 7 !== 0) return;
      for (const [side, price] of [
        ['BUY', bids[0]![0] + within],
        ['SELL', asks[0]![0] - within],
      ] as const) {
        const own = ctx.openOrders.find((order) => order.side === side);
        if (own && Number(own.price) !== price) ctx.cancel(own.clientOrderId);
        if (!own) ctx.submit({ symbol, side, quantity: '2', price: String(price), postOnly: true });
      }
    },
  });

class Room {
  readonly session: PaperSession;
  private readonly words: readonly Word[];
  private heard = 0;

  constructor(
    first: Strategy,
    { seed = 1, delay = 1, ...more }: Partial<PaperTerms> & { readonly seed?: number; readonly delay?: number },
  ) {
    const book = new LivelyBook(SECONDS, seed);
    this.words = book.words(['quote', 'book'], { from: START, delay });
    this.session = new PaperSession({ strategy: first, market: book.market, fills: FILLS, startsAt: START, showsOwn: true, ...more });
  }

  until(at: number): PaperSession {
    this.session.hear(this.words.filter(([time]) => time >= this.heard && time < at));
    this.heard = at;
    return this.session;
  }
}

function together(strategies: readonly Strategy[], more: ConstructorParameters<typeof Room>[1] = {}): Room {
  const [first, ...others] = strategies;
  const room = new Room(first!, more);
  for (const strategy of others) room.session.deploy(strategy, START);
  return room;
}

/** What is not zero, as text. */
function told({ causes }: Pick<ParityReport, 'causes'>): Record<string, string> {
  return Object.fromEntries(CAUSES.filter((cause) => !causes[cause].isZero).map((cause) => [cause, causes[cause].toString()]));
}

describe('what others earn on the account', () => {
  it('is why a strategy that sizes by equity wanted another quantity', () => {
    const { report, notes } = together([sizer, whale], { balance: '10000' }).until(END).compared(FILLS);
    isWhole(report);
    expect(report.decisions.equal).toBeLessThan(report.decisions.of);
    expect(Object.keys(told(report))).toEqual(['account']);
    expect(notes[0]).toMatch(/^whale traded on the same account: the backtest plays this strategy alone/);
  });

  it('is why it wanted nothing where the backtest did', () => {
    const { report } = together([shy, whale], { balance: '10000' }).until(END).compared(FILLS);
    isWhole(report);
    expect(report.differences.every(({ session }) => session === null)).toBe(true);
    expect(Object.keys(told(report))).toEqual(['account']);
  });

  it('is what a person earns by hand too, and it is nobody where nobody traded', () => {
    const order = {
      symbol: BTC,
      side: 'BUY',
      type: 'MARKET',
      quantity: '5',
      timeInForce: 'IOC',
      postOnly: false,
      reduceOnly: false,
    } as const;
    const room = together([sizer, ticker('idle', {})], { balance: '10000' });
    expect(room.until(100_000).compared(FILLS).notes.join()).not.toContain('on the same account');
    room.session.operate(100_000, { kind: 'place-order', order });
    const { report, notes } = room.until(END).compared(FILLS);
    isWhole(report);
    expect(notes[0]).toMatch(/^orders by hand traded on the same account/);
    expect(Object.keys(told(report))).toEqual(['account']);
  });

  it('is nothing to a strategy that was there before and after them', () => {
    const room = together([turner]).until(120_000).deploy(whale, 120_000);
    expect(told(room.compared(FILLS).report)).toEqual({});
  });
});

describe('what others want on the account', () => {
  it('is why an order was denied that would have gone alone', () => {
    const { report } = together([turner, ticker('late', { 15: (ctx) => ctx.buy(BTC, '5') })], { balance: '600' })
      .until(END)
      .compared(FILLS, 1);
    isWhole(report);
    expect(report.differences[0]!.session!.refusal).toMatch(/^MAX_POSITION_SIZE/);
    expect(Object.keys(told(report))).toEqual(['account']);
  });

  it('is why an order went that would have been denied alone', () => {
    const short = ticker('short', { 10: (ctx) => ctx.sell(BTC, '3') });
    const long = ticker('long', { 20: (ctx) => ctx.buy(BTC, '4') });
    const { report } = together([short, long], { balance: '700', maxPositionSize: '0.5' }).until(110_000).compared(FILLS, 1);
    isWhole(report);
    expect(report.differences[0]!.backtest!.refusal).toMatch(/^MAX_POSITION_SIZE/);
    expect(Object.keys(told(report))).toEqual(['account']);
  });

  it('is why an exit was denied that reduced nothing of the account', () => {
    const long = ticker('long', { 10: (ctx) => ctx.buy(BTC, '2'), 400: (ctx) => ctx.closePosition(BTC) });
    const room = together([long, ticker('short', { 20: (ctx) => ctx.sell(BTC, '2') })]);
    room.until(110_000).operate(110_000, { kind: 'set-trading-state', state: 'REDUCING', reason: 'late' });
    const { report, notes } = room.until(END).compared(FILLS);
    isWhole(report);
    expect(report.differences[0]!.session!.refusal).toMatch(/^TRADING_REDUCING/);
    expect(Object.keys(told(report))).toEqual(['account']);
    expect(notes[1]).toMatch(/^the account was REDUCING for 174.9 s from 1970-01-01T00:01:50.000Z: late \(ann\)/);
  });

  it('is not why an order was denied while the account was halted', () => {
    const room = together([turner, maker(0)]);
    room.until(110_000).operate(110_000, { kind: 'set-trading-state', state: 'HALTED', reason: 'look' });
    room.until(120_000).operate(120_000, { kind: 'set-trading-state', state: 'ACTIVE', reason: 'fine' });
    room.until(END);
    const { report, notes } = room.session.compared(FILLS);
    isWhole(report);
    expect(notes[1]).toMatch(/^the account was HALTED for 10 s from .*: look \(ann\)/);
    expect(report.causes.rejection.isZero).toBe(false);
    isWhole(room.session.compared(FILLS, 1).report);
  });

  it('is not why an order was taken back by a halt', () => {
    const room = together([ticker('patient', { 10: (ctx) => ctx.buy(BTC, '1', { price: '100' }) }), turner]);
    room.until(110_000).operate(110_000, { kind: 'set-trading-state', state: 'HALTED', reason: 'look' });
    const { report } = room.until(END).compared(FILLS);
    isWhole(report);
    expect(report.differences.map(({ session }) => session!.refusal)).toEqual(['taken back by ann']);
    expect(Object.keys(told(report))).toEqual(['rejection']);
  });
});

describe('what others have in the book', () => {
  it('is not there for an order of the backtest, and what was taken of it is theirs', () => {
    const { report, notes } = together([maker(0.5), turner])
      .until(END)
      .compared(FILLS, 1);
    isWhole(report);
    expect(report.decisions.equal).toBe(report.decisions.of);
    expect(report.fills.equal).toBeLessThan(report.fills.of);
    expect(Object.keys(told(report))).toEqual(['account']);
    expect(notes).toContainEqual(expect.stringContaining("its account's orders is taken out"));
  });

  it('is why an order that stood behind it was filled otherwise', () => {
    const room = together([maker(0), maker(0)]);
    const { report } = room.until(END).compared(FILLS, 1);
    isWhole(report);
    expect(report.fills.equal).toBeLessThan(report.fills.of);
    expect(Object.keys(told(report))).toEqual(['account']);
  });

  it.each([1, 2, 3])('leaves nothing without a cause where all act late (%i)', (seed) => {
    const room = together([maker(0), sizer, maker(0.5), whale], { seed, delay: 20, thinks: 150, fills: AFAR, balance: '10000' });
    room.until(150_000).stop(2, 150_000).deploy(turner, 150_000);
    room.until(END);
    for (const place of [0, 1, 2, 3, 4]) isWhole(room.session.compared(FILLS, place).report);
  });
});

describe('a strategy that ends before the others', () => {
  it('is compared until it was stopped, and the others go on', () => {
    const room = together([turner, whale]);
    room.until(105_000).stop(1, 105_000);
    room.until(END);
    for (const place of [0, 1]) {
      const { report } = room.session.compared(FILLS, place);
      isWhole(report);
      expect([told(report), report.decisions.equal]).toEqual([{}, report.decisions.of]);
    }
    expect(room.session.recordingOf(1).orders).toHaveLength(1);
  });

  it('is compared until it failed', () => {
    const broken = ticker('broken', (ctx, tick) => {
      if (tick === 10) ctx.buy(BTC, '1');
      if (tick === 50) throw new Error('out of order');
    });
    const { report, notes } = together([turner, broken]).until(END).compared(FILLS, 1);
    isWhole(report);
    expect([told(report), report.decisions]).toEqual([{}, { equal: 1, of: 1 }]);
    expect(notes[1]).toMatch(/^the strategy failed: onTick: out of order; its position stays open: 1 /);
  });

  it('is not asked what its exits did since it failed', () => {
    const broken = ticker('broken', (ctx, tick) => {
      if (tick === 10) ctx.sell(BTC, '1');
      if (tick === 40) ctx.buy(BTC, '1', { price: '100', reduceOnly: true });
      if (tick === 50) throw new Error('out of order');
    });
    const { report } = together([turner, broken]).until(END).compared(FILLS, 1);
    isWhole(report);
    expect([told(report), report.decisions]).toEqual([{}, { equal: 2, of: 2 }]);
  });

  it.each(['running', 'stopped'])('has no bug where a person closed what it held (%s)', (status) => {
    const small = ticker('small', { 10: (ctx) => ctx.buy(BTC, '1'), 80: (ctx) => ctx.buy(BTC, '2') });
    const room = together([small, turner]);
    if (status === 'stopped') room.until(130_000).stop(0, 130_000);
    room.until(140_000).close(0, 140_000);
    const { report } = room.until(END).compared(FILLS, 0);
    isWhole(report);
    expect(report.differences.map(({ moment }) => moment)).toContain(`the close of ${BTC} by ann at 1970-01-01T00:02:20.000Z`);
    expect(Object.keys(told(report))).toEqual(['account']);
  });

  it('has no bug where the exchange took over what the account held', () => {
    const room = together([ticker('small', { 10: (ctx) => ctx.buy(BTC, '1') }), whale]);
    room.until(150_000).report(
      {
        kind: 'liquidation',
        executionId: 'l1',
        venueSymbol: 'BTCUSDT',
        category: 'linear',
        side: 'SELL',
        quantity: '6',
        price: '90',
        fee: '0.6',
        feeAsset: 'USDT',
      },
      150_000,
    );
    for (const place of [0, 1]) {
      const { report } = room.until(160_000).compared(FILLS, place);
      isWhole(report);
      expect(report.differences.map(({ moment }) => moment)).toContain(`the liquidation of ${BTC} at 1970-01-01T00:02:30.000Z`);
      expect(report.causes.account.isZero).toBe(false);
    }
  });
});
