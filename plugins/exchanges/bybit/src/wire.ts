/** A frame or answer that is not what the documentation says. */
export class MalformedMessage extends Error {
  constructor(problem: string) {
    super(`Bybit sent ${problem}`);
    this.name = 'MalformedMessage';
  }
}

export type Fields = Readonly<Record<string, unknown>>;

export function fields(value: unknown, what: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new MalformedMessage(`${what} that is not an object`);
  return value as Fields;
}

export function list(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new MalformedMessage(`${what} that is not a list`);
  return value;
}

/** A text that must be there and not be empty. */
export function text(from: Fields, key: string): string {
  const value = from[key];
  if (typeof value !== 'string' || value === '') throw new MalformedMessage(`no ${key} where there must be one`);
  return value;
}

/** A text that may be absent, null or empty; all three mean "not told", never zero. */
export function textOr<T>(from: Fields, key: string, otherwise: T): string | T {
  const value = from[key];
  return typeof value === 'string' && value !== '' ? value : otherwise;
}

/** Milliseconds, sent as a number or as text. */
export function millis(value: unknown, what: string): number {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < 0) throw new MalformedMessage(`${what} that is not a time`);
  return number;
}

const CATEGORIES = ['spot', 'linear'] as const;

/** The category when it is one that we trade. */
export function tradedCategory(value: unknown): (typeof CATEGORIES)[number] | null {
  return CATEGORIES.find((category) => category === value) ?? null;
}
