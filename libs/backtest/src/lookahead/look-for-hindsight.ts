import type { BacktestTerms } from '../run/backtest';
import { firstDifference } from './compare';
import { culpritOf } from './culprit';
import type { Finding, Sources } from './finding';
import type { Observation, Play, RunRequest } from './observation';
import { knownMoments, knownPrices } from './literals';
import type { Literal } from './literals';
import { sayDifference } from './look-for-memory';
import { readCode } from './source-code';

const GREGORIAN_CYCLE_MS = 146_097 * 86_400_000;
/**
 * After 400 years days, months and weekdays repeat exactly, so calendar and clock rules cannot tell the difference. 4000 years are also a
 * multiple of five days, 4800 of four: a rule with such a period can notice at most one of them.
 */
const MOVES = [10 * GREGORIAN_CYCLE_MS, 12 * GREGORIAN_CYCLE_MS] as const;

export interface Hindsight {
  readonly findings: readonly Finding[];
  readonly detail: string;
}

/** Plays the same market in another millennium and in another currency unit: a strategy that acts differently knows this very market. */
export async function lookForHindsight(play: Play, whole: Observation, terms: BacktestTerms, sources: Sources): Promise<Hindsight> {
  const moves = MOVES.map((by): RunRequest => ({ variant: { kind: 'moved', by } }));
  const runs = await play([...moves, { variant: { kind: 'revalued' } }]);
  const files = sources.files.map(readCode);
  const differences = MOVES.map((movedBy, at) => firstDifference(whole, runs[at]!, { movedBy }));
  const findings: Finding[] = [];
  const [later] = differences;
  if (later && differences.every((difference) => difference !== null)) {
    const known = knownMoments(files, terms);
    const requests: readonly RunRequest[] = [{ variant: { kind: 'whole' } }, ...moves];
    const culprit = await culpritOf(play, sources, { requests, first: 0, second: 1, difference: later, movedBy: MOVES[0] });
    findings.push({
      kind: 'hindsight',
      line: known[0]?.line ?? culprit.line,
      at: later.at,
      hook: later.hook,
      subject: known[0]?.text ?? culprit.path,
      message: `${sayDifference(later)} when the same market is dated 4000 years later: it depends on dates, ${said(known, 'written somewhere in the code')}; they can only be known afterwards`,
    });
  }
  const worth = firstDifference(whole, runs.at(-1)!, { priceFactor: 2 });
  const prices = worth ? knownPrices(files, terms) : [];
  if (worth && prices.length > 0)
    findings.push({
      kind: 'hindsight',
      line: prices[0]!.line,
      at: worth.at,
      hook: worth.hook,
      subject: prices[0]!.text,
      message: `${sayDifference(worth)} when all prices and balances are doubled, and ${said(prices, '')}: ${prices.length === 1 ? 'it' : 'they'} can only be known afterwards`,
    });
  const priced = worth && prices.length === 0 ? '; it depends on absolute prices, none of which is copied from this market' : '';
  return { findings, detail: `the same market dated 4000 and 4800 years later, and with doubled prices and balances${priced}` };
}

function said(known: readonly Literal[], nothing: string): string {
  if (known.length === 0) return nothing;
  const shown = known.slice(0, 3).map(({ text, line }) => `${text} (${line})`);
  const rest = known.length - shown.length;
  return `the code has ${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''} of this market`;
}
