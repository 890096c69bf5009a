import { setTimeout as sleep } from 'node:timers/promises';
import { INTERVALS, type Instrument } from '@libs/kernel';
import { candleFormat, downloadCandles, seriesName, type CandleSeries, type TimeSpan } from '@libs/market-data';
import { EXIT, type CommandError, type ExitCode } from '../exit-code';
import type { Terminal } from '../terminal/terminal';
import type { DownloadCommand } from './commands';
import { noteInIndex, openHouse, whileWriting, type DataHouse } from './data-house';
import { bad, candleSeries, explained, intervalOption, timeOption } from './data-options';
import { describeMerge, mergeOf, type MergeResult } from './merge-result';
import { sayRetry, stopped } from './download-words';
import { downloadFundingData } from './download-funding-data';
import { downloadTradeData } from './download-trade-data';
import { findInstruments, openVenue, type Venue } from './venue';

/** Fetches candles, trades or funding of one symbol into the store. */
export async function downloadData(options: DownloadCommand, terminal: Terminal): Promise<ExitCode> {
  checkTimes(options);
  if (options.kind === 'trades') return downloadTradeData(options, terminal);
  if (options.kind === 'funding') return downloadFundingData(options, terminal);
  if (options.kind !== 'candles') throw bad(`--kind is "${options.kind}"; it must be candles, trades or funding.`);
  return downloadCandleData(options, terminal);
}

/** Before anything is asked of a venue, which may not answer. */
function checkTimes({ from, to }: DownloadCommand): void {
  const begin = from === undefined ? -Infinity : timeOption('from', from);
  const end = to === undefined ? Infinity : timeOption('to', to);
  if (begin >= end) throw nothingBetween(begin, end);
}

function nothingBetween(begin: number, end: number): CommandError {
  return bad(`There is nothing between ${new Date(begin).toISOString()} and ${new Date(end).toISOString()}; give a later --to.`);
}

async function downloadCandleData(options: DownloadCommand, terminal: Terminal): Promise<ExitCode> {
  return explained(async () => {
    const house = openHouse();
    const series = candleSeries(options.venue, options.symbol, intervalOption(options.interval));
    const venue = await openVenue(options.venue, options.venueUrl, house.settings);
    const [instrument] = await terminal.during(`Asking ${venue.from} for ${series.symbol}`, findInstruments(venue, [series.symbol]));
    const span = await spanOf(house, series, options);
    const job = { house, venue, series, instrument: instrument!, span, options, terminal };
    const result = await whileWriting(house, () => fetchSpan(job)).finally(() => noteInIndex(house, terminal));
    terminal.result(describeMerge(result), result);
    return result.conflicts > 0 ? EXIT.different : EXIT.ok;
  });
}

/** Without a beginning it is the candle after the last stored one; with one, what is stored from there on is not asked for again. */
async function spanOf({ store }: DataHouse, series: CandleSeries, { from, to, replace }: DownloadCommand): Promise<TimeSpan> {
  const end = to === undefined ? Infinity : timeOption('to', to);
  const last = from === undefined ? await store.lastTime(series) : null;
  if (from === undefined && last === null)
    throw bad(`Nothing of ${seriesName(series)} is stored to go on from; give --from 2025-06-01 for a beginning.`);
  const wanted = from === undefined ? last! + INTERVALS[series.interval] : timeOption('from', from);
  if (wanted >= end) throw nothingBetween(wanted, end);
  return { from: replace ? wanted : await store.firstMissing(series, wanted), to: end };
}

interface Job {
  readonly house: DataHouse;
  readonly venue: Venue;
  readonly series: CandleSeries;
  readonly instrument: Instrument;
  readonly span: TimeSpan;
  readonly options: DownloadCommand;
  readonly terminal: Terminal;
}

async function fetchSpan({ house, venue, series, instrument, span, options, terminal }: Job): Promise<MergeResult> {
  const market = venue.plugin.marketData(venue.options);
  const now = await market.marketTime(instrument);
  const to = Math.min(span.to, now);
  const report = await terminal.measure(seriesName(series), (progress) => {
    const bars = downloadCandles({
      market,
      instrument,
      interval: series.interval,
      from: span.from,
      to,
      sleep,
      onRetry: sayRetry(terminal),
      onProgress: (until) => progress(until - span.from, to - span.from),
    });
    return house.store
      .addCandles(series, bars, { source: { how: 'download', from: venue.from }, replace: options.replace })
      .catch((error: unknown) => {
        throw stopped(error, venue);
      });
  });
  return mergeOf(seriesName(series), report, candleFormat);
}
