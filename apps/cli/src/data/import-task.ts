import { basename } from 'node:path';
import type { Bar } from '@libs/kernel';
import {
  categoryOf,
  readCandleCsv,
  readFileName,
  readFreqtradeCandles,
  readFreqtradeFeather,
  seriesFolder,
  type HistorySeries,
  type NamedFile,
} from '@libs/market-data';
import type { ImportCommand } from './commands';
import { bad, candleSeries, intervalOption } from './data-options';

/** A file, and the series that it goes into. */
export interface ImportTask {
  readonly file: string;
  readonly format: NamedFile['format'];
  readonly series: HistorySeries;
}

const READERS = { csv: readCandleCsv, json: readFreqtradeCandles, feather: readFreqtradeFeather } as const;

/** The candles of a file in whatever format. */
export function candlesOf({ file, format }: ImportTask, onBytes: (bytes: number) => void): AsyncGenerator<Bar, void, undefined> {
  return READERS[format](file, onBytes);
}

/** What a file holds, by its name and the options. */
export function importTask(file: string, options: ImportCommand): ImportTask {
  const named = readFileName(file);
  const symbol = options.symbol ?? named.symbol;
  if (symbol === undefined)
    throw bad(`${basename(file)} does not name its market; give --symbol BTC/USDT, or BTC/USDT:USDT for a contract.`);
  const { format } = named;
  const kind = options.trades ? 'trades' : named.kind;
  const interval = options.interval === undefined ? named.interval : intervalOption(options.interval);
  if (kind === 'candles' && interval === undefined)
    throw bad(`${basename(file)} does not name the length of its candles; give --interval 1m.`);
  if (kind === 'trades' && format !== 'json')
    throw bad(`${basename(file)} is no JSON file, and trades are imported from the JSON of freqtrade.`);
  const series: HistorySeries =
    kind === 'candles'
      ? candleSeries(options.venue, symbol, interval!)
      : { venue: options.venue, symbol, category: categoryOf(symbol), kind };
  seriesFolder(series);
  return { file, format, series };
}
