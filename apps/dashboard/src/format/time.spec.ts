import { clock, day, elapsed, exact, fullDay, minute } from './time';

const berlin = { locale: 'en-GB', timeZone: 'Europe/Berlin' };
const at = '2025-03-12T23:05:09.250Z';

it('writes a time in the zone of the user', () => {
  expect(clock(at, berlin)).toBe('00:05:09');
  expect(minute(at, berlin)).toBe('00:05');
  expect(day(at, berlin)).toBe('13 Mar');
  expect(fullDay(at, berlin)).toBe('13 Mar 2025');
});

it('names milliseconds and zone where everything is asked for', () => {
  expect(exact(at, berlin)).toContain('00:05:09.250 CET');
});

it('says the same in UTC, day and all, where that is another', () => {
  expect(exact(at, berlin)).toMatch(/^13 Mar 2025, .* · 12 Mar 2025, 23:05:09 UTC$/);
  expect(exact(at, { ...berlin, timeZone: 'UTC' })).not.toContain('·');
});

it('says how long ago in the unit that fits', () => {
  const now = Date.parse('2025-03-12T12:00:00Z');
  const ago = (ms: number): string => elapsed(now - ms, now);
  expect([ago(42_000), ago(180_000), ago(7_500_000), ago(7_200_000), ago(4 * 86_400_000), ago(-5)]).toEqual([
    '42 s',
    '3 min',
    '2 h 5 min',
    '2 h',
    '4 d',
    '0 s',
  ]);
});
