import { setTimeout as sleep } from 'node:timers/promises';
import type { Instrument } from '@libs/kernel';
import {
  LONGEST_FUNDING,
  NoPastFunding,
  downloadFunding,
  fundingFormat,
  fundingGaps,
  seriesFolder,
  seriesName,
  type FundingSeries,
  type FundingSettlement,
  type TimeSpan,
} from '@libs/market-data';
import { EXIT, type ExitCode } from '../exit-code';
import type { Terminal } from '../terminal/terminal';
import type { DownloadCommand } from './commands';
import { noteInIndex, openHouse, whileWriting, type DataHouse } from './data-house';
import { bad, explained, plainSeries, timeOption } from './data-options';
import { sayRetry, stopped } from './download-words';
import { describeMerge, mergeOf, type MergeResult } from './merge-result';
import { findInstruments, openVenue, type Venue } from './venue';

/** Fetches the settlements of one perpetual contract into the store, and names those that the exchange does not show. */
export async function downloadFundingData(options: DownloadCommand, terminal: Terminal): Promise<ExitCode> {
  return explained(async () => {
    const house = openHouse();
    const series = plainSeries(options.venue, options.symbol, 'funding');
    seriesFolder(series);
    const venue = await openVenue(options.venue, options.venueUrl, house.settings);
    const [instrument] = await terminal.during(`Asking ${venue.from} for ${series.symbol}`, findInstruments(venue, [series.symbol]));
    const now = await venue.plugin.marketData(venue.options).marketTime(instrument!);
    const span = await spanOf(house, series, { ...options, now });
    const job = { house, venue, series, instrument: instrument!, span, replace: options.replace, terminal };
    const merged = await whileWriting(house, () => fetchSpan(job)).finally(() => noteInIndex(house, terminal));
    const gaps = await gapsIn(house, series, span);
    for (const { from, to } of gaps)
      terminal.say(`${venue.from} shows no settlement of ${series.symbol} between ${iso(from)} and ${iso(to)}.`, 'warn');
    const result = { ...merged, gaps: gaps.map(({ from, to }) => ({ from: iso(from), to: iso(to) })) };
    terminal.result(describeMerge(result), result);
    if (gaps.length > 0) return EXIT.failed;
    return result.conflicts > 0 ? EXIT.different : EXIT.ok;
  });
}

/** Without a beginning it goes on behind the last settlement that is stored. */
async function spanOf(
  { store }: DataHouse,
  series: FundingSeries,
  { from, to, now }: Pick<DownloadCommand, 'from' | 'to'> & { readonly now: number },
): Promise<TimeSpan> {
  const end = Math.min(now, to === undefined ? Infinity : timeOption('to', to));
  const last = from === undefined ? await store.lastTime(series) : null;
  if (from === undefined && last === null)
    throw bad(`Nothing of ${seriesName(series)} is stored to go on from; give --from 2025-06-01 for a beginning.`);
  const begin = from === undefined ? last! : timeOption('from', from);
  if (begin >= end) throw bad(`There is nothing between ${iso(begin)} and ${iso(end)}; give an earlier --from or a later --to.`);
  return { from: begin, to: end };
}

interface Job {
  readonly house: DataHouse;
  readonly venue: Venue;
  readonly series: FundingSeries;
  readonly instrument: Instrument;
  readonly span: TimeSpan;
  readonly replace: boolean;
  readonly terminal: Terminal;
}

async function fetchSpan({ house, venue, series, instrument, span, replace, terminal }: Job): Promise<MergeResult> {
  const market = venue.plugin.marketData(venue.options);
  const name = seriesName(series);
  const report = await terminal.measure(name, (progress) => {
    const settlements = downloadFunding({
      market,
      instrument,
      span,
      sleep,
      onRetry: sayRetry(terminal),
      onProgress: (until) => progress(until - span.from, span.to - span.from),
    });
    return house.store
      .addFunding(series, settlements, { source: { how: 'download', from: venue.from }, replace })
      .catch((error: unknown) => {
        throw error instanceof NoPastFunding ? bad(error.message) : stopped(error, venue);
      });
  });
  return mergeOf(name, report, fundingFormat);
}

async function gapsIn({ store }: DataHouse, series: FundingSeries, span: TimeSpan): Promise<readonly TimeSpan[]> {
  const stored: FundingSettlement[] = [];
  const around = { from: span.from - LONGEST_FUNDING, to: span.to + LONGEST_FUNDING };
  for await (const settlement of store.funding(series, around)) stored.push(settlement);
  return fundingGaps(stored, span);
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
