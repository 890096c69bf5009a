import { invalidInput, type Failure } from '../results/errors.types';
import type { SendSignalInput } from './signals.types';

const MAX_NAME = 64;
const MAX_VALUE = 16 * 1024;
/** What takes signals apart, a snapshot for one, goes as deep into its own calls as the value. */
const MAX_DEPTH = 32;
const USUAL_LIFE_SECONDS = 60;
const MAX_LIFE_SECONDS = 7 * 86_400;

export type Saying = Omit<SendSignalInput, 'deploymentId' | 'idempotencyKey'>;

/** The first thing that is wrong with a signal, with field, limit and value; null when nothing is. */
export function checkSignal({ name, source, value, expiresAt, expiresInSeconds }: Saying, now: number): Failure | null {
  if (!isName(name)) return invalidInput('name', `a text of 1 to ${MAX_NAME} characters`, JSON.stringify(name));
  if (source !== undefined && source !== null && !isName(source))
    return invalidInput('source', `a text of 1 to ${MAX_NAME} characters`, JSON.stringify(source));
  return checkValue(value) ?? checkExpiry(expiresAt ?? null, expiresInSeconds ?? null, now);
}

/** Market time, epoch milliseconds. */
export function expiryOf({ expiresAt, expiresInSeconds }: Saying, now: number): number {
  return expiresAt?.getTime() ?? now + Math.ceil((expiresInSeconds ?? USUAL_LIFE_SECONDS) * 1_000);
}

function checkValue(value: unknown): Failure | null {
  if (value === undefined) return invalidInput('value', 'any JSON value', 'not there');
  if (isDeeper(value, MAX_DEPTH)) return invalidInput('value', `at most ${MAX_DEPTH} levels of lists and objects`, 'more levels');
  let isStorable = true;
  const text = JSON.stringify(value, (key, item: unknown) => {
    if (!storable(key) || (typeof item === 'string' && !storable(item))) isStorable = false;
    return item;
  });
  if (text.length > MAX_VALUE) return invalidInput('value', `at most ${MAX_VALUE} characters of JSON`, `${text.length} characters`);
  return isStorable ? null : invalidInput('value', 'text without NUL and half characters', 'such text');
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((item) => isDeeper(item, levels - 1));
}

function checkExpiry(expiresAt: Date | null, seconds: number | null, now: number): Failure | null {
  if (expiresAt !== null && seconds !== null)
    return invalidInput(
      'expiresAt',
      'alone, without expiresInSeconds',
      'there, and expiresInSeconds too',
      'Give expiresAt or expiresInSeconds, not both.',
    );
  if (seconds !== null && !(seconds > 0 && seconds <= MAX_LIFE_SECONDS))
    return invalidInput('expiresInSeconds', `above 0 and at most ${MAX_LIFE_SECONDS}`, String(seconds));
  if (expiresAt === null || (expiresAt.getTime() > now && expiresAt.getTime() <= now + MAX_LIFE_SECONDS * 1_000)) return null;
  const limit = `after ${new Date(now).toISOString()}, the market's time, and at most ${MAX_LIFE_SECONDS} seconds later`;
  return invalidInput('expiresAt', limit, expiresAt.toISOString());
}

function isName(text: unknown): text is string {
  return typeof text === 'string' && text !== '' && text.length <= MAX_NAME && storable(text);
}

/** What a database of text keeps: no NUL, no half of a surrogate pair. */
function storable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}
