import fc from 'fast-check';
import { Decimal, decimal } from '@libs/sdk';
import { backtestBars, exactBars } from '@libs/testkit';
import { strategy } from './strategy';

const walks = fc.array(fc.record({ to: fc.integer({ min: -80, max: 80 }), up: fc.nat(40), down: fc.nat(40), volume: fc.nat(200) }), {
  minLength: 5,
  maxLength: 60,
});

const rules = fc.record({
  direction: fc.constantFrom('long', 'short'),
  safetyOrders: fc.integer({ min: 1, max: 4 }),
  deviation: fc.constantFrom(0.01, 0.03, 0.05),
  stepScale: fc.constantFrom(1, 1.2, 1.5),
  safetySize: fc.constantFrom(0.5, 1, 2),
  volumeScale: fc.constantFrom(1, 1.4, 2),
  takeProfit: fc.constantFrom(0.005, 0.015),
  stop: fc.constantFrom(0, 0.45),
});

describe('a deal on any tape', () => {
  it('never costs more than planned, and takes its profit at no less than planned on the average', () => {
    fc.assert(
      fc.property(walks, rules, (steps, params) => {
        const given = { interval: '1m', ...params };
        const run = backtestBars({ strategy, params: given, bars: exactBars(barsOf(steps)), symbol: 'BTC/USDT:USDT', interval: '1m' });
        expect(run.fault).toBeNull();
        // Of the account, which is all there is while nothing is held.
        let wallet = decimal('100000');
        let budget = Decimal.ZERO;
        let [held, cost] = [Decimal.ZERO, Decimal.ZERO];
        const opening = params.direction === 'long' ? 'BUY' : 'SELL';
        for (const { clientOrderId, side, quantity, price, fee } of run.fills) {
          if (held.isZero) budget = wallet.times(decimal('0.05'));
          const amount = quantity.times(price);
          if (side === opening) {
            [held, cost] = [held.plus(quantity), cost.plus(amount)];
            expect(cost.lte(budget)).toBe(true);
          } else {
            if (run.tags.get(clientOrderId) === 'take') {
              const gain =
                params.direction === 'long'
                  ? amount.times(held).minus(cost.times(quantity))
                  : cost.times(quantity).minus(amount.times(held));
              expect(gain.gte(cost.times(quantity).times(Decimal.fromNumber(params.takeProfit)))).toBe(true);
            }
            const part = cost.times(quantity).dividedBy(held, 18);
            wallet = params.direction === 'long' ? wallet.plus(amount).minus(part) : wallet.plus(part).minus(amount);
            [held, cost] = [held.minus(quantity), cost.minus(part)];
            expect(held.sign).toBeGreaterThanOrEqual(0);
          }
          wallet = wallet.minus(fee);
        }
      }),
      { numRuns: 60 },
    );
  });
});

/** Minutes around 1,000 that each open where the one before closed; the first two stand still. */
function barsOf(steps: readonly { readonly to: number; readonly up: number; readonly down: number; readonly volume: number }[]) {
  let price = 1_000;
  return [{ to: 0, up: 0, down: 0, volume: 0 }, { to: 0, up: 0, down: 0, volume: 0 }, ...steps].map(({ to, up, down, volume }, n) => {
    const open = price;
    price = Math.max(100, open + to);
    return { start: n * 60_000, open, high: Math.max(open, price) + up, low: Math.min(open, price) - down, close: price, volume };
  });
}
