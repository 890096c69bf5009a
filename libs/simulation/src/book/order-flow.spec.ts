import fc from 'fast-check';
import type { BarPlan } from '../market/bar-plan';
import { pathLength, pathStep } from '../market/bar-path';
import type { TickBar } from '../market/bar-series';
import { planFlow, type FlowOptions } from './order-flow';

const OPTIONS: FlowOptions = { seed: 7, interval: 60_000, stepsPerLeg: 7, eventsPerStep: 2, calmRange: 400 };
const bar = (open: number, high: number, low: number, close: number, volume = 90_000): TickBar => ({
  start: 1_750_000_020_000,
  open,
  high,
  low,
  close,
  volume,
});

const anyBar = fc
  .tuple(fc.integer({ min: 1, max: 900_000 }), fc.nat(2_000), fc.nat(2_000), fc.nat(2_000), fc.nat(1_000_000))
  .map(([low, range, openAt, closeAt, volume]) =>
    bar(low + Math.min(openAt, range), low + range, low, low + Math.min(closeAt, range), volume),
  );

const traded = ({ volumes }: BarPlan): number[] => volumes.map((volume, index) => volume - (volumes[index - 1] ?? 0));

describe('the flow of orders in a bar', () => {
  it('keeps to open, high, low, close and volume', () => {
    fc.assert(
      fc.property(anyBar, fc.nat(1_000), (one, seed) => {
        const { prices, volumes } = planFlow(one, { ...OPTIONS, seed });
        expect([prices[0], Math.max(...prices), Math.min(...prices), prices.at(-1)]).toEqual([one.open, one.high, one.low, one.close]);
        expect(volumes.at(-1)).toBe(one.volume);
      }),
    );
  });

  it('comes in time order within the bar, sells or buys something or nothing, at a spread of a tick or more', () => {
    fc.assert(
      fc.property(anyBar, fc.nat(1_000), (one, seed) => {
        const plan = planFlow(one, { ...OPTIONS, seed });
        expect(plan.times.every((time, index) => index === 0 || time >= plan.times[index - 1]!)).toBe(true);
        expect([plan.times[0], plan.times.at(-1)]).toEqual([one.start, one.start + 59_999]);
        expect(Math.min(...traded(plan))).toBeGreaterThanOrEqual(0);
        expect(Math.min(...plan.spreads!)).toBeGreaterThanOrEqual(1);
        expect(new Set([plan.times, plan.prices, plan.volumes, plan.spreads!, plan.buyerTook!].map(({ length }) => length)).size).toBe(1);
      }),
    );
  });

  it('passes every step of the path', () => {
    const one = bar(780_000, 780_500, 779_600, 780_200);
    const plan = planFlow(one, OPTIONS);
    const places = new Set(plan.times.map((time, index) => `${time} ${plan.prices[index]}`));
    for (let index = 0; index < pathLength(7); index += 1) {
      const { time, price } = pathStep(one, 60_000, 7, index);
      expect(places.has(`${time} ${price}`)).toBe(true);
    }
  });

  it('is the same for the same seed and another for another', () => {
    const one = bar(780_000, 780_500, 779_600, 780_200);
    expect(planFlow(one, OPTIONS)).toEqual(planFlow(one, OPTIONS));
    expect(planFlow(one, OPTIONS)).not.toEqual(planFlow(one, { ...OPTIONS, seed: 8 }));
  });

  it('trades in heavy-tailed sizes, and in bursts when the bar is lively', () => {
    const bars = (range: number): BarPlan[] =>
      Array.from({ length: 200 }, (_, index) =>
        planFlow({ ...bar(780_000, 780_000 + range, 780_000 - range, 780_000), start: index * 60_000 }, OPTIONS),
      );
    const sizes = bars(200)
      .flatMap(traded)
      .filter((size) => size > 0);
    const sorted = sizes.sort((a, b) => a - b);
    expect(sorted.at(-1)! / sorted[sorted.length >> 1]!).toBeGreaterThan(10);
    const events = (plans: readonly BarPlan[]): number => plans.reduce((sum, { times }) => sum + times.length, 0);
    expect(events(bars(900))).toBeGreaterThan(1.3 * events(bars(100)));
    const wide = (plans: readonly BarPlan[]): number => plans.flatMap(({ spreads }) => spreads!).filter((ticks) => ticks > 1).length;
    expect(wide(bars(900))).toBeGreaterThan(2 * wide(bars(20)));
  });
});
