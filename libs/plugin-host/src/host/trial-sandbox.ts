import { isMetrics } from '@libs/backtest';
import type { Metrics, TrialOrder, TrialRun, TrialWorker } from '@libs/backtest';
import { z } from 'zod';
import type { TrialFrame, TrialSetup } from '../sandbox/trial-frames';
import { filesOf } from '../sandbox/market-files';
import { AskedProcess } from './asked-process';
import { BacktestFailed, BacktestRefused, SandboxDied } from './backtest-failed';
import { DEFAULT_DEADLINE, DEFAULT_MEMORY } from './run-in-sandbox';
import type { BacktestSandboxOptions } from './run-in-sandbox';
import { findTrouble } from './find-trouble';
import { findLocations } from './locations';
import type { Locations } from './locations';
import { sourceLine } from './source-line';
import { sayWhere } from './trail';

export interface TrialSandboxOptions extends Pick<BacktestSandboxOptions, 'strategies' | 'memory' | 'deadline'> {
  /** When trading begins in every trial, epoch milliseconds; null: as soon as the warm-up is over. */
  readonly from?: number | null;
}

const run = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('done'),
    metrics: z.custom<Metrics>(isMetrics),
    fillHash: z.string(),
    bars: z.number(),
    unfilled: z.string().exactOptional(),
  }),
  z.object({ kind: z.literal('failed'), message: z.string() }),
  z.object({ kind: z.literal('refused'), message: z.string() }),
]);
const frameSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('refused'), message: z.string() }),
  z.object({ type: z.literal('progress'), bars: z.number() }),
  z.object({ type: z.literal('trial'), run, stack: z.string() }),
]);

/**
 * Runs trials one after the other in a process that can read its tapes and nothing else. The results are claims: verify a trial that
 * matters with your own run. If the process dies or makes no progress, the trial has failed and the next one gets a new process.
 */
export class TrialSandbox implements TrialWorker {
  private readonly locations: Locations;
  private process: TrialProcess | null = null;

  constructor(
    private readonly setup: TrialSetup,
    private readonly options: TrialSandboxOptions = {},
  ) {
    this.locations = findLocations(options.strategies);
  }

  /** Rejects with `BacktestRefused` or `BacktestFailed` if the strategy cannot be loaded at all. */
  async run(params: TrialOrder['params']): Promise<TrialRun> {
    this.process ??= await this.start();
    try {
      return await this.process.run({ params, from: this.options.from ?? null });
    } catch (error) {
      this.close();
      if (!(error instanceof BacktestFailed)) throw error;
      return { kind: 'failed', message: (error instanceof SandboxDied && (await this.place(params, error))) || error.message };
    }
  }

  /** Hook, bar and, if known, line of the crash; null if it does not repeat. */
  private async place(params: TrialOrder['params'], { trouble }: SandboxDied): Promise<string | null> {
    const { strategy, markets, terms } = this.setup;
    const from = this.options.from ?? null;
    const order = { strategies: [{ strategy, params }], markets, terms, ...(from === null ? {} : { from }) };
    const found = await findTrouble(order, trouble, this.options);
    const [{ claim: { fault }, faultAt } = NO_FAULT] = found?.strategies ?? [];
    return fault && `${sayWhere({ hook: fault.hook, at: faultAt })}: ${fault.message}`;
  }

  close(): void {
    this.process?.kill();
    this.process = null;
  }

  private async start(): Promise<TrialProcess> {
    const { memory = DEFAULT_MEMORY, deadline = DEFAULT_DEADLINE } = this.options;
    const started = new TrialProcess(this.locations, this.setup, { memory, deadline });
    try {
      await started.begin();
      return started;
    } catch (error) {
      started.kill();
      throw error;
    }
  }
}

const NO_FAULT = { claim: { fault: null }, faultAt: null };

/** Megabytes for the young generation: enough that most trials end before their objects must be copied. */
const YOUNG = 64;
/** V8 keeps three such spaces. */
const NURSERY = 3 * YOUNG;

class TrialProcess {
  private readonly process: AskedProcess<TrialFrame>;

  constructor(
    private readonly locations: Locations,
    private readonly setup: TrialSetup,
    limits: { readonly memory: number; readonly deadline: number },
  ) {
    const engine = [`--min-semi-space-size=${YOUNG}`, `--max-semi-space-size=${YOUNG}`];
    const needs = { tapes: filesOf(setup.markets), engine, more: NURSERY, ...limits };
    this.process = new AskedProcess(locations.trials, locations, needs, (json) => frameSchema.parse(json));
  }

  async begin(): Promise<void> {
    const frame = await this.ask(this.setup);
    if (frame.type === 'refused') throw new BacktestRefused(frame.message);
    if (frame.type !== 'ready') throw new BacktestFailed('the sandbox answered before it was asked');
  }

  async run(order: TrialOrder): Promise<TrialRun> {
    const frame = await this.ask(order);
    if (frame.type !== 'trial') throw new BacktestFailed('the sandbox answered with something else than a trial');
    const line = frame.run.kind === 'failed' ? sourceLine(frame.stack, this.locations.strategies) : null;
    return line === null ? frame.run : { kind: 'failed', message: `${(frame.run as { message: string }).message} (${line})` };
  }

  kill(): void {
    this.process.kill();
  }

  private ask(question: TrialSetup | TrialOrder): Promise<Exclude<TrialFrame, { readonly type: 'progress' }>> {
    return this.process.ask(question, (frame) => (frame.type === 'progress' ? null : frame));
  }
}
