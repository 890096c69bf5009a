import { createChartEx, defaultHorzScaleBehavior } from 'lightweight-charts';
import type { DeepPartial, IChartApiBase, Time, TimeChartOptions, UTCTimestamp } from 'lightweight-charts';

type Points = Parameters<InstanceType<ReturnType<typeof defaultHorzScaleBehavior>>['fillWeightsForPoints']>[0];

/** The reader's offset from UTC in minutes at a time in epoch milliseconds. */
export type ZoneOffset = (at: number) => number;

const ofReader: ZoneOffset = (at) => -new Date(at).getTimezoneOffset();

/** A time axis whose days, months and years begin at the reader's midnight; the library's own begin at midnight UTC. */
export class LocalDays extends defaultHorzScaleBehavior() {
  constructor(private readonly offset: ZoneOffset = ofReader) {
    super();
  }

  /** Weighs each point by the reader's local time; the points themselves are not moved. */
  override fillWeightsForPoints(points: Points, startIndex: number): void {
    const from = Math.max(0, startIndex - 1);
    const local = points.slice(from).map((point) => {
      const at = point.originalTime as UTCTimestamp;
      return { ...point, time: this.convertHorzItemToInternal((at + this.offset(at * 1_000) * 60) as UTCTimestamp) };
    });
    super.fillWeightsForPoints(local, startIndex - from);
    local.forEach(({ timeWeight }, index) => {
      points[from + index]!.timeWeight = timeWeight;
    });
  }
}

/** A chart in the reader's time zone. */
export function createLocalChart(container: HTMLElement, options: DeepPartial<TimeChartOptions>): IChartApiBase<Time> {
  return createChartEx<Time, LocalDays>(container, new LocalDays(), options);
}
