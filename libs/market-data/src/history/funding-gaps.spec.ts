import { fundingGaps } from './funding-gaps';

const HOUR = 3_600_000;
const at = (...hours: readonly number[]): { at: number }[] => hours.map((hour) => ({ at: hour * HOUR }));
const gaps = (hours: readonly number[], from: number, to: number): (readonly [number, number])[] =>
  fundingGaps(at(...hours), { from: from * HOUR, to: to * HOUR }).map((gap) => [gap.from / HOUR, gap.to / HOUR] as const);

describe('fundingGaps', () => {
  it.each<[string, readonly number[], number, number, readonly (readonly [number, number])[]]>([
    ['none of a span that settlements enclose', [0, 8, 16, 24], 3, 21, []],
    ['none where the one before the first was before the span', [8, 16], 1, 16, []],
    ['none where the next one comes after the span', [0, 8, 16], 0, 24, []],
    ['the beginning that nothing was stored of', [24, 32], 3, 32, [[3, 24]]],
    ['the end', [0, 8], 0, 20, [[8, 20]]],
    ['all of it where nothing is stored', [], 3, 21, [[3, 21]]],
    ['one that is missing every eight hours', [0, 8, 24, 32], 0, 32, [[8, 24]]],
    ['one that is missing every hour', [0, 1, 2, 4, 5], 0, 5, [[2, 4]]],
    ['no change of the pace', [0, 8, 16, 20, 24, 25, 26, 34, 42], 0, 42, []],
    ['only what lies in the span', [0, 16, 24, 32], 12, 28, [[12, 16]]],
    [
      'what one alone does not tell',
      [8],
      4,
      12,
      [
        [4, 8],
        [8, 12],
      ],
    ],
  ])('names %s', (_, settled, from, to, expected) => {
    expect(gaps(settled, from, to)).toEqual(expected);
  });
});
