import { SeededRandom, sequenceId } from './seeded-random';

describe('SeededRandom', () => {
  it('repeats itself for a seed and differs between seeds', () => {
    const take = (seed: number): number[] => {
      const random = new SeededRandom(seed);
      return Array.from({ length: 5 }, () => random.next());
    };
    expect(take(1)).toEqual(take(1));
    expect(take(1)).not.toEqual(take(2));
    expect(take(1)).not.toEqual(take(2 ** 32 + 1));
  });

  it('draws gaussians of mean 0 and variance 1', () => {
    const random = new SeededRandom(5);
    const draws = Array.from({ length: 20_000 }, () => random.gaussian());
    const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(Math.abs(draws.reduce((sum, draw) => sum + draw ** 2, 0) / draws.length - 1)).toBeLessThan(0.03);
  });
});

describe('sequenceId', () => {
  it('is a version 4 UUID in shape, the same for the same salt and number', () => {
    expect(sequenceId(9, 1)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(sequenceId(9, 1)).toBe(sequenceId(9, 1));
    expect(sequenceId(9, 1)).not.toBe(sequenceId(10, 1));
  });

  it('never repeats under one salt', () => {
    expect(new Set(Array.from({ length: 10_000 }, (_, sequence) => sequenceId(9, sequence))).size).toBe(10_000);
  });
});
