import type { BarTape, FundingRate } from '@libs/backtest';
import {
  LONGEST_FUNDING,
  fundingGaps,
  isPerpetual,
  type DataSourceNote,
  type FundingSeries,
  type HistoryStore,
  type TimeSpan,
} from '@libs/market-data';
import { ResearchRefused } from '../refusals';
import type { BacktestSpec, FixedFunding } from './backtest-spec';
import type { StoredMarket } from './stored-market';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The origin of a perpetual contract's funding in a run. */
export interface FundingOrigin {
  readonly symbol: string;
  /** `part`: stored settlements were paid, and some are missing; `missing`: none is stored. */
  readonly kind: 'history' | 'part' | 'fixed' | 'none' | 'missing';
  /** One sentence for people. */
  readonly text: string;
}

/** The market with the settlements that the spec asks for, and their origin; markets without funding have no origin. */
export async function funded(
  spec: Pick<BacktestSpec, 'funding' | 'from'>,
  market: StoredMarket,
  store: HistoryStore,
): Promise<{ readonly market: StoredMarket; readonly origin: FundingOrigin | null }> {
  const { symbol } = market.text;
  if (!isPerpetual(symbol)) return { market, origin: null };
  const { funding: asked } = spec;
  if (asked === 'none') return { market, origin: { symbol, kind: 'none', text: `Funding of ${symbol} is left out, as requested.` } };
  if (typeof asked === 'object') {
    const text = `Funding of ${symbol} is assumed: a rate of ${asked.rate} every ${asked.hours} h.`;
    return { market: { ...market, funding: fixedFunding(asked, market.tape) }, origin: { symbol, kind: 'fixed', text } };
  }
  const { rates, sources, gaps } = await storedFunding(store, market, spec.from ?? -Infinity);
  const missing = missingText(market, gaps);
  if (missing !== null && asked === 'history')
    throw new ResearchRefused(`Funding of ${symbol}: ${missing}. Or continue without it: --funding none.`);
  if (missing !== null && rates.length === 0)
    return { market, origin: { symbol, kind: 'missing', text: `Funding of ${symbol} is left out: ${missing}` } };
  const paid = `${rates.length} rates, ${sourcesText(sources)}`;
  const origin =
    missing === null
      ? { kind: 'history' as const, text: `Funding of ${symbol} is what the exchange settled: ${paid}.` }
      : { kind: 'part' as const, text: `Funding of ${symbol} is paid in part (${paid}): ${missing}` };
  return { market: { ...market, funding: rates }, origin: { symbol, ...origin } };
}

interface StoredFunding {
  /** Within the tape's span. */
  readonly rates: readonly FundingRate[];
  readonly sources: readonly DataSourceNote[];
  readonly gaps: readonly TimeSpan[];
}

/** There is no position, so no settlement, before trading begins. */
async function storedFunding(store: HistoryStore, { text, tape }: StoredMarket, begin: number): Promise<StoredFunding> {
  const series = seriesOf(text);
  const span = { from: Math.max(begin, tape.series.firstStart), to: tape.series.end };
  const around = { from: span.from - LONGEST_FUNDING, to: span.to + LONGEST_FUNDING + 1 };
  const rates: FundingRate[] = [];
  for await (const { at, rate } of store.funding(series, around)) rates.push({ at, rate: rate.toString() });
  // Settlements after the last bar are not for the run to know.
  const settled = rates.filter(({ at }) => at >= span.from && at <= span.to);
  return { rates: settled, sources: await store.sources(series, around), gaps: fundingGaps(rates, span) };
}

/** The missing period and the command that downloads it; null if nothing is missing. */
function missingText({ text: { venue, symbol } }: StoredMarket, gaps: readonly TimeSpan[]): string | null {
  const [first, ...others] = gaps;
  if (first === undefined) return null;
  const more = others.length === 0 ? '' : ` and ${others.length} later ${others.length === 1 ? 'stretch' : 'stretches'}`;
  // To the end of the day, because that end is exclusive.
  const days = `--from ${dayOf(first.from)} --to ${dayOf((others.at(-1) ?? first).to + DAY)}`;
  const get = `plimsoll data download --kind funding --venue ${venue} --symbol ${symbol} ${days}`;
  return `none stored ${momentOf(first.from)} to ${momentOf(first.to)}${more}; get it: ${get}`;
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** The day, and the time unless it is midnight. */
function momentOf(at: number): string {
  return at % DAY === 0 ? dayOf(at) : `${dayOf(at)} ${new Date(at).toISOString().slice(11, 16)}`;
}

function seriesOf({ venue, symbol }: StoredMarket['text']): FundingSeries {
  return { venue, symbol, category: 'linear', kind: 'funding' };
}

/** A settlement at every multiple of the hours within the tape. */
function fixedFunding({ rate, hours }: FixedFunding, { series }: BarTape): readonly FundingRate[] {
  const step = hours * HOUR;
  const first = Math.ceil(series.firstStart / step) * step;
  const count = Math.max(0, Math.floor((series.end - first) / step) + 1);
  return Array.from({ length: count }, (_, n) => ({ at: first + n * step, rate }));
}

const HOW = { import: 'imported from', download: 'downloaded from' } as const;

function sourcesText(sources: readonly DataSourceNote[]): string {
  return sources.map(({ how, from }) => `${HOW[how]} ${from}`).join(' and ');
}
