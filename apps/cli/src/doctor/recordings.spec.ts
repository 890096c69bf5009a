import { recordingRates, type RecordedSession } from './recordings';

const MB = 1024 ** 2;
const now = new Date('2026-01-10T12:00:00Z');
const session = (changes: Partial<RecordedSession>): RecordedSession => ({
  account: 'demo',
  startedAt: new Date('2026-01-10T00:00:00Z'),
  endedAt: null,
  bytes: 0,
  ...changes,
});

describe('recordingRates', () => {
  it('counts half a day of writing as half of what a day takes', () => {
    const [rate] = recordingRates([session({ bytes: 100 * MB })], 1_000 * MB, now);
    expect(rate).toEqual({ account: 'demo', bytesPerDay: 200 * MB, totalBytes: 100 * MB, daysLeft: 5 });
  });

  it('shares the disk between all accounts that write', () => {
    const rates = recordingRates([session({ bytes: 100 * MB }), session({ account: 'b', bytes: 300 * MB })], 1_600 * MB, now);
    expect(rates.map(({ daysLeft }) => daysLeft)).toEqual([2, 2]);
  });

  it('leaves old sessions out of the rate, but not out of the sum', () => {
    const old = session({ startedAt: new Date('2026-01-01T00:00:00Z'), endedAt: new Date('2026-01-02T00:00:00Z'), bytes: 900 * MB });
    expect(recordingRates([old, session({ bytes: 100 * MB })], MB, now)[0]).toMatchObject({
      bytesPerDay: 200 * MB,
      totalBytes: 1_000 * MB,
    });
  });

  it('promises nothing for an account that does not run', () => {
    expect(recordingRates([session({ endedAt: now, bytes: MB })], MB, now)[0]?.daysLeft).toBeNull();
  });
});
