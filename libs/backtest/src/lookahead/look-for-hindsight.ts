import type { BacktestTerms } from '../run/backtest';
import { firstDifference } from './compare';
import type { Difference } from './compare';
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
  const [first, second, revalued] = await play([...moves, { variant: { kind: 'revalued' } }]);
  const files = sources.files.map(readCode);
  const findings: Finding[] = [];
  const known = knownMoments(files, terms);
  const later = pickedDates(whole, [first!, second!], known);
  if (later !== null && later !== 'rhythm') {
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
  const worth = firstDifference(whole, revalued!, { priceFactor: 2 });
  const prices = worth ? knownPrices(files, terms) : [];
  if (worth && prices.length > 0) findings.push(ofPrices(worth, prices));
  const rhythm = later === 'rhythm' ? '; it follows a rhythm that the calendar does not have, and picks out no dates of this market' : '';
  const priced = worth && prices.length === 0 ? '; it depends on absolute prices, none of which is copied from this market' : '';
  return { findings, detail: `the same market dated 4000 and 4800 years later, and with doubled prices and balances${rhythm}${priced}` };
}

/**
 * Where it acts differently in both millennia, and so by dates of this market. One that picks out dates finds none of them in either, so
 * that it acts the same in both. One with a rhythm of its own, such as every 20 days, acts differently in each and knows nothing, unless its
 * code has a moment of this market.
 */
function pickedDates(
  whole: Observation,
  [first, second]: readonly [Observation, Observation],
  known: readonly Literal[],
): Difference | 'rhythm' | null {
  const later = firstDifference(whole, first, { movedBy: MOVES[0] });
  if (later === null || firstDifference(whole, second, { movedBy: MOVES[1] }) === null) return null;
  const isSame = firstDifference(first, second, { movedBy: MOVES[1] - MOVES[0] }) === null;
  return isSame || known.length > 0 ? later : 'rhythm';
}

function ofPrices(worth: Difference, prices: readonly Literal[]): Finding {
  return {
    kind: 'hindsight',
    line: prices[0]!.line,
    at: worth.at,
    hook: worth.hook,
    subject: prices[0]!.text,
    message: `${sayDifference(worth)} when all prices and balances are doubled, and ${said(prices, '')}: ${prices.length === 1 ? 'it' : 'they'} can only be known afterwards`,
  };
}

function said(known: readonly Literal[], nothing: string): string {
  if (known.length === 0) return nothing;
  const shown = known.slice(0, 3).map(({ text, line }) => `${text} (${line})`);
  const rest = known.length - shown.length;
  return `the code has ${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''} of this market`;
}
