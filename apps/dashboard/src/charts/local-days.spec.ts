import type { UTCTimestamp } from 'lightweight-charts';
import { LocalDays } from './local-days';
import type { ZoneOffset } from './local-days';

const HOUR = 3_600_000;
/** lightweight-charts' weight of a point with which a day begins; months weigh more. */
const DAY = 50;

/** The hours, in UTC, at which the axis has a day begin. */
function beginnings(from: number, hours: number, offset: ZoneOffset, startIndex = 0): readonly string[] {
  const axis = new LocalDays(offset);
  const points = Array.from({ length: hours }, (_, hour) => {
    const originalTime = ((from + hour * HOUR) / 1_000) as UTCTimestamp;
    return { originalTime, time: axis.convertHorzItemToInternal(originalTime), timeWeight: 0 as never };
  });
  axis.fillWeightsForPoints(points, startIndex);
  return points
    .filter(({ timeWeight }) => timeWeight >= DAY)
    .map(({ originalTime }) => new Date(originalTime * 1_000).toISOString().slice(0, 13));
}

describe('the days of an axis', () => {
  const noon = Date.UTC(2026, 2, 10, 12);

  it("begin at the reader's midnight, east and west of UTC", () => {
    expect(beginnings(noon, 48, () => 0)).toEqual(['2026-03-11T00', '2026-03-12T00']);
    expect(beginnings(noon, 48, () => 9 * 60)).toEqual(['2026-03-10T15', '2026-03-11T15']);
    expect(beginnings(noon, 48, () => -5 * 60)).toEqual(['2026-03-11T05', '2026-03-12T05']);
  });

  it('are 25 hours long where the clocks are set back', () => {
    // New York goes from UTC-4 to UTC-5 on 1 November 2026 at 06:00 UTC.
    const offset: ZoneOffset = (at) => (at < Date.UTC(2026, 10, 1, 6) ? -4 : -5) * 60;
    expect(beginnings(Date.UTC(2026, 9, 31, 12), 48, offset)).toEqual(['2026-11-01T04', '2026-11-02T05']);
  });

  it('are found among points that were added, too, and only there', () => {
    expect(beginnings(noon, 48, () => -5 * 60, 17)).toEqual(['2026-03-11T05', '2026-03-12T05']);
    expect(beginnings(noon, 48, () => -5 * 60, 18)).toEqual(['2026-03-12T05']);
  });
});
