import fc from 'fast-check';
import { Decimal, applyChange, decimal, emptyPosition, ledgerTotals, positionChangeOf } from '@libs/kernel';
import type { Fill } from '@libs/kernel';
import { acting, acts, tapes } from '../../test/arbitrary-runs';
import { market } from '../../test/markets';
import { BTC, claimedTogether, runTogether, termsOf } from '../../test/scripted';
import type { BacktestResult } from './backtest';
import { fillHash } from './fill-hash';

const START = decimal('20000.12345678');

const inputs = fc.record({
  rows: tapes(5, 30),
  // Several acts at a bar, of each strategy; more often none.
  orders: fc.array(
    fc.array(fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.array(acts, { maxLength: 3 }) }), {
      maxLength: 30,
      size: 'max',
    }),
    { minLength: 2, maxLength: 4 },
  ),
  takerFee: fc.constantFrom('0', '0.0007123'),
  latency: fc.constantFrom(0, 500, 90_000),
  participation: fc.constantFrom(undefined, '0.1'),
  margin: fc.constantFrom(undefined, { mode: 'ISOLATED', leverage: '50' } as const),
  rate: fc.constantFrom('0.0001234', '-0.003'),
});

const cashOf = ({ side, quantity, price }: Fill): Decimal => (side === 'SELL' ? quantity.times(price) : quantity.times(price).negated());

const total = <T>(list: readonly T[], of: (one: T) => Decimal): Decimal => list.reduce((sum, one) => sum.plus(of(one)), Decimal.ZERO);

const plainly = ({ curve, shares, ...rest }: BacktestResult): unknown => ({
  ...rest,
  equity: [...curve.equity],
  shares: shares?.map((share) => ({ ...share, curve: [...share.curve.equity] })),
});

describe('money of several strategies on one account', () => {
  it('is neither made nor lost, and all of it is somebody’s, whatever the tape and the orders', () => {
    const count = { fills: 0, against: 0, liquidated: 0 };
    fc.assert(
      fc.property(inputs, ({ rows, orders, takerFee, latency, participation, margin, rate }) => {
        const fills = { makerFee: '-0.0001', takerFee, slippageTicks: 1, latency, ...(participation ? { participation } : {}) };
        const terms = termsOf(rows, { fills, balances: { USDT: START.toString() }, ...(margin ? { margin } : {}) });
        const funding = Array.from({ length: 20 }, (_, n) => ({ at: n * 90_000, rate }));
        const all = { ...terms, markets: terms.markets.map((one) => ({ ...one, funding })) };
        const strategies = orders.map(acting);
        const { result, claims } = runTogether(strategies, all);
        expect(result.fault).toBeNull();
        for (const [asset, sum] of Object.entries(ledgerTotals(result.ledger))) expect([asset, sum.toString()]).toEqual([asset, '0']);
        const parts = result.shares!.map((share) => {
          const own = result.fills.filter(({ deploymentId }) => deploymentId === share.deploymentId);
          const held = own.reduce((position, fill) => applyChange(position, positionChangeOf(market, fill)), emptyPosition(BTC));
          const received = total(share.funding, ({ amount }) => decimal(String(amount)));
          const spent = total(own, cashOf).minus(total(own, ({ fee }) => fee));
          // What the position is worth at the last close counts, as in the curve.
          const worth = held.quantity.times(decimal(String(rows.at(-1)![3])));
          expect(share.curve.equity.at(-1)).toBeCloseTo(START.plus(spent).plus(worth).plus(received).toNumber(), 6);
          return { own, held, received, spent, worth };
        });
        const settled = total(result.funding, ({ amount }) => decimal(String(amount)));
        expect(result.ledger.funding?.['USDT']?.negated().toString() ?? '0').toBe(settled.toString());
        // With a latency the account may be flat when it hears of a settlement, which is nobody's then.
        if (latency === 0) expect(total(parts, ({ received }) => received).toString()).toBe(settled.toString());
        const insured = (result.ledger.capital?.['USDT'] ?? Decimal.ZERO).negated().minus(START);
        const account = result.fills.reduce((position, fill) => applyChange(position, positionChangeOf(market, fill)), emptyPosition(BTC));
        expect(total(parts, ({ held }) => held.quantity).toString()).toBe(account.quantity.toString());
        const end = START.plus(total(parts, ({ spent }) => spent))
          .plus(account.cost)
          .plus(settled)
          .plus(insured);
        expect(result.ledger.wallet?.['USDT']?.toString()).toBe(end.toString());
        expect(fillHash(claimedTogether(strategies, claims, all).fills)).toBe(fillHash(result.fills));
        count.fills += result.fills.length;
        count.liquidated += result.fills.filter(({ clientOrderId }) => clientOrderId === 'liquidation').length;
        if (parts.some(({ held }) => held.quantity.sign > 0) && parts.some(({ held }) => held.quantity.sign < 0)) count.against += 1;
      }),
      { numRuns: 50 },
    );
    expect(count.fills).toBeGreaterThan(100);
    expect(count.against).toBeGreaterThan(0);
    expect(count.liquidated).toBeGreaterThan(0);
  });

  it('is the same whether the core is stepped over each bar or only where something happens', () => {
    fc.assert(
      fc.property(inputs, ({ rows, orders, takerFee, latency }) => {
        const terms = termsOf(rows, { fills: { makerFee: '0.0002', takerFee, slippageTicks: 1, latency } });
        const strategies = orders.map(acting);
        const quick = runTogether(strategies, terms);
        const slow = runTogether(strategies, { ...terms, stepsEachBar: true });
        expect(plainly(quick.result)).toEqual(plainly(slow.result));
        expect(quick.claims).toEqual(slow.claims);
      }),
      { numRuns: 30 },
    );
  });

  it('is for a strategy beside others that do nothing what it is alone', () => {
    const idle = acting([]);
    const plainly = ({ fills }: BacktestResult): readonly string[] =>
      fills.map(({ at, side, quantity, price, fee }) => `${at} ${side} ${quantity} ${price} ${fee}`);
    fc.assert(
      fc.property(inputs, ({ rows, orders, takerFee, latency, participation, margin }) => {
        const fills = { makerFee: '-0.0001', takerFee, slippageTicks: 1, latency, ...(participation ? { participation } : {}) };
        const terms = termsOf(rows, { fills, ...(margin ? { margin } : {}) });
        const strategy = acting(orders[0]!);
        const alone = runTogether([strategy], terms).result;
        const { result } = runTogether([idle, strategy, idle], terms);
        expect(plainly(result)).toEqual(plainly(alone));
        expect([...result.curve.equity]).toEqual([...alone.curve.equity]);
        expect(result.shares!.map(({ curve }) => curve.equity.at(-1)?.toFixed(6))).toEqual([
          '10000.000000',
          result.shares![1]!.curve.equity.at(-1)?.toFixed(6),
          '10000.000000',
        ]);
      }),
      { numRuns: 40 },
    );
  });
});
