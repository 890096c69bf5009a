import type { BarTape, FundingRate } from '@libs/backtest';
import {
  LONGEST_FUNDING,
  fundingGaps,
  isPerpetual,
  seriesName,
  type DataSourceNote,
  type FundingSeries,
  type HistoryStore,
} from '@libs/market-data';
import { ResearchRefused } from '../refusals';
import type { BacktestSpec, FixedFunding } from './backtest-spec';
import type { StoredMarket } from './stored-market';

const HOUR = 3_600_000;

/** Where the funding of a perpetual contract came from in a run; `missing`: it was left out, because it is not stored. */
export interface FundingOrigin {
  readonly symbol: string;
  readonly kind: 'history' | 'fixed' | 'none' | 'missing';
  /** One sentence for people. */
  readonly text: string;
}

/** The market with its settlements as the spec asks for them, and where they came from; markets that pay no funding have no origin. */
export async function funded(
  spec: Pick<BacktestSpec, 'funding'>,
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
  const stored = await storedFunding(store, market);
  if (typeof stored !== 'string') {
    const text = `Funding of ${symbol} is what the exchange settled: ${stored.rates.length} rates, ${sourcesText(stored.sources)}.`;
    return { market: { ...market, funding: stored.rates }, origin: { symbol, kind: 'history', text } };
  }
  if (asked === 'history') throw new ResearchRefused(`${stored}, or go on without it (--funding none).`);
  return { market, origin: { symbol, kind: 'missing', text: `Funding of ${symbol} is left out: ${lower(stored)}.` } };
}

interface StoredFunding {
  readonly rates: readonly FundingRate[];
  readonly sources: readonly DataSourceNote[];
}

/** All settlements of the time of the tape; a sentence where some are not stored. */
async function storedFunding(store: HistoryStore, { text, tape }: StoredMarket): Promise<StoredFunding | string> {
  const { venue, symbol } = text;
  const series: FundingSeries = { venue, symbol, category: 'linear', kind: 'funding' };
  const span = { from: tape.series.firstStart, to: tape.series.end };
  const around = { from: span.from - LONGEST_FUNDING, to: span.to + LONGEST_FUNDING + 1 };
  const rates: FundingRate[] = [];
  for await (const { at, rate } of store.funding(series, around)) rates.push({ at, rate: rate.toString() });
  const [gap] = fundingGaps(rates, span);
  if (gap) {
    const from = new Date(gap.from).toISOString();
    const how = `"plimsoll data download --kind funding --venue ${venue} --symbol ${symbol} --from ${from.slice(0, 10)}" gets it and "plimsoll data import" reads files of it`;
    return `No ${seriesName(series)} is stored from ${from} to ${new Date(gap.to).toISOString()}; ${how}`;
  }
  // What is settled after the last bar is not for the run to know.
  return { rates: rates.filter(({ at }) => at >= span.from && at <= span.to), sources: await store.sources(series, around) };
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

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
