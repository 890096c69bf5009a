import type { StrategyBar } from '../strategy/protocol';

export const DAY = 86_400_000;

/** What is kept of a symbol, as plain data. */
export interface SymbolRecord {
  /** Start of its first bar and of its newest one, epoch milliseconds. */
  readonly first: number;
  last: number;
  /** Newest days, oldest first, including the current one: day number since 1970, quote volume, last close. */
  days: (readonly [day: number, volume: number, close: number])[];
  /** Spreads since the last refresh: their sum as fractions of the mid price, and their count. */
  spreads: readonly [sum: number, count: number];
}

export function newRecord(start: number): SymbolRecord {
  return { first: start, last: -1, days: [], spreads: [0, 0] };
}

/**
 * Adds a bar; a bar that is not newer than the last one is ignored. Quote volume is estimated as volume × (high + low + close) / 3, because
 * bars do not include turnover. Keeps `kept` days.
 */
export function takeBar(record: SymbolRecord, { start, high, low, close, volume }: StrategyBar, kept: number): void {
  if (start <= record.last) return;
  record.last = start;
  const day = Math.floor(start / DAY);
  const paid = (volume * (high + low + close)) / 3;
  const running = record.days.at(-1);
  if (running?.[0] === day) record.days[record.days.length - 1] = [day, running[1] + paid, close];
  else record.days.push([day, paid, close]);
  if (record.days.length > kept) record.days = record.days.slice(-kept);
}

/** The complete days before `day`, at most the newest `count`, oldest first. */
function daysBefore({ days }: SymbolRecord, day: number, count: number): SymbolRecord['days'] {
  return days.filter(([number]) => number < day && number >= day - count);
}

/** Mean daily quote volume over the `count` days before the day of `at`; a day without bars counts as zero. */
export function dailyVolume(record: SymbolRecord, at: number, count: number): number {
  return daysBefore(record, Math.floor(at / DAY), count).reduce((sum, [, volume]) => sum + volume, 0) / count;
}

/** Sample standard deviation of daily log returns over the `count` days before the day of `at`; null if a day is missing. */
export function dailyVolatility(record: SymbolRecord, at: number, count: number): number | null {
  const closes = daysBefore(record, Math.floor(at / DAY), count + 1);
  if (closes.length < count + 1) return null;
  const changes = closes.slice(1).map(([, , close], index) => Math.log(close / closes[index]![2]));
  const mean = changes.reduce((sum, change) => sum + change, 0) / count;
  return Math.sqrt(changes.reduce((sum, change) => sum + (change - mean) ** 2, 0) / (count - 1));
}

/** Mean spread since the last refresh as a fraction of the mid price; null without ticks. */
export function meanSpread({ spreads: [sum, count] }: SymbolRecord): number | null {
  return count === 0 ? null : sum / count;
}
