import { tickLabel } from './chart-options';

const [MONTH, DAY, TIME, WITH_SECONDS] = [1, 2, 3, 4];

it("writes days and times of the axis in the reader's zone", () => {
  const style = { locale: 'en-GB', timeZone: 'America/New_York' };
  const midnight = Date.UTC(2026, 10, 2, 5);
  expect(tickLabel(midnight, DAY, style)).toBe('02 Nov');
  expect(tickLabel(midnight, MONTH, style)).toBe('02 Nov');
  expect(tickLabel(midnight, TIME, style)).toBe('00:00');
  expect(tickLabel(midnight, WITH_SECONDS, style)).toBe('00:00:00');
});
