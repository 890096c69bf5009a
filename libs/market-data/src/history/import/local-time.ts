/** A zone as IANA names it (`Europe/Berlin`) or an offset (`+02:00`). */
export interface Zone {
  readonly name: string;
  /** How far it is ahead of UTC at a moment, in milliseconds. */
  offsetAt(at: number): number;
}

const DAY = 86_400_000;

/** The zone of a name; null where there is none of that name. */
export function zoneOf(name: string): Zone | null {
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
    return { name, offsetAt: (at) => offsetIn(format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '') };
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** `GMT`, `GMT+05:30`, in the past also `GMT-00:44:30`. */
function offsetIn(text: string): number {
  const [, sign = '+', hours = '0', minutes = '0', seconds = '0'] = /^GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(text) ?? [];
  const length = (Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)) * 1_000;
  return sign === '-' ? -length : length;
}

/**
 * Turns the times that clocks of a zone show, each as epoch milliseconds as if it were UTC, into moments: one, two where clocks were turned
 * back, or none where they were turned forward. Nearly all days have one offset, which is found once a day.
 */
export class LocalClock {
  private day = NaN;
  /** Of the whole day, and of a day around it; null where clocks are turned then. */
  private offset: number | null = null;

  constructor(readonly zone: Zone) {}

  momentsOf(local: number): readonly number[] {
    const day = Math.floor(local / DAY);
    if (day !== this.day) {
      this.day = day;
      const [before, after] = this.around(day * DAY, (day + 1) * DAY);
      this.offset = before === after ? before : null;
    }
    if (this.offset !== null) return [local - this.offset];
    const offsets = new Set(this.around(local, local));
    return [...offsets].map((offset) => local - offset).filter((at) => at + this.zone.offsetAt(at) === local);
  }

  private around(from: number, to: number): readonly [number, number] {
    return [this.zone.offsetAt(from - DAY), this.zone.offsetAt(to + DAY)];
  }
}
