import { basename } from 'node:path';
import {
  candleFormat,
  fundingFormat,
  readCandleCsv,
  readFileName,
  readFreqtradeCandles,
  readFreqtradeFeather,
  readFreqtradeFunding,
  readFreqtradeFundingFeather,
  readFreqtradeTrades,
  readFundingCsv,
  seriesFolder,
  seriesName,
  tradeFormat,
  verifyCandles,
  verifyFunding,
  zoneOf,
  type AddOptions,
  type HistorySeries,
  type HistoryStore,
  type NamedFile,
  type Verification,
  type Zone,
} from '@libs/market-data';
import type { ImportCommand } from './commands';
import { bad, candleSeries, intervalOption, plainSeries } from './data-options';
import { mergeOf, type MergeResult } from './merge-result';

type OnBytes = (bytes: number) => void;

/** A file, and the series that it goes into. */
export interface ImportTask {
  readonly file: string;
  /** Reads it to its end, and says what is odd about its rows; null where nothing is looked for. */
  check(onBytes: OnBytes): Promise<Verification | null>;
  store(store: HistoryStore, onBytes: OnBytes, options: AddOptions): Promise<MergeResult>;
}

const CANDLES = { json: readFreqtradeCandles, feather: readFreqtradeFeather } as const;
const FUNDING = { json: readFreqtradeFunding, feather: readFreqtradeFundingFeather } as const;

/** Of freqtrade; nobody trades at these prices, so under the name of candles they would make up fills. */
const NOT_TRADED = /-(mark|index|premiumIndex)\.(csv|json|feather)(\.gz)?$/;

/** What a file holds, by its name and the options. */
export function importTask(file: string, options: ImportCommand): ImportTask {
  const [, prices] = NOT_TRADED.exec(file) ?? [];
  if (prices !== undefined)
    throw bad(`${basename(file)} holds ${prices} prices, at which nothing is traded, so they are no candles to backtest on; leave it out.`);
  const named = readFileName(file);
  const symbol = options.symbol ?? named.symbol;
  if (symbol === undefined)
    throw bad(`${basename(file)} does not name its market; give --symbol BTC/USDT, or BTC/USDT:USDT for a contract.`);
  const kind = options.trades ? 'trades' : options.funding ? 'funding' : named.kind;
  const interval = options.interval === undefined ? named.interval : intervalOption(options.interval);
  if (kind === 'candles' && interval === undefined)
    throw bad(`${basename(file)} does not name the length of its candles; give --interval 1m.`);
  if (kind === 'trades' && named.format !== 'json')
    throw bad(`${basename(file)} is no JSON file, and trades are imported from the JSON of freqtrade.`);
  const series = kind === 'candles' ? candleSeries(options.venue, symbol, interval!) : plainSeries(options.venue, symbol, kind);
  seriesFolder(series);
  return taskOf({ file, format: named.format, zone: zoneFor(file, named.format, options) }, series);
}

interface ReadFile {
  readonly file: string;
  readonly format: NamedFile['format'];
  readonly zone: Zone | undefined;
}

/** Only CSV has times that may be of any zone. */
function zoneFor(file: string, format: NamedFile['format'], { timezone }: ImportCommand): Zone | undefined {
  if (timezone === undefined) return undefined;
  if (format !== 'csv') throw bad(`${basename(file)} has its times in UTC, as freqtrade writes them; leave out --timezone.`);
  const zone = zoneOf(timezone);
  if (zone) return zone;
  throw bad(`--timezone is "${timezone}"; it must be the name of a zone like Europe/Berlin, an offset like +02:00, or UTC.`);
}

function taskOf({ file, format, zone }: ReadFile, series: HistorySeries): ImportTask {
  const name = seriesName(series);
  switch (series.kind) {
    case 'candles': {
      const read = (onBytes: OnBytes) => (format === 'csv' ? readCandleCsv(file, { onBytes, zone }) : CANDLES[format](file, onBytes));
      return {
        file,
        check: (onBytes) => verifyCandles(read(onBytes), series.interval),
        store: async (store, onBytes, add) => mergeOf(name, await store.addCandles(series, read(onBytes), add), candleFormat),
      };
    }
    case 'funding': {
      const read = (onBytes: OnBytes) => (format === 'csv' ? readFundingCsv(file, { onBytes, zone }) : FUNDING[format](file, onBytes));
      return {
        file,
        check: (onBytes) => verifyFunding(read(onBytes)),
        store: async (store, onBytes, add) => mergeOf(name, await store.addFunding(series, read(onBytes), add), fundingFormat),
      };
    }
    case 'trades': {
      const read = (onBytes: OnBytes) => readFreqtradeTrades(file, onBytes);
      return {
        file,
        check: async (onBytes) => {
          for await (const _ of read(onBytes));
          return null;
        },
        store: async (store, onBytes, add) => mergeOf(name, await store.addTrades(series, read(onBytes), add), tradeFormat),
      };
    }
  }
}
