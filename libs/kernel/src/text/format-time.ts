import { formatNumber } from './format-number';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60;
const DAY = 24 * HOUR;
/** From here on the hours tell nothing. */
const MANY_DAYS = 100;

/** A time for people, of epoch milliseconds or ISO text: UTC, to the minute, `2024-03-01 14:05`. */
export function formatTime(at: number | string): string {
  return new Date(at).toISOString().slice(0, 16).replace('T', ' ');
}

/** A duration in its two largest units: `3 d 4 h`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < MINUTE) return `${Math.round(milliseconds / SECOND)} s`;
  const minutes = Math.round(milliseconds / MINUTE);
  const [days, hours, rest] = [Math.floor(minutes / DAY), Math.floor(minutes / HOUR) % 24, minutes % HOUR];
  if (days > 0) return hours > 0 && days < MANY_DAYS ? `${days} d ${hours} h` : `${formatNumber(days, 0)} d`;
  if (hours > 0) return rest > 0 ? `${hours} h ${rest} min` : `${hours} h`;
  return `${rest} min`;
}
