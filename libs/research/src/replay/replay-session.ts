import { isDeepStrictEqual } from 'node:util';
import { EventLogHash, isDurable, TradingCore, type CoreEvent, type Input, type StepResult } from '@libs/engine';
import type { InputRecord, Snapshot } from '@libs/persistence';
import type { Snapshot as StrategyStates } from '@libs/plugin-host';
import type { StrategyCheck } from './strategy-check';

/** What the database holds of a session, read before its recording. */
export interface SessionJournal {
  /** Every input up to this one is committed, so its decisions must be in the journal. */
  readonly committedInput: number;
  /** The newest input of this session known to the database; the recording must reach it. */
  readonly lastInput: number;
  /** Event bodies of a range of inputs, by input. */
  readonly read: (from: number, to: number) => Promise<ReadonlyMap<number, readonly unknown[]>>;
}

export interface ReplayParts {
  /** Where the session began; null if it is the account's first and began from nothing. */
  readonly start: Snapshot | null;
  readonly records: AsyncIterable<InputRecord>;
  /** Null when there is no database to ask. */
  readonly journal: SessionJournal | null;
  readonly strategies: StrategyCheck;
  readonly onProgress: (inputs: number) => void;
}

export interface ReplayReport {
  readonly inputs: number;
  readonly events: number;
  /** Null when the journal could not be asked. */
  readonly journalRows: number | null;
  readonly answers: number;
  readonly firstInput: number;
  readonly lastInput: number;
  /** Null: everything equals the recording. */
  readonly difference: {
    readonly inputSeq: number;
    readonly where: 'event log' | 'journal' | 'strategy' | 'recording';
    readonly what: string;
  } | null;
}

const BATCH = 2_000;

interface Replayed {
  readonly input: Input;
  readonly events: readonly CoreEvent[];
}

/** Steps a recorded session again and compares event log, journal and the strategies' answers with the recording. */
export async function replaySession(parts: ReplayParts): Promise<ReplayReport> {
  const { start, strategies } = parts;
  const core = start ? TradingCore.restore(start.core) : TradingCore.create();
  const hash = new EventLogHash(start?.eventHash);
  strategies.begin(core, (start?.strategies ?? {}) as StrategyStates);
  const report = { inputs: 0, events: 0, journalRows: parts.journal ? 0 : null, firstInput: 0, lastInput: start?.inputSeq ?? 0 };
  let batch: Replayed[] = [];
  let difference: ReplayReport['difference'] = null;
  for await (const { input, hash: recorded } of parts.records) {
    await strategies.hear(input);
    const result = core.step(input);
    for (const effect of result.effects) await strategies.carryOut(effect);
    report.inputs += 1;
    report.events += result.events.length;
    report.firstInput ||= input.inputSeq;
    report.lastInput = input.inputSeq;
    if (hash.add(input, result) !== recorded) difference = { inputSeq: input.inputSeq, where: 'event log', what: describe(input, result) };
    batch.push({ input, events: result.events });
    if (batch.length >= BATCH || difference) {
      difference = (await compareJournal(parts, batch, report)) ?? difference;
      batch = [];
      parts.onProgress(report.inputs);
    }
    if (difference) break;
  }
  difference ??= (await compareJournal(parts, batch, report)) ?? missingEnd(parts, report.lastInput);
  await strategies.until(0);
  const strayed = strategies.difference;
  if (strayed && (!difference || strayed.inputSeq <= difference.inputSeq)) difference = { ...strayed, where: 'strategy' };
  return { ...report, answers: strategies.compared, difference };
}

async function compareJournal(
  { journal }: ReplayParts,
  batch: readonly Replayed[],
  report: { journalRows: number | null },
): Promise<ReplayReport['difference']> {
  const [first, last] = [batch[0], batch.at(-1)];
  if (!journal || !first || !last) return null;
  const stored = await journal.read(first.input.inputSeq, last.input.inputSeq);
  for (const { input, events } of batch) {
    const before = stored.get(input.inputSeq) ?? [];
    const now = events.some(isDurable) ? (JSON.parse(JSON.stringify(events)) as unknown[]) : [];
    report.journalRows = (report.journalRows ?? 0) + before.length;
    if (isDeepStrictEqual(before, now)) continue;
    // What was recorded but not committed when the process died is committed by the next start.
    if (before.length === 0 && input.inputSeq > journal.committedInput) continue;
    return { inputSeq: input.inputSeq, where: 'journal', what: `the journal has ${short(before)} and replay gives ${short(now)}` };
  }
  return null;
}

function missingEnd({ journal }: ReplayParts, lastInput: number): ReplayReport['difference'] {
  if (!journal || lastInput >= journal.lastInput) return null;
  return {
    inputSeq: lastInput + 1,
    where: 'recording',
    what: `the recording ends at input ${lastInput}, but the session continued to input ${journal.lastInput}`,
  };
}

function describe(input: Input, { events, effects }: StepResult): string {
  return `input ${short(input.body)} now gives events ${short(events)} and effects ${short(effects)}, whose hash is not the recorded one`;
}

function short(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 600 ? `${text.slice(0, 600)}…` : text;
}
