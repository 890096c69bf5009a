import { percentiles } from './record';

describe('percentiles', () => {
  it('are the nearest ranks', () => {
    const samples = Array.from({ length: 100 }, (_, n) => 100 - n);
    expect(percentiles(samples)).toEqual({ n: 100, p50: 50, p95: 95, p99: 99 });
  });

  it('refuse nothing', () => {
    expect(() => percentiles([])).toThrow(RangeError);
  });
});
