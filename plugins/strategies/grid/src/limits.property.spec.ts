import fc from 'fast-check';
import { Decimal, decimal } from '@libs/sdk';
import { backtestBars, exactBars } from '@libs/testkit';
import { strategy } from './strategy';

const SYMBOL = 'BTC/USDT:USDT';
/** 5 % of the 100,000 that a backtest begins with. */
const BUDGET = decimal('5000');

const walks = fc.array(fc.record({ to: fc.integer({ min: -90, max: 90 }), up: fc.nat(40), down: fc.nat(40), volume: fc.nat(200) }), {
  minLength: 5,
  maxLength: 60,
});

const rules = fc.record({
  cells: fc.integer({ min: 2, max: 12 }),
  maxHeld: fc.integer({ min: 1, max: 12 }),
  spacing: fc.constantFrom('arithmetic', 'geometric'),
  direction: fc.constantFrom('long', 'neutral', 'short'),
  span: fc.constantFrom(0.1, 0.2, 0.4),
  stop: fc.constantFrom(0, 0.02, 0.2),
});

describe('a grid on any tape', () => {
  it('never holds more cells, nor at a higher cost, than allowed, and takes each at least a level away', () => {
    fc.assert(
      fc.property(walks, rules, (steps, params) => {
        const run = backtestBars({ strategy, params, bars: exactBars(barsOf(steps)), symbol: SYMBOL, interval: '1m' });
        expect(run.fault).toBeNull();
        const held = new Map<string, Held>();
        for (const { clientOrderId, side, quantity, price } of run.fills) {
          const [kind, index] = run.tags.get(clientOrderId)!.split(' ');
          if (kind === 'stop') break;
          const cell = held.get(index!) ?? { opened: side, quantity: Decimal.ZERO, worst: price };
          const sign = side === 'BUY' ? 1 : -1;
          if (kind === 'open') held.set(index!, { opened: side, quantity: cell.quantity.plus(quantity), worst: worse(sign, cell, price) });
          else {
            const gain = sign === -1 ? price.minus(cell.worst) : cell.worst.minus(price);
            expect(gain.toNumber()).toBeGreaterThan(spacingBelow(params));
            expect(quantity.lte(cell.quantity)).toBe(true);
            const rest = cell.quantity.minus(quantity);
            if (rest.isZero) held.delete(index!);
            else held.set(index!, { ...cell, quantity: rest });
          }
          for (const way of ['BUY', 'SELL']) {
            const own = [...held.values()].filter(({ opened }) => opened === way);
            expect(own.length).toBeLessThanOrEqual(Math.min(params.maxHeld, params.cells));
            const cost = own.reduce((sum, { quantity: size, worst }) => sum.plus(size.times(worst)), Decimal.ZERO);
            expect(cost.lte(BUDGET)).toBe(true);
          }
        }
      }),
      { numRuns: 80 },
    );
  });
});

interface Held {
  readonly opened: 'BUY' | 'SELL';
  readonly quantity: Decimal;
  /** Of its fills, the one with the least room to the order that takes the profit. */
  readonly worst: Decimal;
}

function worse(sign: number, { quantity, worst }: Held, price: Decimal): Decimal {
  if (quantity.isZero) return price;
  return sign === 1 ? Decimal.max(worst, price) : Decimal.min(worst, price);
}

/** Less than the least distance of two levels around 1,000, of which a geometric grid has the smallest at the bottom. */
function spacingBelow({ spacing, span, cells }: { readonly spacing: string; readonly span: number; readonly cells: number }): number {
  const lower = 1_000 * (1 - span);
  const step = spacing === 'arithmetic' ? (2_000 * span) / cells : lower * (((1 + span) / (1 - span)) ** (1 / cells) - 1);
  return step - 0.02;
}

/** Minutes around 1,000, the first two of them at it. */
function barsOf(steps: readonly { readonly to: number; readonly up: number; readonly down: number; readonly volume: number }[]) {
  let price = 1_000;
  return [{ to: 0, up: 0, down: 0, volume: 0 }, { to: 0, up: 0, down: 0, volume: 0 }, ...steps].map(({ to, up, down, volume }, n) => {
    const open = price;
    price = Math.max(100, open + to);
    return { start: n * 60_000, open, high: Math.max(open, price) + up, low: Math.min(open, price) - down, close: price, volume };
  });
}
