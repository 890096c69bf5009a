/** Properties that authors assign on their own objects although a prototype has them (`this.name = …` in an Error). */
const OVERRIDABLE: Readonly<Record<string, readonly string[]>> = {
  Object: ['constructor', 'toString', 'valueOf', 'hasOwnProperty'],
  Error: ['constructor', 'name', 'message', 'toString'],
  EvalError: ['constructor', 'name', 'message'],
  RangeError: ['constructor', 'name', 'message'],
  ReferenceError: ['constructor', 'name', 'message'],
  SyntaxError: ['constructor', 'name', 'message'],
  TypeError: ['constructor', 'name', 'message'],
  URIError: ['constructor', 'name', 'message'],
  AggregateError: ['constructor', 'name', 'message'],
};

/**
 * A property of a frozen prototype cannot be assigned on inheriting objects; an accessor can. Only properties assigned in practice are
 * converted, because accessors on hot ones slow everything down.
 * https://github.com/tc39/how-we-work/blob/main/terminology.md#override-mistake
 */
export function enableOverrides(realm: Readonly<Record<PropertyKey, unknown>>): void {
  for (const [owner, names] of Object.entries(OVERRIDABLE)) {
    const { prototype } = realm[owner] as { readonly prototype: object };
    for (const name of names) makeAccessor(prototype, name);
  }
}

function makeAccessor(prototype: object, name: string): void {
  const { enumerable = false } = Object.getOwnPropertyDescriptor(prototype, name) ?? {};
  const value = (prototype as Readonly<Record<string, unknown>>)[name];
  Object.defineProperty(prototype, name, {
    enumerable,
    configurable: false,
    get: () => value,
    set(this: object, assigned: unknown) {
      if (this === prototype) throw new TypeError(`${name} of a built-in prototype cannot be changed`);
      Object.defineProperty(this, name, { value: assigned, writable: true, enumerable: true, configurable: true });
    },
  });
}

/** Freezes every object and function reachable from the given ones. */
export function freezeReachable(roots: readonly unknown[]): void {
  const seen = new Set<object>();
  const waiting: unknown[] = [...roots];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if ((typeof next !== 'object' && typeof next !== 'function') || next === null || next === globalThis || seen.has(next)) continue;
    seen.add(next);
    if (ArrayBuffer.isView(next)) continue;
    Object.freeze(next);
    waiting.push(Object.getPrototypeOf(next));
    for (const descriptor of Object.values(Object.getOwnPropertyDescriptors(next)))
      waiting.push(descriptor.value, descriptor.get, descriptor.set);
    for (const symbol of Object.getOwnPropertySymbols(next)) waiting.push(Object.getOwnPropertyDescriptor(next, symbol)?.value);
  }
}
