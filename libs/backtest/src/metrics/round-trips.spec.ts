import fc from 'fast-check';
import { Decimal, decimal, type OrderSide } from '@libs/kernel';
import { equityChange, openProfit, roundTripsOf } from './round-trips';
import { tradeMetrics } from './trade-metrics';
import { runFillOf } from './run-fill';
import { exact, type RunFill, type RunFunding } from './run-record';

const SYMBOL = 'BTC/USDT:USDT';

function fill(side: OrderSide, quantity: string, price: string, more: Partial<RunFill> = {}): RunFill {
  return { at: 0, symbol: SYMBOL, side, quantity, price, fee: '0', ...more };
}

function texts(trip: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(trip).map(([key, value]) => [key, value instanceof Decimal ? value.toString() : value]));
}

describe('roundTripsOf', () => {
  it('makes one trip of a position that is built up and taken down in parts', () => {
    const { closed, open } = roundTripsOf([
      fill('BUY', '1', '100', { at: 1, fee: '0.1', tag: 'breakout', risk: '10' }),
      fill('BUY', '1', '110', { at: 2, fee: '0.11', tag: 'add' }),
      fill('SELL', '0.5', '120', { at: 3, fee: '0.06' }),
      fill('SELL', '1.5', '90', { at: 4, fee: '0.135', tag: 'out', reason: 'STOP' }),
    ]);
    // 60 + 135 came in, 100 + 110 went out; fees are 0.405.
    expect(open).toEqual([]);
    expect(closed).toHaveLength(1);
    expect(texts(closed[0]!)).toMatchObject({
      side: 'LONG',
      openedAt: 1,
      closedAt: 4,
      quantity: '2',
      entryValue: '210',
      exitValue: '195',
      profit: '-15',
      fees: '0.405',
      netProfit: '-15.405',
      fills: 4,
      entryTag: 'breakout',
      exitReason: 'STOP',
      risk: '10',
    });
  });

  it('splits a fill that turns the position over, its fee by quantity and to the last digit', () => {
    const { closed, open } = roundTripsOf([
      fill('BUY', '1', '100', { at: 1 }),
      fill('SELL', '3', '110', { at: 2, fee: '0.1', tag: 'turn' }),
    ]);
    expect(texts(closed[0]!)).toMatchObject({
      side: 'LONG',
      profit: '10',
      fees: '0.03333333',
      netProfit: '9.96666667',
      exitReason: 'turn',
    });
    expect(texts(open[0]!)).toMatchObject({
      side: 'SHORT',
      openedAt: 2,
      closedAt: null,
      openQuantity: '-2',
      openCost: '-220',
      fees: '0.06666667',
      entryTag: 'turn',
    });
    expect(open[0]!.exitReason).toBeUndefined();
  });

  it('realises a part of what stays open and leaves the rest at its cost', () => {
    const { open } = roundTripsOf([fill('SELL', '4', '50'), fill('BUY', '1', '40')]);
    expect(texts(open[0]!)).toMatchObject({ side: 'SHORT', profit: '10', openQuantity: '-3', openCost: '-150' });
    expect(openProfit(open[0]!, new Map([[SYMBOL, decimal('45')]])).toString()).toBe('15');
  });

  it('falls back on the tag where the engine names no reason, and keeps symbols apart', () => {
    const { closed } = roundTripsOf([
      fill('BUY', '1', '10'),
      fill('SELL', '1', '20', { symbol: 'ETH/USDT:USDT' }),
      fill('SELL', '1', '12', { tag: 'target' }),
      fill('BUY', '1', '19', { symbol: 'ETH/USDT:USDT' }),
    ]);
    expect(closed.map(({ symbol, profit, exitReason }) => [symbol, profit.toString(), exitReason])).toEqual([
      [SYMBOL, '2', 'target'],
      ['ETH/USDT:USDT', '1', undefined],
    ]);
  });

  it('gives funding to the trip that was open, before a fill of the same moment, and keeps what hits none', () => {
    const { closed, strayFunding } = roundTripsOf(
      [fill('BUY', '1', '10', { at: 1 }), fill('SELL', '1', '10', { at: 3 })],
      [
        { at: 1, symbol: SYMBOL, amount: '-5' },
        { at: 3, symbol: SYMBOL, amount: '-0.25' },
        { at: 4, symbol: SYMBOL, amount: '1' },
      ],
    );
    expect(closed[0]!.netProfit.toString()).toBe('-0.25');
    expect(strayFunding.toString()).toBe('-4');
  });

  describe('where the fee of 0.1 % comes out of the coin and a lot is 0.01', () => {
    const bought = {
      at: 1,
      symbol: 'BTC/USDT',
      side: 'BUY' as const,
      quantity: decimal('1'),
      price: decimal('100'),
      fee: decimal('0.001'),
    };
    const read = (at: number) => runFillOf({ category: 'spot', base: 'BTC' }, { ...bought, at, feeAsset: 'BTC' });
    const sold = (at: number, quantity: string, price: string, fee: string, more: Partial<RunFill> = {}): RunFill =>
      fill('SELL', quantity, price, { at, symbol: 'BTC/USDT', fee, ...more });
    const lots = new Map([['BTC/USDT', decimal('0.01')]]);
    // 0.999 for 99.9 and a fee worth 0.1; of it 0.99 can go, which cost 99. Then 0.009 + 0.999 for 0.9 + 99.9, and 1 of it goes.
    const twice = [read(1), sold(2, '0.99', '110', '0.1089'), read(3), sold(4, '1', '90', '0.09', { tag: 'out' })];

    it('ends a trip with less than a lot left, and carries that and its cost into the next', () => {
      const trips = roundTripsOf(twice, [], lots);
      expect(trips.closed.map(texts)).toMatchObject([
        { openedAt: 1, closedAt: 2, quantity: '0.999', exitQuantity: '0.99', profit: '9.9', fees: '0.2089', netProfit: '9.6911' },
        { openedAt: 3, closedAt: 4, quantity: '0.999', exitQuantity: '1', profit: '-10', fees: '0.19', netProfit: '-10.19' },
      ]);
      expect(trips.open).toEqual([]);
      expect(trips.dust.map(texts)).toMatchObject([{ symbol: 'BTC/USDT', openQuantity: '0.008', openCost: '0.8' }]);
      // Cash: −100 + 108.9 − 0.1089 − 100 + 90 − 0.09 = −1.2989, and 0.008 at 50 is 0.4.
      expect(equityChange(trips, new Map([['BTC/USDT', decimal('50')]])).toString()).toBe('-0.8989');
    });

    it('counts what is left for the trip that left it when it is sold by itself', () => {
      const { closed, open, dust } = roundTripsOf([...twice, sold(9, '0.008', '50', '0.0004', { reason: 'end' })], [], lots);
      // 0.4 for what cost 0.8, and the fee.
      expect(closed.map(texts)).toMatchObject([
        { netProfit: '9.6911' },
        { closedAt: 4, exitReason: 'out', exitQuantity: '1.008', openQuantity: '0', netProfit: '-10.5904', fills: 3 },
      ]);
      expect([open, dust]).toEqual([[], []]);
    });

    it('sees one trip that goes on while a lot or more is left, and without a lot', () => {
      expect(roundTripsOf(twice).closed).toEqual([]);
      expect(roundTripsOf(twice, [], new Map([['BTC/USDT', decimal('0.008')]])).closed).toEqual([]);
    });
  });

  it('says so when something is held that has no price', () => {
    const trips = roundTripsOf([fill('BUY', '1', '10')]);
    expect(() => equityChange(trips, new Map())).toThrow('BTC/USDT:USDT is held at the end and has no closing price');
  });

  it('adds up: trips and what is open make exactly the change of the account', () => {
    const symbols = ['A/USDT', 'B/USDT'];
    const money = (scale: number) => fc.integer({ min: 1, max: 1_000_000 }).map((n) => Decimal.fromUnits(BigInt(n), scale));
    const fills = fc.array(
      fc.record({
        symbol: fc.constantFrom(...symbols),
        side: fc.constantFrom('BUY' as const, 'SELL' as const),
        quantity: money(4),
        price: money(2),
        fee: fc.integer({ min: -50, max: 5_000_000 }).map((n) => Decimal.fromUnits(BigInt(n), 8)),
      }),
      { maxLength: 60 },
    );
    const funding = fc.array(fc.record({ symbol: fc.constantFrom(...symbols), amount: money(6) }), { maxLength: 10 });
    const lots = fc.option(fc.record({ a: money(3), b: money(3) })).map(
      (some) =>
        new Map(
          some
            ? [
                ['A/USDT', some.a],
                ['B/USDT', some.b],
              ]
            : [],
        ),
    );
    fc.assert(
      fc.property(fills, funding, fc.tuple(money(2), money(3)), lots, (list, paid, [markA, markB], steps) => {
        const run: RunFill[] = list.map((one, at) => ({ ...one, at }));
        const flows: RunFunding[] = paid.map((one, index) => ({ ...one, at: index * 5 }));
        const marks = new Map([
          ['A/USDT', markA],
          ['B/USDT', markB],
        ]);
        expect(equityChange(roundTripsOf(run, flows, steps), marks).toString()).toBe(cashAndHoldings(run, flows, marks).toString());
      }),
      { numRuns: 500 },
    );
  });
});

/** The account the plain way: cash in and out, and what the holdings are worth. */
function cashAndHoldings(fills: readonly RunFill[], funding: readonly RunFunding[], marks: ReadonlyMap<string, Decimal>): Decimal {
  let value = Decimal.ZERO;
  for (const { side, quantity, price, fee, symbol } of fills) {
    const signed = side === 'BUY' ? exact(quantity) : exact(quantity).negated();
    value = value
      .plus(signed.times(marks.get(symbol)!))
      .minus(signed.times(exact(price)))
      .minus(exact(fee));
  }
  return funding.reduce((sum, { amount }) => sum.plus(exact(amount)), value);
}

describe('runFillOf', () => {
  const bought = { at: 7, symbol: 'BTC/USDT', side: 'BUY' as const, quantity: decimal('1'), price: decimal('100'), fee: decimal('0.001') };

  it('reads a fee in the received coin as less of the coin and a fee of its value', () => {
    const read = runFillOf({ category: 'spot', base: 'BTC' }, { ...bought, feeAsset: 'BTC' }, { tag: 'in' });
    expect(texts(read)).toMatchObject({ at: 7, quantity: '0.999', price: '100', fee: '0.1', tag: 'in' });
    // 100 was paid for 0.999: at 100 each the loss is the fee.
    expect(equityChange(roundTripsOf([read]), new Map([['BTC/USDT', decimal('100')]])).toString()).toBe('-0.1');
  });

  it('leaves a fee in the quote asset as it is', () => {
    expect(texts(runFillOf({ category: 'spot', base: 'BTC' }, { ...bought, feeAsset: 'USDT' }))).toMatchObject({
      quantity: '1',
      fee: '0.001',
    });
  });
});

describe('what trips come to in their own risks', () => {
  const trip = (profit: number, risk?: string): RunFill[] => [
    fill('BUY', '1', '100', risk === undefined ? {} : { risk }),
    fill('SELL', '1', String(100 + profit)),
  ];

  it('is the mean of all of them, and unknown where one has no risk', () => {
    // 2 R and -0.5 R; what only some trips tell would flatter or harm them all.
    expect(tradeMetrics(roundTripsOf([...trip(10, '5'), ...trip(-5, '10')]))).toMatchObject({ expectancyR: 0.75 });
    const mixed = tradeMetrics(roundTripsOf([...trip(10, '5'), ...trip(-5)]));
    expect(mixed.expectancyR).toBeNull();
    // √2 × 2.5 ÷ √112.5, of the profits themselves.
    expect(mixed.systemQuality).toBeCloseTo(1 / 3, 12);
    expect(tradeMetrics(roundTripsOf([])).expectancyR).toBeNull();
  });
});
