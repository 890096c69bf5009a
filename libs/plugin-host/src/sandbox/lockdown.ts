import { enableOverrides, freezeReachable } from './freeze';
import { BANNED_FUNCTIONS, BANNED_METHODS, ECMASCRIPT_GLOBALS, LEGACY_REGEXP } from './global-names';
import { makeConsole } from './console';
import type { ConsoleSink } from './console';

type Bag = Record<PropertyKey, unknown>;

/**
 * Prepares this realm for a strategy, once and before its code loads: clock, randomness and locale throw a sentence that names the
 * alternative, every global outside ECMAScript is removed, and everything left is frozen together with the SDK's objects. Our own code must
 * have taken what it needs by then.
 */
export function lockDown(sdk: object, sink: ConsoleSink): void {
  const realm = globalThis as unknown as Bag;
  replaceClockAndChance(realm);
  banMethods(realm);
  for (const name of Reflect.ownKeys(realm)) {
    if (typeof name === 'symbol' || !ECMASCRIPT_GLOBALS.has(name)) delete realm[name];
  }
  for (const [name, instead] of Object.entries(BANNED_FUNCTIONS)) realm[name] = refusal(name, instead);
  realm['console'] = makeConsole(sink);
  enableOverrides(realm);
  freezeReachable([...Reflect.ownKeys(realm).map((name) => realm[name]), ...hiddenIntrinsics(), ...(Object.values(sdk) as unknown[])]);
  Object.freeze(realm);
}

function replaceClockAndChance(realm: Bag): void {
  const Real = Date;
  const clock = 'there is no clock in a strategy; use ctx.marketTime';
  const Safe = function SafeDate(...given: readonly number[]): Date {
    if (new.target === undefined || given.length === 0) throw new Error(clock);
    return Reflect.construct(Real, given, new.target) as Date;
  };
  const now = (): never => {
    throw new Error(`Date.now: ${clock}`);
  };
  Object.defineProperties(Safe, {
    name: { value: 'Date' },
    length: { value: 7 },
    prototype: { value: Real.prototype },
    parse: { value: Real.parse },
    UTC: { value: Real.UTC },
    now: { value: now },
  });
  Real.prototype.constructor = Safe;
  // It leads to Temporal, which is removed because it knows the machine's clock, zones and locale.
  Reflect.deleteProperty(Real.prototype, 'toTemporalInstant');
  realm['Date'] = Safe;
  Math.random = (): never => {
    throw new Error('Math.random: there is no chance in a strategy; derive what you need from ctx.state or a parameter');
  };
  for (const name of LEGACY_REGEXP) Reflect.deleteProperty(RegExp, name);
}

function banMethods(realm: Bag): void {
  for (const [owner, names] of Object.entries(BANNED_METHODS)) {
    const { prototype } = realm[owner] as { readonly prototype: Bag };
    for (const name of names) prototype[name] = refusal(`${owner}.prototype.${name}`, 'it depends on the machine; write plain text');
  }
}

function refusal(name: string, instead: string): () => never {
  return () => {
    throw new Error(`${name} is closed to strategies: ${instead}`);
  };
}

/** Intrinsics that no global name leads to. */
function hiddenIntrinsics(): unknown[] {
  const samples = [
    async () => undefined,
    function* () {},
    async function* () {},
    [][Symbol.iterator](),
    new Map().entries(),
    new Set().entries(),
  ];
  return [
    ...samples.map((sample) => Object.getPrototypeOf(sample) as unknown),
    Object.getPrototypeOf(''[Symbol.iterator]()),
    Object.getPrototypeOf('a'.matchAll(/a/g)),
  ];
}
