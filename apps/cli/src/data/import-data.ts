import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import {
  candleFormat,
  categoryOf,
  readCandleCsv,
  readFileName,
  readFreqtradeCandles,
  readFreqtradeTrades,
  seriesFolder,
  seriesName,
  tradeFormat,
  type HistorySeries,
  type NamedFile,
} from '@libs/market-data';
import { EXIT, type ExitCode } from '../exit-code';
import type { Progress, Terminal } from '../terminal/terminal';
import type { ImportCommand } from './commands';
import { noteInIndex, openHouse, whileWriting, type DataHouse } from './data-house';
import { bad, candleSeries, explained, intervalOption } from './data-options';
import { describeMerge, mergeOf, type MergeResult } from './merge-result';

interface Task {
  readonly file: string;
  readonly format: NamedFile['format'];
  readonly series: HistorySeries;
}

/** Takes files in, each as a whole: one that cannot be read to its end changes nothing. */
export async function importData(files: readonly string[], options: ImportCommand, terminal: Terminal): Promise<ExitCode> {
  return explained(async () => {
    const house = openHouse();
    const tasks = files.map((file) => taskOf(file, options));
    const results = await whileWriting(house, async () => {
      for (const task of tasks) await terminal.measure(`checking ${basename(task.file)}`, (progress) => readThrough(task, progress));
      const done: MergeResult[] = [];
      for (const task of tasks)
        done.push(await terminal.measure(basename(task.file), (progress) => importFile(house, { task, options, progress })));
      return done;
    });
    await noteInIndex(house, terminal);
    terminal.result(results.map(describeMerge).join('\n'), { imported: results });
    return results.some(({ conflicts }) => conflicts > 0) ? EXIT.different : EXIT.ok;
  });
}

function taskOf(file: string, options: ImportCommand): Task {
  const named = readFileName(file);
  const symbol = options.symbol ?? named.symbol;
  if (symbol === undefined)
    throw bad(`${basename(file)} does not name its market; give --symbol BTC/USDT, or BTC/USDT:USDT for a contract.`);
  const { format } = named;
  const kind = options.trades ? 'trades' : named.kind;
  const interval = options.interval === undefined ? named.interval : intervalOption(options.interval);
  if (kind === 'candles' && interval === undefined)
    throw bad(`${basename(file)} does not name the length of its candles; give --interval 1m.`);
  if (kind === 'trades' && format === 'csv')
    throw bad(`${basename(file)} is no JSON file, and trades are imported from the JSON of freqtrade.`);
  const series: HistorySeries =
    kind === 'candles'
      ? candleSeries(options.venue, symbol, interval!)
      : { venue: options.venue, symbol, category: categoryOf(symbol), kind };
  seriesFolder(series);
  return { file, format, series };
}

async function readThrough({ file, format, series }: Task, progress: Progress): Promise<void> {
  const onBytes = await bytesOf(file, progress);
  const rows =
    series.kind === 'trades'
      ? readFreqtradeTrades(file, onBytes)
      : format === 'csv'
        ? readCandleCsv(file, onBytes)
        : readFreqtradeCandles(file, onBytes);
  for await (const _ of rows);
}

interface ImportWork {
  readonly task: Task;
  readonly options: ImportCommand;
  readonly progress: Progress;
}

async function importFile({ store }: DataHouse, { task, options, progress }: ImportWork): Promise<MergeResult> {
  const { file, format, series } = task;
  const onBytes = await bytesOf(file, progress);
  const add = { source: { how: 'import' as const, from: basename(file) }, replace: options.replace };
  const name = seriesName(series);
  if (series.kind === 'trades') {
    return mergeOf(name, await store.addTrades(series, readFreqtradeTrades(file, onBytes), add), tradeFormat);
  }
  const bars = format === 'csv' ? readCandleCsv(file, onBytes) : readFreqtradeCandles(file, onBytes);
  return mergeOf(name, await store.addCandles(series, bars, add), candleFormat);
}

async function bytesOf(file: string, progress: Progress): Promise<(bytes: number) => void> {
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  );
  return (bytes) => progress(bytes, size);
}
