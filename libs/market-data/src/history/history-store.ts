import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { INTERVALS } from '@libs/kernel';
import type { Bar } from '@libs/kernel';
import { readFolder } from '@libs/persistence';
import { candleFormat } from './candle-format';
import { parseFooter, footerOf } from './data-file';
import type { DataFileFacts, DataSourceNote } from './data-file';
import { findDataFiles, removeUnfinished } from './data-files';
import { atItsMinute, fundingFormat } from './funding-format';
import { mergeRows } from './merge-rows';
import type { Conflict } from './merge-rows';
import { ParquetReader, UnreadableDataFile, writeParquet } from './parquet-file';
import { numbersOf } from './row-format';
import type { RowFormat } from './row-format';
import type { ScaledColumn } from './scaled';
import { marketOfFolder, partitionOf, partitionRange, seriesFolder } from './series';
import type { CandleSeries, FundingSeries, FundingSettlement, HistoryMarket, HistorySeries, PublicTrade, TradeSeries } from './series';
import { tradeFormat } from './trade-format';

export interface AddOptions {
  readonly source: DataSourceNote;
  /** New rows replace stored ones that differ; otherwise the stored ones stay. */
  readonly replace?: boolean;
  /** Rows taken so far. */
  readonly onProgress?: (rows: number) => void;
}

export interface AddReport<Row> {
  readonly added: number;
  readonly known: number;
  readonly replaced: number;
  /** Total number; the first hundred are listed. */
  readonly conflicts: number;
  readonly named: readonly Conflict<Row>[];
}

/** A half-open span of market time, epoch milliseconds. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

/** Candles as exact integers; every chunk has its own scales. */
export interface CandleColumns {
  /** Epoch milliseconds. */
  readonly start: Float64Array;
  readonly open: ScaledColumn;
  readonly high: ScaledColumn;
  readonly low: ScaledColumn;
  readonly close: ScaledColumn;
  readonly volume: ScaledColumn;
}

const NAMED_CONFLICTS = 100;
/**
 * Number of rows written before the next are taken, the most a kill loses. A month of minutes, one file, is written at once; a busy day has
 * millions of trades.
 */
const LARGEST_BATCH = { candles: 50_000, trades: 100_000, funding: 20_000 } as const;

/** Candles, trades and funding in Parquet files below one folder. The files are authoritative, whatever any index says. */
export class HistoryStore {
  constructor(
    readonly folder: string,
    private readonly createdBy: string,
  ) {}

  addCandles(series: CandleSeries, bars: AsyncIterable<Bar> | Iterable<Bar>, options: AddOptions): Promise<AddReport<Bar>> {
    return this.add(series, bars, candleFormat, options);
  }

  /** Deletes a whole series with its metadata; returns the bytes freed. Nothing may write to it at the same time. */
  async remove(series: HistorySeries): Promise<number> {
    const folder = join(this.folder, seriesFolder(series));
    const files = await findDataFiles(folder);
    await rm(folder, { recursive: true, force: true });
    return files.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  addTrades(
    series: TradeSeries,
    trades: AsyncIterable<PublicTrade> | Iterable<PublicTrade>,
    options: AddOptions,
  ): Promise<AddReport<PublicTrade>> {
    return this.add(series, trades, tradeFormat, options);
  }

  /** Settlements are keyed by their minute. */
  addFunding(
    series: FundingSeries,
    settlements: AsyncIterable<FundingSettlement> | Iterable<FundingSettlement>,
    options: AddOptions,
  ): Promise<AddReport<FundingSettlement>> {
    return this.add(series, byMinute(settlements), fundingFormat, options);
  }

  /** Candles that start in the span, oldest first. */
  async *candles(series: CandleSeries, span: TimeSpan): AsyncGenerator<Bar, void, undefined> {
    yield* this.rows(series, candleFormat, span);
  }

  async *trades(series: TradeSeries, span: TimeSpan): AsyncGenerator<PublicTrade, void, undefined> {
    yield* this.rows(series, tradeFormat, span);
  }

  async *funding(series: FundingSeries, span: TimeSpan): AsyncGenerator<FundingSettlement, void, undefined> {
    yield* this.rows(series, fundingFormat, span);
  }

  /** The sources of a span's rows, without duplicates. */
  async sources(series: HistorySeries, { from, to }: TimeSpan): Promise<readonly DataSourceNote[]> {
    let found: readonly DataSourceNote[] = [];
    for (const partition of await this.partitions(series)) {
      const range = partitionRange(partition);
      if (range.to <= from || range.from >= to) continue;
      for (const source of (await this.factsOf(series, partition))!.sources) found = withSource(found, source);
    }
    return found;
  }

  /** The same candles in chunks, without an object for each. */
  async *candleColumns(series: CandleSeries, span: TimeSpan): AsyncGenerator<CandleColumns, void, undefined> {
    for await (const { columns } of this.groups(series, span)) {
      const start = Float64Array.from(numbersOf(columns, 'start').units, Number);
      const [first, end] = [lowerBound(start, span.from), lowerBound(start, span.to)];
      if (first === end) continue;
      const cut = (name: string): ScaledColumn => {
        const { units, scale } = numbersOf(columns, name);
        return { units: units.subarray(first, end), scale };
      };
      yield {
        start: start.subarray(first, end),
        open: cut('open'),
        high: cut('high'),
        low: cut('low'),
        close: cut('close'),
        volume: cut('volume'),
      };
    }
  }

  /** The markets of which candles are stored. */
  async candleMarkets(): Promise<readonly HistoryMarket[]> {
    const markets: HistoryMarket[] = [];
    for (const venue of await readFolder(this.folder))
      for (const symbol of await readFolder(join(this.folder, venue))) {
        const market = marketOfFolder(venue, symbol);
        const files = market === null ? [] : await findDataFiles(join(this.folder, venue, symbol, 'candles'));
        if (market !== null && files.length > 0) markets.push(market);
      }
    return markets;
  }

  /** The newest time of a series; null when there is none. */
  async lastTime(series: HistorySeries): Promise<number | null> {
    const partition = (await this.partitions(series)).at(-1);
    return partition === undefined ? null : (await this.factsOf(series, partition))!.to;
  }

  /** The first start from `from` on that is not stored. */
  async firstMissing(series: CandleSeries, from: number): Promise<number> {
    const step = INTERVALS[series.interval];
    let expected = Math.ceil(from / step) * step;
    for await (const { start } of this.candleColumns(series, { from: expected, to: Infinity }))
      for (const time of start) {
        if (time > expected) return expected;
        expected = time + step;
      }
    return expected;
  }

  private async *rows<Row>(series: HistorySeries, format: RowFormat<Row>, span: TimeSpan): AsyncGenerator<Row, void, undefined> {
    for await (const { path, columns } of this.groups(series, span)) {
      for (const row of decoded(path, format, columns)) {
        const time = format.timeOf(row);
        if (time >= span.from && time < span.to) yield row;
      }
    }
  }

  private async *groups(series: HistorySeries, { from, to }: TimeSpan): AsyncGenerator<FileGroup, void, undefined> {
    for (const partition of await this.partitions(series)) {
      const range = partitionRange(partition);
      if (range.to <= from || range.from >= to) continue;
      const path = this.pathOf(series, partition);
      const reader = await ParquetReader.open(path);
      try {
        for await (const columns of reader.groups()) yield { path, columns };
      } finally {
        await reader.close();
      }
    }
  }

  private async add<Row>(
    series: HistorySeries,
    rows: AsyncIterable<Row> | Iterable<Row>,
    format: RowFormat<Row>,
    options: AddOptions,
  ): Promise<AddReport<Row>> {
    const report = new RunningReport<Row>();
    await removeUnfinished(join(this.folder, seriesFolder(series)));
    let batch: Row[] = [];
    let partition = '';
    let taken = 0;
    const flush = async (): Promise<void> => {
      if (batch.length > 0) report.add(await this.merge({ series, partition, format, options }, batch));
      options.onProgress?.(taken);
      batch = [];
    };
    try {
      for await (const row of rows) {
        const own = partitionOf(series, format.timeOf(row));
        if (own !== partition || batch.length >= LARGEST_BATCH[series.kind]) await flush();
        partition = own;
        taken += 1;
        batch.push(row);
      }
    } finally {
      // Rows read before their source failed are kept.
      await flush();
    }
    return report;
  }

  private async merge<Row>({ series, partition, format, options }: MergeTarget<Row>, given: readonly Row[]): Promise<AddReport<Row>> {
    const path = this.pathOf(series, partition);
    const before = await this.factsOf(series, partition);
    const stored: Row[] = [];
    if (before) for await (const row of this.rows(series, format, partitionRange(partition))) stored.push(row);
    const { rows, added, known, replaced, conflicts } = mergeRows(format, stored, { given, replace: options.replace ?? false });
    if (added + replaced > 0) {
      const times = { from: format.timeOf(rows[0]!), to: format.timeOf(rows.at(-1)!) };
      const sources = withSource(before?.sources ?? [], options.source);
      const facts: DataFileFacts = { series, ...times, rows: rows.length, gaps: gapsIn(series, times, rows.length), sources };
      await writeParquet(path, { columns: format.encode(rows), footer: footerOf(facts), createdBy: this.createdBy });
    }
    return { added, known, replaced, conflicts: conflicts.length, named: conflicts };
  }

  private async factsOf(series: HistorySeries, partition: string): Promise<DataFileFacts | null> {
    const path = this.pathOf(series, partition);
    const reader = await ParquetReader.open(path).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    });
    if (!reader) return null;
    try {
      return parseFooter(reader.footer());
    } finally {
      await reader.close();
    }
  }

  private async partitions(series: HistorySeries): Promise<readonly string[]> {
    const names = await readFolder(join(this.folder, seriesFolder(series)));
    return names
      .filter((name) => /^\d{4}-\d\d(-\d\d)?\.parquet$/.test(name))
      .map((name) => name.slice(0, -'.parquet'.length))
      .sort();
  }

  private pathOf(series: HistorySeries, partition: string): string {
    return join(this.folder, seriesFolder(series), `${partition}.parquet`);
  }
}

interface FileGroup {
  readonly path: string;
  readonly columns: Parameters<RowFormat<unknown>['decode']>[0];
}

interface MergeTarget<Row> {
  readonly series: HistorySeries;
  readonly partition: string;
  readonly format: RowFormat<Row>;
  readonly options: AddOptions;
}

class RunningReport<Row> implements AddReport<Row> {
  added = 0;
  known = 0;
  replaced = 0;
  conflicts = 0;
  readonly named: Conflict<Row>[] = [];

  add(part: AddReport<Row>): void {
    this.added += part.added;
    this.known += part.known;
    this.replaced += part.replaced;
    this.conflicts += part.conflicts;
    this.named.push(...part.named.slice(0, NAMED_CONFLICTS - this.named.length));
  }
}

function decoded<Row>(path: string, format: RowFormat<Row>, columns: FileGroup['columns']): readonly Row[] {
  try {
    return format.decode(columns);
  } catch (error) {
    throw new UnreadableDataFile(path, error instanceof Error ? `cannot be read: ${error.message}` : 'cannot be read', error);
  }
}

async function* byMinute(settlements: AsyncIterable<FundingSettlement> | Iterable<FundingSettlement>): AsyncGenerator<FundingSettlement> {
  for await (const settlement of settlements) yield atItsMinute(settlement);
}

function withSource(sources: readonly DataSourceNote[], source: DataSourceNote): readonly DataSourceNote[] {
  return sources.some(({ how, from }) => how === source.how && from === source.from) ? sources : [...sources, source];
}

function gapsIn(series: HistorySeries, { from, to }: TimeSpan, rows: number): number {
  return series.kind === 'candles' ? Math.max(0, Math.round((to - from) / INTERVALS[series.interval]) + 1 - rows) : 0;
}

function lowerBound(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
