import type { HookContext, Strategy } from '@libs/sdk';
import type { Trace, Traced } from './observation';

type Context = HookContext<unknown, unknown>;
type Call = { [Name in keyof Context]: Context[Name] extends (...given: never[]) => unknown ? Name : never }[keyof Context];

/** What a hook can call on its context; only what does something is worth a line. */
const CALLS: Readonly<Record<Call, 'reads' | 'acts'>> = {
  position: 'reads',
  instrument: 'reads',
  hasOpenOrders: 'reads',
  trust: 'reads',
  equityShare: 'reads',
  quantityFor: 'reads',
  roundedPrice: 'reads',
  roundedQuantity: 'reads',
  buy: 'acts',
  sell: 'acts',
  submit: 'acts',
  cancel: 'acts',
  amend: 'acts',
  bracket: 'acts',
  target: 'acts',
  closePosition: 'acts',
  timer: 'acts',
  cancelTimer: 'acts',
  decide: 'acts',
};
const ACTS: ReadonlySet<PropertyKey> = new Set(Object.entries(CALLS).flatMap(([name, kind]) => (kind === 'acts' ? [name] : [])));

const MOST_SHARED = 100;

type Bag = Record<PropertyKey, unknown>;
type Hook = (ctx: object, event: unknown) => unknown;

/**
 * Records from where a strategy calls its context and changes its state. Only used to find the line of a known difference: tracing can
 * break object identity, so nothing is concluded from the traced run itself.
 */
export class Tracer {
  private calls: Traced[] = [];
  private readonly writes = new Map<string, string>();
  private readonly shared: Traced[] = [];
  private readonly proxies = new WeakMap<object, object>();
  private readonly raws = new WeakMap<object, object>();
  private at = -Infinity;
  private ended = false;

  /** The same strategy with traced hooks. */
  traced(strategy: Strategy): Strategy {
    const hooks = Object.entries(strategy).filter(([name, value]) => /^on[A-Z]/.test(name) && typeof value === 'function');
    const wrapped = hooks.map(([name, hook]) => [
      name,
      (ctx: object, event: unknown): unknown => Reflect.apply(hook as Hook, strategy, [this.context(ctx), event]),
    ]);
    return { ...strategy, ...(Object.fromEntries(wrapped) as Partial<Strategy>) };
  }

  /** A new event at a market time: calls of the newest time are kept, up to the wanted one. */
  begin(at: number, last: number): void {
    this.ended ||= at > last;
    if (!this.ended && at !== this.at) this.calls = [];
    this.at = at;
  }

  get trace(): Trace {
    return { calls: this.calls, writes: [...this.writes].map(([what, stack]) => ({ what, stack })), shared: this.shared };
  }

  private context(ctx: object): object {
    return new Proxy(ctx, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target);
        if (name === 'state') return this.watched(value, '');
        if (typeof value !== 'function') return value;
        return (...given: unknown[]): unknown => {
          if (!this.ended && ACTS.has(name)) this.calls.push({ what: String(name), stack: stackHere() });
          return Reflect.apply(value, target, given);
        };
      },
    });
  }

  private watched(value: unknown, path: string): unknown {
    if (typeof value !== 'object' || value === null) return value;
    const known = this.proxies.get(value);
    if (known) return known;
    const proxy = new Proxy(value as Bag, {
      get: (target, name) => this.watched(Reflect.get(target, name, target), pathOf(path, target, name)),
      set: (target, name, given: unknown) => {
        if (!this.ended) this.wrote(pathOf(path, target, name), given);
        return Reflect.set(target, name, this.raw(given), target);
      },
    });
    this.proxies.set(value, proxy);
    this.raws.set(proxy, value);
    return proxy;
  }

  private wrote(path: string, given: unknown): void {
    const stack = stackHere();
    this.writes.set(path, stack);
    const isPart = typeof given === 'object' && given !== null && this.raws.has(given);
    if (isPart && this.shared.length < MOST_SHARED) this.shared.push({ what: path, stack });
  }

  private raw(value: unknown): unknown {
    return typeof value === 'object' && value !== null ? (this.raws.get(value) ?? value) : value;
  }
}

function pathOf(path: string, owner: object, name: PropertyKey): string {
  const key = String(name);
  if (Array.isArray(owner)) return `${path}[${key}]`;
  return path === '' ? key : `${path}.${key}`;
}

function stackHere(): string {
  return new Error().stack ?? '';
}
