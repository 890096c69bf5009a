import fc from 'fast-check';
import { Decimal, applyChange, decimal, emptyPosition, ledgerTotals, positionChangeOf } from '@libs/kernel';
import type { Fill } from '@libs/kernel';
import type { MarketInstrument } from '@libs/simulation';
import { acting, acts, tapes } from '../../test/arbitrary-runs';
import { market } from '../../test/markets';
import { run } from '../../test/scripted';

const spot: MarketInstrument = { ...market, symbol: 'BTC/USDT', category: 'spot', maxLeverage: 1 };
const START = decimal('20000.12345678');

const inputs = fc.record({
  rows: tapes(5, 40),
  orders: fc.array(fc.array(acts, { maxLength: 3 }), { maxLength: 40, size: 'max' }),
  market: fc.constantFrom(market, spot),
  fills: fc.record({
    makerFee: fc.constantFrom('0', '0.0002', '-0.0001'),
    takerFee: fc.constantFrom('0', '0.00055', '0.0007123'),
    slippageTicks: fc.integer({ min: 0, max: 3 }),
    latency: fc.constantFrom(0, 500, 25_000, 90_000),
    latencies: fc.option(
      fc.record({
        entry: fc.record({ kind: fc.constant('UNIFORM' as const), least: fc.constant(0), most: fc.constantFrom(0, 40_000) }),
        report: fc.record({ kind: fc.constant('CONSTANT' as const), ms: fc.constantFrom(0, 5_000) }),
        seed: fc.integer({ min: 0, max: 99 }),
      }),
      { nil: undefined },
    ),
    participation: fc.constantFrom(undefined, '0.01', '0.3'),
  }),
  margin: fc.constantFrom(undefined, { mode: 'CROSS', leverage: '25' } as const, { mode: 'ISOLATED', leverage: '50' } as const),
  rate: fc.constantFrom('0', '0.0001234', '-0.003'),
});

const cashOf = ({ side, quantity, price }: Fill): Decimal => (side === 'SELL' ? quantity.times(price) : quantity.times(price).negated());

describe('money in a backtest', () => {
  it('is neither made nor lost, whatever the tape and the orders', () => {
    let [traded, liquidated, settled] = [0, 0, 0];
    fc.assert(
      fc.property(inputs, ({ rows, orders, market: one, fills: asked, margin, rate }) => {
        const balances = { USDT: START.toString(), ...(one === spot ? { BTC: '50' } : {}) };
        const { participation, latencies, ...plain } = asked;
        const terms = { ...plain, ...(participation ? { participation } : {}), ...(latencies ? { latencies } : {}) };
        const rates = one === spot ? [] : Array.from({ length: 20 }, (_, n) => ({ at: n * 90_000, rate }));
        const more = { fills: terms, balances, ...(margin ? { margin } : {}) };
        const { fills, funding, ledger, fault } = run(acting(orders), rows, more, one, rates);
        expect(fault).toBeNull();
        traded += fills.length;
        liquidated += fills.filter(({ clientOrderId }) => clientOrderId === 'liquidation').length;
        settled += funding.length;
        const paidIn = funding.reduce((total, { amount }) => total.plus(decimal(String(amount))), Decimal.ZERO);
        const insured = (ledger.capital?.['USDT'] ?? Decimal.ZERO).negated().minus(START);
        expect(ledger.funding?.['USDT']?.negated().toString() ?? '0').toBe(paidIn.toString());
        for (const [asset, sum] of Object.entries(ledgerTotals(ledger))) expect([asset, sum.toString()]).toEqual([asset, '0']);
        const sum = (of: (fill: Fill) => Decimal): Decimal => fills.reduce((total, fill) => total.plus(of(fill)), Decimal.ZERO);
        const paid = (asset: string): Decimal => sum(({ fee, feeAsset }) => (feeAsset === asset ? fee : Decimal.ZERO));
        // What was spent and not realised is what the open position cost; on spot coins themselves changed hands.
        const held = fills.reduce((position, fill) => applyChange(position, positionChangeOf(one, fill)), emptyPosition(one.symbol));
        const open = one === spot ? Decimal.ZERO : held.cost;
        const end = START.plus(sum(cashOf)).plus(open).minus(paid('USDT')).plus(paidIn).plus(insured);
        expect(ledger.wallet?.['USDT']?.toString()).toBe(end.toString());
        if (one !== spot) {
          const realised = held.cost.plus(sum(cashOf));
          expect(held.realised.toString()).toBe(realised.toString());
          expect(START.plus(realised).minus(paid('USDT')).plus(paidIn).plus(insured).toString()).toBe(end.toString());
          return;
        }
        const coins = sum(({ side, quantity }) => (side === 'BUY' ? quantity : quantity.negated()));
        expect(ledger.wallet?.['BTC']?.toString()).toBe(decimal('50').plus(coins).minus(paid('BTC')).toString());
      }),
      { numRuns: 200 },
    );
    expect(traded).toBeGreaterThan(500);
    expect(liquidated).toBeGreaterThan(0);
    expect(settled).toBeGreaterThan(100);
  });
});
