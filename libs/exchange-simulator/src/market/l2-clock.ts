import type { RawLine } from '../source/raw-lines';

/** Market time between the end of a recording and its next round. */
const PAUSE = 1_000;

/** Market time of a recording: the exchange's own clock, never falling, going on from round to round. */
export class L2Clock {
  private latest = 0;
  private first: number | undefined;
  private shift = 0;
  /** What the exchange's clock was ahead of the recorder's when it last told its time. */
  private lead = 0;
  private round: number | undefined;

  at({ eventTime, localTime }: RawLine): number {
    if (eventTime !== undefined) this.lead = eventTime - localTime;
    const time = (eventTime ?? localTime + this.lead) + this.shift;
    this.first ??= time;
    this.latest = Math.max(this.latest, time);
    return this.latest;
  }

  /** The recording begins again; with `until`, rounds that end before it are left out. */
  nextRound(until = 0): void {
    this.round ??= this.latest - this.first! + PAUSE;
    const begun = this.first! + this.shift + this.round;
    const left = Math.max(0, Math.floor((until - begun) / this.round));
    this.shift += (1 + left) * this.round;
  }
}
