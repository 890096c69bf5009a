import type { RecordedSignalInput } from '@libs/client';
import { BadField } from './bad-field';

/** The field with signals. */
export const SIGNALS = 'signals';

const TIMES = ['at', 'expiresAt'];

/**
 * Parses lines of JSON, in the format of `plimsoll backtest --signals`, for the api: with times written out. The api validates the rest.
 * Throws `BadField` with the line.
 */
export function signalsIn(text: string): readonly RecordedSignalInput[] {
  const lines = text.split('\n').map((line, index) => ({ line: line.trim(), number: index + 1 }));
  return lines.filter(({ line }) => line !== '').map(({ line, number }) => signalIn(line, number));
}

function signalIn(line: string, number: number): RecordedSignalInput {
  const signal = objectIn(line);
  if (signal === null) throw new BadField(SIGNALS, `line ${number} is no JSON object.`);
  const times = TIMES.filter((name) => signal[name] !== undefined).map((name) => {
    const time = timeOf(signal[name]);
    if (time === null)
      throw new BadField(SIGNALS, `${name} of line ${number} must be a time such as 2025-06-01T12:00:00Z or epoch milliseconds.`);
    return [name, time] as const;
  });
  return { ...signal, ...Object.fromEntries(times) } as unknown as RecordedSignalInput;
}

function timeOf(value: unknown): string | null {
  const isMoment = typeof value === 'number' || (typeof value === 'string' && value.endsWith('Z'));
  const date = new Date(isMoment ? value : NaN);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

function objectIn(line: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : null;
  } catch {
    return null;
  }
}
