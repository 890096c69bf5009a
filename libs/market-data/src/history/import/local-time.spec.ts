import fc from 'fast-check';
import { LocalClock, zoneOf } from './local-time';

const HOUR = 3_600_000;

/** What clocks of the zone showed, to the moments in UTC. */
function moments(zone: string, shown: string): readonly string[] {
  return new LocalClock(zoneOf(zone)!).momentsOf(Date.parse(`${shown}Z`)).map((at) => new Date(at).toISOString().slice(0, 16));
}

describe('the time that clocks show', () => {
  it.each([
    ['UTC', '2025-06-01T12:00', '2025-06-01T12:00'],
    ['+02:00', '2025-06-01T01:30', '2025-05-31T23:30'],
    ['-03:30', '2025-06-01T22:00', '2025-06-02T01:30'],
    ['Europe/Berlin', '2025-01-15T12:00', '2025-01-15T11:00'],
    ['Europe/Berlin', '2025-07-15T12:00', '2025-07-15T10:00'],
    // On the days on which clocks are turned, before and after it.
    ['Europe/Berlin', '2025-03-30T01:59', '2025-03-30T00:59'],
    ['Europe/Berlin', '2025-03-30T03:00', '2025-03-30T01:00'],
    ['Europe/Berlin', '2025-10-26T01:59', '2025-10-25T23:59'],
    ['Europe/Berlin', '2025-10-26T03:00', '2025-10-26T02:00'],
    ['America/New_York', '2025-11-01T20:00', '2025-11-02T00:00'],
  ])('of %s at %s is %s in UTC', (zone, shown, utc) => {
    expect(moments(zone, shown)).toEqual([utc]);
  });

  it('is two moments where clocks are turned back, and none where they are turned forward', () => {
    expect(moments('Europe/Berlin', '2025-10-26T02:00')).toEqual(['2025-10-26T00:00', '2025-10-26T01:00']);
    expect(moments('Europe/Berlin', '2025-10-26T02:59')).toEqual(['2025-10-26T00:59', '2025-10-26T01:59']);
    expect(moments('Europe/Berlin', '2025-03-30T02:00')).toEqual([]);
    // By half an hour, from 02:00 to 01:30.
    expect(moments('Australia/Lord_Howe', '2025-04-06T01:45')).toEqual(['2025-04-05T14:45', '2025-04-05T15:15']);
    // The day that Samoa left out.
    expect(moments('Pacific/Apia', '2011-12-30T12:00')).toEqual([]);
  });

  it('is the moment at which they showed it, whatever was read before', () => {
    const zones = [
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Kolkata',
      'America/Sao_Paulo',
      'Pacific/Apia',
      '+05:45',
    ];
    const hours = fc.integer({ min: Date.UTC(2010, 0, 1) / HOUR, max: Date.UTC(2026, 0, 1) / HOUR });
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.array(hours, { minLength: 1, maxLength: 20 }), (name, all) => {
        const zone = zoneOf(name)!;
        const clock = new LocalClock(zone);
        for (const at of all.map((hour) => hour * HOUR)) expect(clock.momentsOf(at + zone.offsetAt(at))).toContain(at);
      }),
      { numRuns: 300 },
    );
  });

  it('is of no zone that there is not', () => {
    expect([zoneOf('Berlin'), zoneOf('+25:00'), zoneOf('')]).toEqual([null, null, null]);
  });
});
