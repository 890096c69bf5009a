import { INTERVALS } from '@libs/kernel';
import type { Interval } from '@libs/kernel';
import { duration } from './duration';
import type { DurationText } from './duration';

describe('duration', () => {
  it.each<[DurationText, number]>([
    ['250ms', 250],
    ['90s', 90_000],
    ['0m', 0],
    ['12h', 43_200_000],
    ['2d', 172_800_000],
  ])('%s is %d milliseconds', (text, milliseconds) => expect(duration(text)).toBe(milliseconds));

  it('reads the interval of bars', () => {
    for (const [text, milliseconds] of Object.entries(INTERVALS)) expect(duration(text as Interval)).toBe(milliseconds);
  });

  it.each<unknown>([
    '',
    '60',
    '1.5h',
    'm',
    '5 m',
    '-1m',
    '1w',
    '0.5ms',
    '1e3s',
    '9007199254740992ms',
    ['5m'],
    0,
    60_000,
    NaN,
    Infinity,
    null,
    undefined,
  ])('refuses %p with a RangeError', (length) => {
    expect(() => duration(length as DurationText)).toThrow(RangeError);
    expect(() => duration(length as DurationText)).toThrow('is no duration; write a whole number with its unit, such as "90s"');
  });
});
