import { setTimeout as sleep } from 'node:timers/promises';
import {
  downloadTrades,
  NoPastTrades,
  seriesName,
  TradeCoverage,
  tradeFormat,
  verifyTrades,
  type TimeSpan,
  type TradeDownloadReport,
  type TradeHole,
  type TradeSeries,
} from '@libs/market-data';
import type { Instrument } from '@libs/kernel';
import { EXIT, type ExitCode } from '../exit-code';
import type { Terminal } from '../terminal/terminal';
import type { DownloadCommand } from './commands';
import { noteInIndex, openHouse, whileWriting, type DataHouse } from './data-house';
import { bad, explained, plainSeries, timeOption } from './data-options';
import { sayRetry, stopped } from './download-words';
import { describeMerge, mergeOf } from './merge-result';
import { findInstruments, openVenue, type Venue } from './venue';

/** Fetches public trades of one symbol into the store, and looks through what came. */
export async function downloadTradeData(options: DownloadCommand, terminal: Terminal): Promise<ExitCode> {
  return explained(async () => {
    const house = openHouse();
    const series = plainSeries(options.venue, options.symbol, 'trades');
    const venue = await openVenue(options.venue, options.venueUrl, house.settings);
    const [instrument] = await terminal.during(`Asking ${venue.from} for ${series.symbol}`, findInstruments(venue, [series.symbol]));
    const span = await spanOf(house, series, options);
    const job = { house, venue, series, instrument: instrument!, span, options, terminal };
    const report = await whileWriting(house, () => fetchSpan(job)).finally(() => noteInIndex(house, terminal));
    const { rows, count } = await verifyTrades(house.store.trades(series, span));
    for (const hole of report.holes) terminal.say(describeHole(hole, venue), 'warn');
    const result = { ...mergeOf(seriesName(series), report, tradeFormat), holes: report.holes.map(withTimes), rows, findings: count };
    terminal.result(
      `${describeMerge(result)}\n${rows} trades of that time are stored, ${count === 0 ? 'nothing wrong' : `${count} findings`}`,
      result,
    );
    if (report.holes.length > 0) return EXIT.failed;
    return report.conflicts > 0 || count > 0 ? EXIT.different : EXIT.ok;
  });
}

/** Without a beginning it goes on where the last download ended, else where the stored trades do. */
async function spanOf({ store }: DataHouse, series: TradeSeries, { from, to }: DownloadCommand): Promise<TimeSpan> {
  const end = to === undefined ? Infinity : timeOption('to', to);
  const begin = from === undefined ? await endOf(store, series) : timeOption('from', from);
  if (begin === null) throw bad(`Nothing of ${seriesName(series)} is stored to go on from; give --from 2025-06-01 for a beginning.`);
  if (begin >= end) throw bad(`There is nothing between ${iso(begin)} and ${iso(end)}; give a later --to.`);
  return { from: begin, to: end };
}

async function endOf(store: DataHouse['store'], series: TradeSeries): Promise<number | null> {
  const covered = (await new TradeCoverage(store.folder, series).spans()).at(-1);
  return covered?.to ?? (await store.lastTime(series));
}

interface Job {
  readonly house: DataHouse;
  readonly venue: Venue;
  readonly series: TradeSeries;
  readonly instrument: Instrument;
  readonly span: TimeSpan;
  readonly options: DownloadCommand;
  readonly terminal: Terminal;
}

async function fetchSpan({ house, venue, series, instrument, span, options, terminal }: Job): Promise<TradeDownloadReport> {
  const market = venue.plugin.marketData(venue.options);
  const to = Math.min(span.to, await market.marketTime(instrument));
  return terminal.measure(seriesName(series), (progress) =>
    downloadTrades({
      market,
      instrument,
      store: house.store,
      series,
      sleep,
      from: venue.from,
      replace: options.replace,
      span: { from: span.from, to },
      onRetry: sayRetry(terminal),
      onProgress: (until) => progress(until - span.from, to - span.from),
    }).catch((error: unknown) => {
      throw error instanceof NoPastTrades ? bad(error.message) : stopped(error, venue);
    }),
  );
}

function describeHole({ from, to, why }: TradeHole, venue: Venue): string {
  return `The trades from ${iso(from)} to ${iso(to)} cannot be had from ${venue.from}: ${why}.`;
}

function withTimes({ from, to, why }: TradeHole): object {
  return { from: iso(from), to: iso(to), why };
}

function iso(time: number): string {
  return Number.isFinite(time) ? new Date(time).toISOString() : 'now';
}
