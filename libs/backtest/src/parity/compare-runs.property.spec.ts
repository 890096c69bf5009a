import fc from 'fast-check';
import { Decimal } from '@libs/kernel';
import { SYMBOL, booksFor, comparison, order, tradedRun } from '../../test/traded';
import { totalOf } from './causes';
import { compareRuns } from './compare-runs';
import type { TradedFill, TradedOrder, TradedRun } from './traded-run';

const amount = (most: number, scale: number): fc.Arbitrary<Decimal> =>
  fc.integer({ min: 1, max: most }).map((units) => Decimal.fromUnits(BigInt(units), scale));

const price = amount(10_000_000, 2);
let executions = 0;

const fillArbitrary: fc.Arbitrary<TradedFill> = fc
  .record({
    quantity: amount(5_000, 3),
    price,
    fee: fc.integer({ min: -5_000, max: 50_000 }).map((units) => Decimal.fromUnits(BigInt(units), 6)),
    feeAsset: fc.constantFrom('USDT', 'USDT', 'BNB'),
    liquidity: fc.constantFrom('MAKER' as const, 'TAKER' as const),
    at: fc.integer({ min: 0, max: 600_000 }),
  })
  .map((fields) => ({ ...fields, executionId: `p${(executions += 1)}` }));

const orderArbitrary: fc.Arbitrary<TradedOrder> = fc
  .record({
    minute: fc.integer({ min: 0, max: 9 }),
    heard: fc.constantFrom('bar', 'bar', 'bar', 'timer', 'signal'),
    side: fc.constantFrom('BUY' as const, 'SELL' as const),
    unfilled: fc.integer({ min: 0, max: 5_000 }).map((units) => Decimal.fromUnits(BigInt(units), 3)),
    fills: fc.array(fillArbitrary, { maxLength: 3 }),
    decided: fc.option(price),
    arrived: fc.option(price),
    refusal: fc.option(fc.constant('rejected')),
  })
  .map(({ minute, heard, side, unfilled, fills, decided, arrived, refusal }) => {
    const quantity = fills.reduce((sum, fill) => sum.plus(fill.quantity), unfilled);
    return order(`${heard} ${minute}`, fills, {
      heard: { type: heard, name: `${heard} ${minute}` },
      side,
      quantity,
      refusal,
      decidedAt: minute * 60_000,
      touches: { decided, arrived },
    });
  });

/** Each moment once on each side, as in a run. */
const runArbitrary: fc.Arbitrary<TradedRun> = fc
  .tuple(fc.uniqueArray(orderArbitrary, { maxLength: 8, selector: ({ heard, side }) => `${heard.name} ${side}` }), price)
  .map(([orders, mark]) => {
    const named = orders.map((one, at) => ({ ...one, clientOrderId: `${one.clientOrderId} ${one.side} ${at}` }));
    return { ...tradedRun(named), marks: new Map([[SYMBOL, mark]]) };
  });

describe('whatever two runs traded', () => {
  it('the causes sum to the difference of their equities to the last digit', () => {
    fc.assert(
      fc.property(runArbitrary, runArbitrary, fc.option(runArbitrary), fc.boolean(), (session, other, stored, isForeign) => {
        const backtest = { ...other, marks: session.marks };
        const report = compareRuns(comparison(session, backtest, { stored, isForeign: () => isForeign }));
        expect(totalOf(report.causes).toString()).toBe(report.equity.difference.toString());
        // No books were cooked, so nothing is left over but what two strangers decided differently.
        const named = report.differences.reduce((sum, { total }) => sum.plus(total), Decimal.ZERO);
        expect(named.toString()).toBe(report.equity.difference.toString());
      }),
      { numRuns: 300 },
    );
  });

  it('books that differ from the reports are a bug of exactly that much', () => {
    fc.assert(
      fc.property(runArbitrary, price, (session, wrong) => {
        const { positions, fills, funding } = booksFor(session);
        fc.pre(positions.length > 0);
        const cooked = positions.map((one, at) => (at === 0 ? { ...one, fees: one.fees.plus(wrong) } : one));
        const { causes, bugs } = compareRuns(comparison(session, session, { books: { positions: cooked, fills, funding } }));
        expect(causes.bug.toString()).toBe(wrong.negated().toString());
        expect(bugs).toHaveLength(1);
      }),
      { numRuns: 100 },
    );
  });
});
