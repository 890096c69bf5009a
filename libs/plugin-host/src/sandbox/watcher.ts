import { Buffer } from 'node:buffer';
import { writeSync } from 'node:fs';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { StrategyFault, type Strategy } from '@libs/sdk';
import type { WatchOrder } from './backtest-frames';
import type { ModuleLoader } from './module-loader';

const TRAIL = 3;
/** Longer than any mark, so that each overwrites the one before. */
const MARK_LENGTH = 160;
const MEGABYTE = 1_048_576;
/** Memory is checked in each of a hook's first rounds and calls, then every so many: a check takes longer than most rounds. */
const LOOKED_AT = 1_024;
const LOOKS_EVERY = 64;
/** A loop is to blame if its hook took this share of the excess. */
const OWN_PART = 4;
/** Share of the deadline after which the position is recorded; otherwise the process would be stopped before. */
const PATIENCE = 0.9;

/** What a counting module exposes. */
export interface Guard {
  rounds: number;
  calls: number;
  /** Rounds. */
  most: number;
  /** Stack of the strategy's last throw. */
  thrown: string;
  /** Set to a sentence to make the next round or call throw. */
  look: (count: number, what: string) => string | null;
}

/** A strategy in a run, for the watcher. */
export interface WatchedSeat {
  readonly name: string;
  /** 0 for the first. */
  readonly place: number;
  /** Number of the current delivery. */
  readonly inputSeq: () => number;
}

type Hook = (...given: unknown[]) => unknown;

/**
 * Plays a strategy so that the cause of a crash is found: records the position before each hook, counts the rounds of its loops, and checks
 * its memory. Slows the strategy down considerably. Must be created before the realm is locked down.
 */
export class Watcher {
  private readonly collect = collector();
  /** Tapes are allocated there too. */
  private readonly besideBefore = getHeapStatistics().external_memory;
  private readonly usage = process.cpuUsage.bind(process);
  private heldBefore = 0;
  private readonly now = performance.now.bind(performance);
  private begunAt = 0;
  private usedBefore = 0;

  constructor(
    private readonly loader: ModuleLoader,
    private readonly order: WatchOrder,
  ) {}

  watched(strategy: Strategy, seat: WatchedSeat): Strategy {
    const guard = this.guardOf(seat.name);
    const hooks = Object.entries(strategy).filter(([name, value]) => /^(on[A-Z]|state$)/.test(name) && typeof value === 'function');
    const watched = hooks.map(([name, hook]) => [name, this.hook(strategy, { ...seat, name, hook: hook as Hook, guard })]);
    return { ...strategy, ...(Object.fromEntries(watched) as Partial<Strategy>) };
  }

  private hook(strategy: Strategy, one: WatchedSeat & { readonly hook: Hook; readonly guard: Guard | null }): Hook {
    const { name, place, guard } = one;
    return (...given) => {
      const inputSeq = one.inputSeq();
      this.mark({ place, inputSeq, hook: name, at: timeOf(given[0]) });
      const { ends } = this.order;
      if (ends?.place === place && ends.inputSeq === inputSeq) throw new Error(ends.message);
      if (guard === null) return Reflect.apply(one.hook, strategy, given);
      guard.rounds = 0;
      guard.calls = 0;
      guard.thrown = '';
      this.heldBefore = this.held();
      [this.begunAt, this.usedBefore] = [this.now(), this.used()];
      const result = this.guarded(name, guard, () => Reflect.apply(one.hook, strategy, given));
      const most = this.overfull();
      if (most !== null) throw new Error(`the strategy keeps more than ${most} MB of memory`);
      return result;
    };
  }

  /** An error without a stack gets the location. */
  private guarded(name: string, guard: Guard, call: () => unknown): unknown {
    try {
      return call();
    } catch (thrown) {
      if (thrown instanceof Error) throw thrown;
      const fault = StrategyFault.from(name, thrown);
      fault.stack = guard.thrown;
      throw fault;
    }
  }

  private guardOf(name: string): Guard | null {
    const file = this.order.guards[name];
    if (file === undefined) return null;
    const { guard } = this.loader.module(file) as { readonly guard: Guard };
    guard.most = this.order.rounds ?? Infinity;
    guard.look = (count, what) => this.lookAt(count, what);
    return guard;
  }

  private lookAt(count: number, what: string): string | null {
    if (count > LOOKED_AT && count % LOOKS_EVERY !== 0) return null;
    const { deadline } = this.order;
    if (deadline !== null && this.isOverdue(PATIENCE * deadline)) return `${what} takes more than ${deadline} ms`;
    const most = this.overfull();
    if (most === null || this.held() - this.heldBefore < (most * MEGABYTE) / OWN_PART) return null;
    return `${what} takes more than ${most} MB of memory`;
  }

  /** The exceeded limit in megabytes; null while within it. Unreachable memory does not count. */
  private overfull(): number | null {
    if (this.passed() === null) return null;
    this.collect();
    // Memory released by arrays is returned by the next check.
    this.collect();
    return this.passed();
  }

  private passed(): number | null {
    const { memory, beside } = this.order;
    if (getHeapStatistics().used_heap_size > memory * MEGABYTE) return memory;
    return this.held() > (memory + beside) * MEGABYTE ? memory + beside : null;
  }

  /** A machine too busy to run it is not its fault. */
  private isOverdue(deadline: number): boolean {
    return this.now() - this.begunAt > deadline && this.used() - this.usedBefore > deadline / 2;
  }

  /** Milliseconds of processor time. */
  private used(): number {
    const { user, system } = this.usage();
    return (user + system) / 1_000;
  }

  /** On the heap and in typed arrays, bytes. */
  private held(): number {
    const { used_heap_size, external_memory } = getHeapStatistics();
    return used_heap_size + external_memory - this.besideBefore;
  }

  private mark(mark: { readonly place: number; readonly inputSeq: number; readonly hook: string; readonly at: number | null }): void {
    writeSync(TRAIL, Buffer.from(JSON.stringify(mark).padEnd(MARK_LENGTH)), 0, MARK_LENGTH, 0);
  }
}

/** Taken from a separate realm: in the strategy's realm it could not be removed afterwards. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

/** Of the context passed to a hook; the parameters have none. */
function timeOf(given: unknown): number | null {
  const { marketTime } = (given ?? {}) as { readonly marketTime?: unknown };
  return typeof marketTime === 'number' ? marketTime : null;
}
