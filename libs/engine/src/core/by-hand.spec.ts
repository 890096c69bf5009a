import type { StrategyCommand } from '@libs/sdk';
import { bracket, canceled, entered, open, stopOf, target } from './testing/bracket-driver';
import { CoreDriver, DEPLOYMENT, MANUAL, OTHER, PERP, market } from './testing/core-driver';
import { TradingCore } from './trading-core';

const stop: StrategyCommand = market({ side: 'SELL', quantity: '3', stop: '95', reduceOnly: true });

/** A person's order, on its way; its id. */
function byHand(driver: CoreDriver, changes: Parameters<typeof market>[0]): string {
  const { kind: _kind, ...order } = market({ quantity: '3', ...changes }) as Extract<StrategyCommand, { kind: 'submit' }>;
  const applied = driver.operator({ kind: 'place-order', order }).events.find((event) => event.type === 'CommandApplied');
  return (applied as { reference?: string }).reference!;
}

function soldByHand(driver: CoreDriver, quantity = '3', side: 'BUY' | 'SELL' = 'SELL'): void {
  driver.fill(byHand(driver, { side, quantity }), `by-hand ${side} ${quantity}`, quantity, '99.9');
}

/** Long three, with these orders beside it. */
function long(...commands: StrategyCommand[]): { driver: CoreDriver; ids: readonly string[] } {
  const driver = new CoreDriver().running();
  driver.fill(driver.accepted(market({ quantity: '3' })), 'x1', '3', '100.1');
  return { driver, ids: driver.settle().trade(...commands) };
}

const positions = ({ core }: CoreDriver) =>
  Object.fromEntries(core.positions().map(({ deploymentId, position }) => [deploymentId ?? 'account', position.quantity.toString()]));
const submits = ({ results }: CoreDriver) => results.flatMap(({ effects }) => effects).filter(({ type }) => type === 'submit').length;
const submitted = ({ last }: CoreDriver) => last.effects.flatMap((effect) => (effect.type === 'submit' ? [effect.ticket] : []));

describe('coins of a strategy that a person has sold by hand', () => {
  it('stay in the book of the strategy, and the sums are right', () => {
    const { driver } = long();
    soldByHand(driver);
    expect(positions(driver)).toEqual({ account: '0', [DEPLOYMENT]: '3', [MANUAL]: '-3' });
    expect(driver.core.tradingState()).toBe('ACTIVE');
  });

  it.each<[string, () => CoreDriver]>([
    ['a stop', () => long(stop).driver],
    ['a stop of a bracket', () => entered(bracket({}, { takeProfit: null })).driver],
  ])('are not sold once more by %s, which waits and somebody is told', (_, begin) => {
    const driver = begin();
    soldByHand(driver.settle());
    const before = submits(driver);
    driver.settle().quote('94', '94.2');
    driver.pass(60_000);
    expect([submits(driver) - before, open(driver)]).toEqual([0, ['SELL 3 stop 95 RELEASED']]);
    expect(driver.events.filter(({ type }) => type === 'StopDelayed')).toHaveLength(1);
    driver.core = TradingCore.restore(JSON.parse(JSON.stringify(driver.core.snapshot())));
    soldByHand(driver, '3', 'BUY');
    expect(submitted(driver)).toMatchObject([{ side: 'SELL', quantity: '3', reduceOnly: true }]);
  });

  it.each<[string, () => CoreDriver]>([
    ['a stop', () => long(stop).driver],
    ['a stop of a bracket', () => entered(bracket({}, { takeProfit: null })).driver],
  ])('are sold by %s that they were gone from only at its price again, if that is better when they are bought back', (_, begin) => {
    const driver = begin();
    soldByHand(driver.settle());
    driver.settle().quote('94', '94.2');
    driver.settle().quote('119', '119.2');
    expect(open(driver)).toEqual(['SELL 3 stop 95 EMULATED']);
    soldByHand(driver, '3', 'BUY');
    expect(submitted(driver)).toEqual([]);
    driver.settle().quote('94.5', '94.7');
    expect(submitted(driver)).toMatchObject([{ side: 'SELL', quantity: '3', reduceOnly: true }]);
  });

  it('are not replaced by what a younger bracket has entered since, which its own stop sells', () => {
    const { driver } = entered(bracket({}, { takeProfit: null }));
    soldByHand(driver);
    driver.settle().quote('94', '94.2');
    const younger = driver.accepted(bracket({ quantity: '2' }, { stopLoss: '90', takeProfit: null }));
    driver.fill(younger, 'x2', '2', '94.2');
    expect([submitted(driver), open(driver)]).toEqual([[], ['SELL 3 stop 95 RELEASED', 'SELL 2 stop 90 EMULATED']]);
    soldByHand(driver, '1', 'BUY');
    expect(submitted(driver)).toMatchObject([{ side: 'SELL', quantity: '1', reduceOnly: true }]);
    driver.settle().quote('89', '89.2');
    expect(submitted(driver)).toMatchObject([{ side: 'SELL', quantity: '2', reduceOnly: true }]);
  });

  it('are not sold once more by what a strategy or a person closes it with', () => {
    const { driver } = long();
    soldByHand(driver);
    driver.settle().trade(market({ side: 'SELL', quantity: '3', reduceOnly: true }));
    const denial = { code: 'REDUCE_ONLY', message: expect.stringContaining('orders by hand have closed 3 of what it holds') as string };
    expect(driver.last.events).toContainEqual(expect.objectContaining({ denial: expect.objectContaining(denial) as object }));
    driver.operator({ kind: 'close-position', deploymentId: DEPLOYMENT, symbol: PERP });
    expect(driver.last.events).toContainEqual(
      expect.objectContaining({
        type: 'CommandRefused',
        code: 'NO_POSITION',
        message: expect.stringContaining('orders by hand') as string,
      }),
    );
    expect(open(driver)).toEqual([]);
  });

  it('are not sold once more by a take-profit that the venue has ended since nothing was left', () => {
    const { driver } = entered();
    const goal = target(driver);
    expect(submitted(driver)).toEqual([]);
    driver.report({ kind: 'accepted', clientOrderId: goal, venueOrderId: `v-${goal}` });
    soldByHand(driver);
    canceled(driver, goal);
    expect(open(driver)).toEqual(['SELL 3 stop 95 EMULATED']);
    expect(driver.events.some(({ type }) => type === 'ExitGivenUp')).toBe(false);
  });

  it('leave the stop the rest that the account holds', () => {
    const { driver } = long(stop);
    soldByHand(driver, '2');
    driver.settle().quote('94', '94.2');
    expect(submitted(driver)).toMatchObject([{ quantity: '1', reduceOnly: true }]);
    driver.fill(stopOf(driver), 'x2', '1', '94');
    expect(positions(driver)).toEqual({ account: '0', [DEPLOYMENT]: '2', [MANUAL]: '-2' });
  });

  it('get their stop when the person buys them again, whether it has filled what it found or nothing', () => {
    const { driver } = long(stop);
    soldByHand(driver, '2');
    driver.settle().quote('94', '94.2');
    driver.fill(stopOf(driver), 'x2', '1', '94');
    expect(open(driver)).toEqual(['SELL 2 stop 95 RELEASED']);
    driver.core = TradingCore.restore(JSON.parse(JSON.stringify(driver.core.snapshot())));
    soldByHand(driver, '1', 'BUY');
    expect(submitted(driver)).toMatchObject([{ side: 'SELL', quantity: '1', reduceOnly: true }]);
    soldByHand(driver, '1', 'BUY');
    canceled(driver, stopOf(driver));
    driver.pass(250);
    expect(submitted(driver)).toMatchObject([{ side: 'SELL', quantity: '2', reduceOnly: true }]);
    driver.fill(stopOf(driver), 'x3', '2', '94');
    expect([open(driver), positions(driver)]).toEqual([[], { account: '0', [DEPLOYMENT]: '0', [MANUAL]: '0' }]);
    expect(driver.events.filter(({ type }) => type === 'ExitFailing' || type === 'ExitGivenUp')).toEqual([]);
  });

  it.each<[string, () => CoreDriver]>([
    ['a stop', () => long(stop).driver],
    ['a stop of a bracket', () => entered(bracket({}, { takeProfit: null })).driver],
  ])('have %s again when the person buys them back, although the venue refused it for want of a position', (_, begin) => {
    const driver = begin();
    driver.settle().quote('94', '94.2');
    const id = stopOf(driver);
    soldByHand(driver);
    driver.report({ kind: 'refused', clientOrderId: id, code: '110017', message: 'current position is zero' });
    driver.pass(60_000);
    expect(open(driver)).toEqual(['SELL 3 stop 95 RELEASED']);
    soldByHand(driver, '3', 'BUY');
    expect(submitted(driver)).toMatchObject([{ side: 'SELL', quantity: '3', reduceOnly: true }]);
    driver.report({ kind: 'refused', clientOrderId: stopOf(driver), code: '110007', message: 'no' });
    expect(driver.events.filter(({ type }) => type === 'ExitGivenUp')).toHaveLength(1);
  });

  it.each<[string, (driver: CoreDriver, id: string) => void]>([
    ['refused', (driver, id) => driver.report({ kind: 'refused', clientOrderId: id, code: '110017', message: 'current position is zero' })],
    ['ended', (driver, id) => canceled(driver, id)],
  ])('have their take-profit again when the person buys them back, although the venue %s it for want of a position', (kind, end) => {
    const { driver } = entered();
    const goal = target(driver);
    if (kind === 'ended') driver.report({ kind: 'accepted', clientOrderId: goal, venueOrderId: `v-${goal}` });
    soldByHand(driver);
    end(driver, goal);
    driver.pass(60_000);
    expect(open(driver)).toEqual(['SELL 3 stop 95 EMULATED']);
    soldByHand(driver, '3', 'BUY');
    expect(open(driver)).toEqual(['SELL 3 stop 95 EMULATED', 'SELL 3 110 SUBMITTED']);
  });

  it('have no exit again that their strategy has cancelled meanwhile', () => {
    const { driver } = entered();
    const goal = target(driver);
    driver.report({ kind: 'accepted', clientOrderId: goal, venueOrderId: `v-${goal}` });
    soldByHand(driver);
    driver.settle().trade(...[stopOf(driver), goal].map((clientOrderId): StrategyCommand => ({ kind: 'cancel', clientOrderId })));
    canceled(driver, goal);
    soldByHand(driver, '3', 'BUY');
    expect(open(driver)).toEqual([]);
  });

  it('come off what all strategies hold, whichever leaves first', () => {
    const { driver } = long();
    driver.otherTrades('BUY', '2', 'x2');
    driver.settle();
    soldByHand(driver);
    driver.operator({ kind: 'close-position', deploymentId: DEPLOYMENT, symbol: PERP });
    expect(submitted(driver)).toMatchObject([{ quantity: '2', reduceOnly: true }]);
    driver.fill(submitted(driver)[0]!.clientOrderId, 'x3', '2', '99.9');
    expect(positions(driver)).toEqual({ account: '0', [DEPLOYMENT]: '1', [OTHER]: '2', [MANUAL]: '-3' });
    driver.operator({ kind: 'close-position', deploymentId: OTHER, symbol: PERP });
    expect(submitted(driver)).toEqual([]);
  });
});

describe('coins that a person is selling by hand', () => {
  it.each<[string, Parameters<typeof market>[0]]>([
    ['at the market', {}],
    ['with an order that rests', { type: 'LIMIT', price: '120', timeInForce: 'GTC' }],
  ])('%s are sold no more than once, since the venue holds the stop to reducing', (_, order) => {
    const { driver } = long(stop);
    byHand(driver, { side: 'SELL', ...order });
    driver.settle().quote('94', '94.2');
    expect(submitted(driver)).toMatchObject([{ quantity: '3', reduceOnly: true }]);
  });
});

describe('what a person holds by hand beside a strategy', () => {
  it('takes nothing from its exits', () => {
    const { driver } = long(stop);
    soldByHand(driver, '5', 'BUY');
    driver.settle().quote('94', '94.2');
    expect(submitted(driver)).toMatchObject([{ quantity: '3', reduceOnly: true }]);
  });
});
