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
  const trouble = troubleIn(state, 0);
  if (trouble) throw new UnsavableState(`state${trouble.path}`, trouble.what);
  const text = JSON.stringify(state);
  if (text.length > MAX_STATE_LENGTH) throw new UnsavableState('state', `${text.length} characters long, over ${MAX_STATE_LENGTH}`);
  return text;
}

interface Trouble {
  /** From here on, such as `.rows[2].at`; put together only where something is wrong, since this runs with each delivery. */
  readonly path: string;
  readonly what: string;
}

function troubleIn(value: unknown, depth: number): Trouble | null {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return null;
    case 'number':
      return Number.isFinite(value) ? null : here(String(value));
    case 'object':
      return value === null ? null : troubleInObject(value, depth);
    case 'undefined':
    case 'bigint':
    case 'function':
    case 'symbol':
      return here(value === undefined ? 'undefined (use null)' : `a ${typeof value}`);
  }
}

function troubleInObject(value: object, depth: number): Trouble | null {
  if (depth > MAX_DEPTH) return here(`nested more than ${MAX_DEPTH} deep, or refers to itself`);
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) {
      const trouble = troubleIn(value[index], depth + 1);
      if (trouble) return within(`[${index}]`, trouble);
    }
    return null;
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) return here(`a ${value.constructor?.name ?? 'bare object'}`);
  for (const key of Object.keys(value)) {
    const isApart = key === '__proto__' || key === 'toJSON';
    const inner = (value as Readonly<Record<string, unknown>>)[key];
    const trouble = isApart ? here('a name that JSON treats apart') : troubleIn(inner, depth + 1);
    if (trouble) return within(`.${key}`, trouble);
  }
  return null;
}

function here(what: string): Trouble {
  return { path: '', what };
}

function within(step: string, { path, what }: Trouble): Trouble {
  return { path: step + path, what };
}
