import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { BacktestOrder, WatchOrder } from '../sandbox/backtest-frames';
import { BacktestFailed, BacktestRefused, SandboxDied } from './backtest-failed';
import type { Trouble } from './backtest-failed';
import { MEMORY_BESIDE_HEAP } from './backtest-process';
import { MOST_ROUNDS } from './guard-loops';
import { guardedStrategies } from './guarded-strategy';
import type { GuardedStrategies } from './guarded-strategy';
import { findLocations } from './locations';
import { OneByOne } from './one-by-one';
import { DEFAULT_DEADLINE, DEFAULT_MEMORY, runInSandbox } from './run-in-sandbox';
import type { BacktestSandboxOptions, SandboxedRun } from './run-in-sandbox';
import { Trail } from './trail';

/** A list that grows by doubling holds this multiple of the limit before it is noticed. */
export const SPARE_MEMORY = 3;

/** Each may use that much memory, and the trials of a search fail in parallel. */
const hunts = new OneByOne();

/**
 * Plays a run that did not finish again, watched, so that it ends with a fault that names hook and delivery, and the line of a loop or a
 * throw. Null if the failure does not repeat or cannot be played again; then the existing information stands.
 */
export async function findTrouble(order: BacktestOrder, trouble: Trouble, options: BacktestSandboxOptions): Promise<SandboxedRun | null> {
  const names = new Set(order.strategies.map(({ strategy }) => strategy));
  const guarded = guardedStrategies([...names], findLocations(options.strategies));
  try {
    return await hunts.run(() => new Search(order, options, guarded).find(trouble));
  } catch (error) {
    if (error instanceof BacktestFailed && options.signal?.aborted !== true) return null;
    throw error;
  } finally {
    guarded.remove();
  }
}

type Told = { readonly run: SandboxedRun } | { readonly died: WatchOrder['ends'] | null };

class Search {
  constructor(
    private readonly order: BacktestOrder,
    private readonly options: BacktestSandboxOptions,
    private readonly guarded: GuardedStrategies,
  ) {}

  async find(trouble: Trouble): Promise<SandboxedRun | null> {
    const counted = await this.counted(trouble);
    // A run that was only slow has now finished; if memory was short, the cause of the larger use is still to be found.
    if (counted && 'run' in counted && (trouble !== 'memory' || hasFault(counted.run))) return counted.run;
    const told = counted && 'died' in counted ? counted : await this.play(this.as({}), 1);
    if ('run' in told || !told.died) return null;
    const ended = await this.play({ ...this.as({}), ends: told.died }, SPARE_MEMORY);
    return 'run' in ended ? ended.run : null;
  }

  /** Null if the copy with counted loops cannot be loaded, which says nothing about the strategy. */
  private async counted(trouble: Trouble): Promise<Told | null> {
    const { guards, strategies } = this.guarded;
    try {
      const most = trouble === 'overrun' ? { rounds: MOST_ROUNDS, deadline: this.deadline } : {};
      return await this.play({ ...this.as(guards), ...most }, SPARE_MEMORY, { strategies });
    } catch (error) {
      if (error instanceof BacktestRefused) return null;
      throw error;
    }
  }

  private as(guards: WatchOrder['guards']): WatchOrder {
    return { guards, rounds: null, deadline: null, memory: this.memory, beside: MEMORY_BESIDE_HEAP };
  }

  private get deadline(): number {
    return this.options.deadline ?? DEFAULT_DEADLINE;
  }

  private get memory(): number {
    return this.options.memory ?? DEFAULT_MEMORY;
  }

  private async play(watch: WatchOrder, spare: number, strategies: Pick<BacktestSandboxOptions, 'strategies'> = {}): Promise<Told> {
    const path = join(this.guarded.strategies, 'trail');
    const trail = new Trail(path);
    try {
      const options = { ...this.options, ...strategies, memory: this.memory * spare, trail };
      return { run: await runInSandbox({ ...this.order, watch }, options) };
    } catch (error) {
      if (!(error instanceof SandboxDied)) throw error;
      const mark = trail.mark();
      return { died: mark && { place: mark.place, inputSeq: mark.inputSeq, message: this.words(error) } };
    } finally {
      trail.close();
      rmSync(path);
    }
  }

  private words({ trouble, message }: SandboxDied): string {
    if (trouble === 'crash') return message;
    if (trouble === 'memory') return `it ran out of memory; it may take ${this.memory} MB, and ${MEMORY_BESIDE_HEAP} MB in typed arrays`;
    return `it ran for more than ${this.deadline} ms and was stopped`;
  }
}

function hasFault({ strategies }: SandboxedRun): boolean {
  return strategies.some(({ claim }) => claim.fault !== null);
}
