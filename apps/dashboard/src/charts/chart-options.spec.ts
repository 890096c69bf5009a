import { tickLabel } from './chart-options';

const [MONTH, DAY, TIME] = [1, 2, 3];

describe('tickLabel', () => {
  const midnight = Date.UTC(2026, 10, 2);

  it('names the day that begins at midnight', () => {
    expect(tickLabel(midnight, DAY, { locale: 'en-GB', timeZone: 'UTC' })).toBe('02 Nov');
    // The first that is known of the day, or one of many days.
    expect(tickLabel(midnight + 12 * 3_600_000, DAY, { locale: 'en-GB', timeZone: 'UTC' })).toBe('02 Nov');
  });

  it('does not let the day before begin where it is evening in the zone of the reader', () => {
    const style = { locale: 'en-GB', timeZone: 'America/New_York' };
    expect(tickLabel(midnight, DAY, style)).toBe('01 Nov, 19:00');
    expect(tickLabel(Date.UTC(2026, 6, 1), MONTH, style)).toBe('30 Jun, 20:00');
    expect(tickLabel(midnight, TIME, style)).toBe('19:00');
  });
});
