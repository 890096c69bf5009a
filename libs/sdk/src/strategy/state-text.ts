/** Longest state of one deployment as JSON text, in characters. */
export const MAX_STATE_LENGTH = 256 * 1024;

const MAX_DEPTH = 64;

/** A state that does not survive a JSON round trip. */
export class UnsavableState extends Error {
  constructor(path: string, what: string) {
    super(`${path} is ${what}; state must be plain JSON that reads back the same`);
    this.name = 'UnsavableState';
  }
}

/**
 * The state as JSON text that parses back to the same value. Throws for anything that JSON would silently change: NaN, infinities,
 * undefined, functions, big integers, dates, maps, class instances, cycles. Negative zero becomes zero.
 */
export function stateText(state: object): string {
  assertPlain(state, 'state', 0);
  const text = JSON.stringify(state);
  if (text.length > MAX_STATE_LENGTH) throw new UnsavableState('state', `${text.length} characters long, over ${MAX_STATE_LENGTH}`);
  return text;
}

function assertPlain(value: unknown, path: string, depth: number): void {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return;
    case 'number':
      if (!Number.isFinite(value)) throw new UnsavableState(path, String(value));
      return;
    case 'object':
      if (value !== null) assertPlainObject(value, path, depth);
      return;
    case 'undefined':
    case 'bigint':
    case 'function':
    case 'symbol':
      throw new UnsavableState(path, value === undefined ? 'undefined (use null)' : `a ${typeof value}`);
  }
}

function assertPlainObject(value: object, path: string, depth: number): void {
  if (depth > MAX_DEPTH) throw new UnsavableState(path, `nested more than ${MAX_DEPTH} deep, or refers to itself`);
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) assertPlain(value[index], `${path}[${index}]`, depth + 1);
    return;
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) throw new UnsavableState(path, `a ${value.constructor?.name ?? 'bare object'}`);
  for (const key of Object.keys(value)) {
    if (key === '__proto__' || key === 'toJSON') throw new UnsavableState(`${path}.${key}`, 'a name that JSON treats apart');
    assertPlain((value as Readonly<Record<string, unknown>>)[key], `${path}.${key}`, depth + 1);
  }
}
