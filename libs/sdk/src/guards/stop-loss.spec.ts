import { stopLoss } from './stop-loss';

const bar = (low: number, high: number) => ({ low, high });

describe('stopLoss', () => {
  it('ends a long position when the low comes to 5 % under its average', () => {
    const stop = stopLoss.create({ fraction: 0.05 });
    const held = { side: 'LONG', averagePrice: '200' } as const;
    expect([bar(190.01, 210), bar(190, 195)].map((one) => stopLoss.update(stop, held, one))).toEqual([false, true]);
    expect(stop.level).toBe(190);
  });

  it('ends a short position when the high comes to 5 % over it', () => {
    const stop = stopLoss.create({ fraction: 0.05 });
    const held = { side: 'SHORT', averagePrice: '200' } as const;
    expect([bar(150, 209.9), bar(205, 210)].map((one) => stopLoss.update(stop, held, one))).toEqual([false, true]);
  });

  // 3.3 × 0.97 and 0.07 × 1.05 are not exact in binary: a bar that touched the level to the digit did not reach it.
  it.each([
    ['LONG', '3.3', 0.03, bar(3.201, 3.3)],
    ['LONG', '61234.5', 0.17, bar(50824.635, 61000)],
    ['SHORT', '0.07', 0.05, bar(0.07, 0.0735)],
  ] as const)('ends a %s position from %s when a bar touches the level %p away', (side, averagePrice, fraction, touching) => {
    const stop = stopLoss.create({ fraction });
    expect(stopLoss.update(stop, { side, averagePrice }, touching)).toBe(true);
  });

  it('moves with the average price, and has no level while flat', () => {
    const stop = stopLoss.create({ fraction: 0.1 });
    stopLoss.update(stop, { side: 'LONG', averagePrice: '100' }, bar(95, 100));
    expect(stop.level).toBe(90);
    stopLoss.update(stop, { side: 'LONG', averagePrice: '80' }, bar(75, 80));
    expect(stop.level).toBe(72);
    expect(stopLoss.update(stop, { side: 'FLAT', averagePrice: '0' }, bar(1, 2))).toBe(false);
    expect(stop.level).toBeNull();
  });

  it.each([0, 1, -0.1, NaN])('has no fraction %p', (fraction) => {
    expect(() => stopLoss.create({ fraction })).toThrow(/fraction is .*; it must be a number above 0 and below 1/);
  });
});
