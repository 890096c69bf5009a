/** Time formatting: in the user's zone unless another is given. */
export interface TimeStyle {
  readonly locale?: string;
  readonly timeZone?: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format(kind: string, options: Intl.DateTimeFormatOptions, { locale, timeZone }: TimeStyle): Intl.DateTimeFormat {
  const key = `${kind} ${locale} ${timeZone}`;
  let found = formats.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(locale, { ...options, ...(timeZone === undefined ? {} : { timeZone }) });
    formats.set(key, found);
  }
  return found;
}

const UTC = 'UTC';
const TIME: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' };
const DAY: Intl.DateTimeFormatOptions = { day: '2-digit', month: 'short' };

/** `14:05:09` */
export function clock(at: string | number, style: TimeStyle = {}): string {
  return format('clock', TIME, style).format(new Date(at));
}

/** `14:05` */
export function minute(at: string | number, style: TimeStyle = {}): string {
  return format('minute', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, style).format(new Date(at));
}

/** `12 Mar`, in the user's order. */
export function day(at: string | number, style: TimeStyle = {}): string {
  return format('day', DAY, style).format(new Date(at));
}

/** `12 Mar 2025`; a replay's market time can be in any year. */
export function fullDay(at: string | number, style: TimeStyle = {}): string {
  return format('fullDay', { ...DAY, year: 'numeric' }, style).format(new Date(at));
}

/** Everything, for a tooltip: date, time with milliseconds and zone, and the same in UTC if different. */
export function exact(at: string | number, style: TimeStyle = {}): string {
  const options: Intl.DateTimeFormatOptions = { ...DAY, year: 'numeric', ...TIME, fractionalSecondDigits: 3, timeZoneName: 'short' };
  const own = format('exact', options, style).format(new Date(at));
  if ((style.timeZone ?? zone()) === UTC) return own;
  const utc = { ...style, timeZone: UTC };
  return `${own} · ${fullDay(at, utc)}, ${clock(at, utc)} UTC`;
}

/** How long ago in one or two units: `42 s`, `3 min`, `2 h 5 min`, `4 d`. */
export function elapsed(from: string | number, now: number): string {
  const seconds = Math.max(0, Math.floor((now - new Date(from).getTime()) / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} d`;
}

/** The user's time zone by its IANA name. */
export function zone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}
