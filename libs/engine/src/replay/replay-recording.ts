import type { Delivery, StrategyAnswer } from '@libs/sdk';
import type { Effect } from '../core/effect';
import type { DeploymentTerms, Input } from '../core/input';
import { TradingCore } from '../core/trading-core';
import { canonicalJson } from './canonical-json';
import { EventLogHash } from './event-log-hash';
import type { ReplayStart } from './replay-steps';

/** An input as it was recorded, with the running hash of what it led to then. */
export interface RecordedInput {
  readonly input: Input;
  readonly hash: string;
}

/** Strategies that are run over their recorded deliveries once more; implemented by a sandbox. */
export interface StrategyRerun {
  /** `fromStart` is false for one that ran before the recording began and must be put into its saved state. */
  load(terms: DeploymentTerms, fromStart: boolean): Promise<void>;
  deliver(delivery: Delivery): Promise<StrategyAnswer>;
  unload(deploymentId: string): Promise<void>;
}

export interface Recording extends ReplayStart {
  readonly inputs: Iterable<RecordedInput> | AsyncIterable<RecordedInput>;
  /** Without it only the core is replayed. */
  readonly strategies?: StrategyRerun;
  readonly onProgress?: (inputs: number) => void;
}

export interface ReplayReport {
  readonly inputs: number;
  /** The first input after which the event log differs; null when it is identical to the last input. */
  readonly divergedAt: number | null;
  /** Running hash of the whole event log as replayed. */
  readonly eventHash: string;
  /** Answers that were asked for once more. */
  readonly answers: number;
  readonly differingAnswers: readonly AnswerDifference[];
}

export interface AnswerDifference {
  readonly deploymentId: string;
  readonly inputSeq: number;
  /** Parts of the answer that differ: commands, decision, logs, stateHash. */
  readonly parts: readonly string[];
}

const PROGRESS_EVERY = 10_000;

/** Replays a recorded session: event log against recorded hashes, and each strategy's answers against its recorded ones. */
export async function replayRecording(recording: Recording): Promise<ReplayReport> {
  const { snapshot, eventHash, inputs, onProgress } = recording;
  const core = snapshot === undefined ? TradingCore.create() : TradingCore.restore(snapshot);
  const log = new EventLogHash(eventHash);
  const bench = await StrategyBench.seat(core, recording.strategies);
  let count = 0;
  let divergedAt: number | null = null;
  for await (const { input, hash } of inputs) {
    await bench.before(input);
    const result = core.step(input);
    if (log.add(input, result) !== hash) divergedAt ??= input.inputSeq;
    for (const effect of result.effects) await bench.after(effect);
    count += 1;
    if (count % PROGRESS_EVERY === 0) onProgress?.(count);
    // From the first difference on, every hash differs.
    if (divergedAt !== null) break;
  }
  return { inputs: count, divergedAt, eventHash: log.value, answers: bench.answers, differingAnswers: bench.differences };
}

/** Holds each delivery until its recorded answer comes by, then asks the strategy again and compares. */
class StrategyBench {
  answers = 0;
  readonly differences: AnswerDifference[] = [];
  private readonly owed = new Map<string, Delivery>();

  private constructor(private readonly strategies: StrategyRerun | undefined) {}

  static async seat(core: TradingCore, strategies: StrategyRerun | undefined): Promise<StrategyBench> {
    const bench = new StrategyBench(strategies);
    for (const { terms, status } of core.deployments()) {
      if (status === 'warming-up' || status === 'running') await strategies?.load(terms, false);
    }
    for (const delivery of core.outstanding()) bench.owed.set(delivery.deploymentId, delivery);
    return bench;
  }

  async before({ body }: Input): Promise<void> {
    if (body.type !== 'answer' || this.strategies === undefined) return;
    const delivery = this.owed.get(body.answer.deploymentId);
    if (delivery?.inputSeq !== body.answer.upTo) return;
    this.owed.delete(delivery.deploymentId);
    const parts = differingParts(body.answer, await this.strategies.deliver(delivery));
    this.answers += 1;
    if (parts.length > 0) this.differences.push({ deploymentId: delivery.deploymentId, inputSeq: delivery.inputSeq, parts });
  }

  async after(effect: Effect): Promise<void> {
    if (effect.type === 'deliver') this.owed.set(effect.delivery.deploymentId, effect.delivery);
    if (effect.type === 'load-strategy') await this.strategies?.load(effect.terms, true);
    if (effect.type !== 'unload-strategy') return;
    this.owed.delete(effect.deploymentId);
    await this.strategies?.unload(effect.deploymentId);
  }
}

const PARTS = ['commands', 'decision', 'logs', 'stateHash'] as const;

/** Names the parts in which two answers to the same delivery differ. */
export function differingParts(recorded: StrategyAnswer, again: StrategyAnswer): readonly string[] {
  return PARTS.filter((part) => canonicalJson(recorded[part]) !== canonicalJson(again[part]));
}
