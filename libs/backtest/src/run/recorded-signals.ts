import { InvalidBacktest } from './invalid-backtest';

/** A recorded external signal; times are market time, epoch milliseconds. */
export interface RecordedSignal {
  readonly at: number;
  readonly name: string;
  readonly value: unknown;
  readonly source: string;
  readonly expiresAt: number;
}

const FIELDS = new Set(['at', 'name', 'value', 'source', 'expiresAt', 'expiresInSeconds']);
const MAX_NAME = 64;
const USUAL_LIFE_SECONDS = 60;
const MAX_LIFE_SECONDS = 7 * 86_400;

/**
 * Parses signals from lines of JSON. `at` and `expiresAt` are ISO times in UTC or epoch milliseconds; `expiresInSeconds` can replace the
 * latter (default 60); `source` defaults to "file". Throws `InvalidBacktest` with the line number. Returns them in order of time, and for
 * equal times in file order.
 */
export function parseSignals(text: string): readonly RecordedSignal[] {
  const lines = text.split('\n').map((line, index) => ({ line: line.trim(), number: index + 1 }));
  const signals = lines.filter(({ line }) => line !== '').map(({ line, number }) => parseSignal(line, number));
  return signals.sort((a, b) => a.at - b.at);
}

function parseSignal(line: string, number: number): RecordedSignal {
  const bad = (problem: string): InvalidBacktest => new InvalidBacktest(`line ${number} of the signals: ${problem}`);
  const entry = readObject(line);
  if (entry === null) throw bad(`${line.slice(0, 80)} is no JSON object`);
  const odd = Object.keys(entry).find((field) => !FIELDS.has(field));
  if (odd !== undefined) throw bad(`there is no field "${odd}"; there are ${[...FIELDS].join(', ')}`);
  const at = timeOf(entry['at']);
  if (at === null) throw bad(`at is ${JSON.stringify(entry['at'])}; it must be a time such as 2025-06-01T12:00:00Z or epoch milliseconds`);
  const { name, value, source = 'file' } = entry;
  if (!isName(name)) throw bad(`name is ${JSON.stringify(name)}; it must be a text of 1 to ${MAX_NAME} characters`);
  if (!isName(source)) throw bad(`source is ${JSON.stringify(source)}; it must be a text of 1 to ${MAX_NAME} characters`);
  if (value === undefined) throw bad('there is no value');
  const expiresAt = expiryOf(entry, at);
  if (typeof expiresAt === 'string') throw bad(expiresAt);
  return { at, name, value, source, expiresAt };
}

function expiryOf({ expiresAt, expiresInSeconds }: Readonly<Record<string, unknown>>, at: number): number | string {
  if (expiresAt !== undefined && expiresInSeconds !== undefined) return 'expiresAt and expiresInSeconds are both there; give one';
  if (expiresAt !== undefined) {
    const time = timeOf(expiresAt);
    return time !== null && time > at ? time : `expiresAt is ${JSON.stringify(expiresAt)}; it must be a time after at`;
  }
  const seconds = expiresInSeconds ?? USUAL_LIFE_SECONDS;
  if (typeof seconds === 'number' && seconds > 0 && seconds <= MAX_LIFE_SECONDS) return at + Math.ceil(seconds * 1_000);
  return `expiresInSeconds is ${JSON.stringify(seconds)}; it must be a number above 0, at most ${MAX_LIFE_SECONDS}`;
}

function timeOf(value: unknown): number | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? value : null;
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z$/.test(value)) return null;
  const time = Date.parse(value);
  return Number.isNaN(time) ? null : time;
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= MAX_NAME;
}

function readObject(line: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : null;
  } catch {
    return null;
  }
}
