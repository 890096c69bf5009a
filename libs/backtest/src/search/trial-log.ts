import { InvalidSearch } from './invalid-search';
import type { Trial } from './trial';

/** The first line of a log; two searches with the same `id` try the same points on the same data. */
export interface SearchHeader {
  readonly format: 1;
  readonly id: string;
  readonly strategy: string;
  readonly version: string;
  /** The market whose data is searched, and its time range, epoch milliseconds. */
  readonly venue: string;
  readonly symbols: readonly string[];
  readonly from: number;
  readonly to: number;
  /** Days per year used to annualise the ratios of its trials; absent: 365. */
  readonly daysPerYear?: number;
  /** What is searched and how, for people and for a later start; part of the input of the hash `id`. */
  readonly search: Readonly<Record<string, unknown>>;
}

/** One line of a log. A claim marks the start of a trial; a claim without a trial was running when the process ended. */
export type LogLine =
  | { readonly type: 'search'; readonly header: SearchHeader }
  | { readonly type: 'claim'; readonly number: number }
  | { readonly type: 'trial'; readonly trial: Trial }
  /** A check outside the sandbox found that the trial's run cannot be repeated. */
  | { readonly type: 'distrust'; readonly number: number; readonly why: string }
  /** All requested trials have run. */
  | { readonly type: 'end'; readonly trials: number };

export interface TrialLog {
  readonly header: SearchHeader;
  /** By number, without duplicates. */
  readonly trials: readonly Trial[];
  /** Claimed and not finished. */
  readonly unended: readonly number[];
  readonly distrusted: ReadonlyMap<number, string>;
  /** True if the last start ran all requested trials. */
  readonly isEnded: boolean;
  /** Length of the complete lines in characters; anything after it was being written when the process ended. */
  readonly whole: number;
}

export function lineOf(line: LogLine): string {
  return `${JSON.stringify(line)}\n`;
}

/** Parses a log. An incomplete last line is ignored; any other invalid line throws `InvalidSearch` with its number. */
export function readTrialLog(text: string): TrialLog {
  const whole = text.lastIndexOf('\n') + 1;
  const lines = text.slice(0, whole).split('\n').slice(0, -1);
  const [first] = lines;
  const opening = first === undefined ? null : parsed(first, 1);
  if (opening?.type !== 'search' || opening.header.format !== 1)
    throw new InvalidSearch('line 1 of the trial log is not the head of a search');
  const trials = new Map<number, Trial>();
  const claims = new Set<number>();
  const distrusted = new Map<number, string>();
  let isEnded = false;
  for (const [at, text] of lines.entries()) {
    const line = parsed(text, at + 1);
    isEnded = line.type === 'end' || (isEnded && line.type === 'distrust');
    if (line.type === 'claim') claims.add(line.number);
    if (line.type === 'trial') trials.set(line.trial.number, line.trial);
    if (line.type === 'distrust') distrusted.set(line.number, line.why);
  }
  return {
    header: opening.header,
    trials: [...trials.values()].toSorted((a, b) => a.number - b.number),
    unended: [...claims].filter((number) => !trials.has(number)),
    distrusted,
    isEnded,
    whole,
  };
}

function parsed(text: string, number: number): LogLine {
  try {
    const line = JSON.parse(text) as LogLine;
    if (typeof line === 'object' && line !== null && Object.hasOwn(KINDS, line.type)) return line;
  } catch {
    // Thrown again below with its line number.
  }
  throw new InvalidSearch(`line ${number} of the trial log is no line of a search: ${text.slice(0, 60)}`);
}

const KINDS: Readonly<Record<LogLine['type'], true>> = { search: true, claim: true, trial: true, distrust: true, end: true };
