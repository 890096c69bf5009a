import type { BarTape, FundingRate } from '@libs/backtest';
import {
  LONGEST_FUNDING,
  fundingGaps,
  isPerpetual,
  seriesName,
  type DataSourceNote,
  type FundingSeries,
  type HistoryStore,
  type TimeSpan,
} from '@libs/market-data';
import { ResearchRefused } from '../refusals';
import { capital } from './capital';
import type { BacktestSpec, FixedFunding } from './backtest-spec';
import type { StoredMarket } from './stored-market';

const HOUR = 3_600_000;

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
  const missing = gaps.length === 0 ? null : missingText(market, gaps);
  if (missing !== null && asked === 'history') throw new ResearchRefused(`${capital(missing)}, or go on without it (--funding none).`);
  if (missing !== null && rates.length === 0)
    return { market, origin: { symbol, kind: 'missing', text: `Funding of ${symbol} is left out: ${missing}.` } };
  const text = `Funding of ${symbol} is what the exchange settled: ${rates.length} rates, ${sourcesText(sources)}`;
  const origin = missing === null ? { kind: 'history', text: `${text}.` } : { kind: 'part', text: `${text}; ${missing}.` };
  return { market: { ...market, funding: rates }, origin: { symbol, ...origin } as FundingOrigin };
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

function missingText({ text }: StoredMarket, [first, ...others]: readonly TimeSpan[]): string {
  const [from, to] = [first!.from, first!.to].map((at) => new Date(at).toISOString());
  const more = others.length === 0 ? '' : `, nor in ${others.length} later stretches`;
  const how = `"plimsoll data download --kind funding --venue ${text.venue} --symbol ${text.symbol} --from ${from!.slice(0, 10)}" gets it and "plimsoll data import" reads files of it`;
  return `no ${seriesName(seriesOf(text))} is stored from ${from} to ${to}${more}; ${how}`;
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
