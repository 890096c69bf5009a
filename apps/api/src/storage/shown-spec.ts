import { createHash } from 'node:crypto';

type Spec = Readonly<Record<string, unknown>>;

/** What was asked as runs show it: signals are counted and hashed, or thousands would come along with every change of a run. */
export function shownSpec(spec: Spec): Spec {
  const { signals } = spec;
  if (Array.isArray(signals)) return { ...spec, signals: { count: signals.length, hash: hashOf(signals) } };
  // A walk forward has a search, and a search a backtest.
  const inner = ['optimisation', 'backtest'].find((name) => isSpec(spec[name]));
  return inner === undefined ? spec : { ...spec, [inner]: shownSpec(spec[inner] as Spec) };
}

/** Of what the database gives, which has the fields of an object always in one order. */
function hashOf(signals: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(signals)).digest('hex').slice(0, 16);
}

function isSpec(value: unknown): value is Spec {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
