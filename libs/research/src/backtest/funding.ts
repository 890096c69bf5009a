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

/** Where the funding of a perpetual contract came from in a run. */
export interface FundingOrigin {
  readonly symbol: string;
  /** `part`: what is stored of it was paid, and some is not stored; `missing`: nothing is. */
  readonly kind: 'history' | 'part' | 'fixed' | 'none' | 'missing';
  /** One sentence for people. */
  readonly text: string;
}

/** The market with its settlements as the spec asks for them, and where they came from; markets that pay no funding have no origin. */
export async function funded(
  spec: Pick<BacktestSpec, 'funding' | 'from'>,
  market: StoredMarket,
  store: HistoryStore,
): Promise<{ readonly market: StoredMarket; readonly origin: FundingOrigin | null }> {
  const { symbol } = market.text;
  if (!isPerpetual(symbol)) return { market, origin: null };
  const { funding: asked } = spec;
  if (asked === 'none') return { market, origin: { symbol, kind: 'none', text: `Funding of ${symbol} is left out, as was asked.` } };
  if (typeof asked === 'object') {
    const text = `Funding of ${symbol} is assumed: a rate of ${asked.rate} every ${asked.hours} h.`;
    return { market: { ...market, funding: fixedFunding(asked, market.tape) }, origin: { symbol, kind: 'fixed', text } };
  }
  const { rates, sources, gaps } = await storedFunding(store, market, spec.from ?? -Infinity);
  const missing = missingText(market, gaps);
  if (missing !== null && asked === 'history')
    throw new ResearchRefused(`Funding of ${symbol}: ${missing}. Or go on without it: --funding none.`);
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
  /** In the time of the tape. */
  readonly rates: readonly FundingRate[];
  readonly sources: readonly DataSourceNote[];
  readonly gaps: readonly TimeSpan[];
}

/** Nothing is held, and so nothing settled, before trading begins. */
async function storedFunding(store: HistoryStore, { text, tape }: StoredMarket, begin: number): Promise<StoredFunding> {
  const series = seriesOf(text);
  const span = { from: Math.max(begin, tape.series.firstStart), to: tape.series.end };
  const around = { from: span.from - LONGEST_FUNDING, to: span.to + LONGEST_FUNDING + 1 };
  const rates: FundingRate[] = [];
  for await (const { at, rate } of store.funding(series, around)) rates.push({ at, rate: rate.toString() });
  // What is settled after the last bar is not for the run to know.
  const settled = rates.filter(({ at }) => at >= span.from && at <= span.to);
  return { rates: settled, sources: await store.sources(series, around), gaps: fundingGaps(rates, span) };
}

/** Which time is missing and the command that gets it; null where none is. */
function missingText({ text: { venue, symbol } }: StoredMarket, gaps: readonly TimeSpan[]): string | null {
  const [first, ...others] = gaps;
  if (first === undefined) return null;
  const more = others.length === 0 ? '' : ` and ${others.length} later ${others.length === 1 ? 'stretch' : 'stretches'}`;
  // To the end of the day, since that is itself not included.
  const days = `--from ${dayOf(first.from)} --to ${dayOf((others.at(-1) ?? first).to + DAY)}`;
  const get = `plimsoll data download --kind funding --venue ${venue} --symbol ${symbol} ${days}`;
  return `none stored ${momentOf(first.from)} to ${momentOf(first.to)}${more}; get it: ${get}`;
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** The day, and the time where it is not the beginning of one. */
function momentOf(at: number): string {
  return at % DAY === 0 ? dayOf(at) : `${dayOf(at)} ${new Date(at).toISOString().slice(11, 16)}`;
}

function seriesOf({ venue, symbol }: StoredMarket['text']): FundingSeries {
  return { venue, symbol, category: 'linear', kind: 'funding' };
}

/** A settlement at every multiple of the hours that lies in the tape. */
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
