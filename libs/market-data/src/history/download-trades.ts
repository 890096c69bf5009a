import { Decimal } from '@libs/kernel';
import type { Instrument } from '@libs/kernel';
import type { MarketData, TradePage } from '@libs/sdk';
import type { AddReport, HistoryStore, TimeSpan } from './history-store';
import { patiently } from './patiently';
import type { Patience } from './patiently';
import type { PublicTrade, TradeSeries } from './series';
import { TradeCoverage } from './trade-coverage';

export interface TradeDownload extends Patience {
  readonly market: MarketData;
  readonly instrument: Instrument;
  readonly store: HistoryStore;
  readonly series: TradeSeries;
  readonly span: TimeSpan;
  /** Stored as the source of the rows. */
  readonly from: string;
  /** Stored rows are fetched again and replaced if they differ. */
  readonly replace: boolean;
  /** Trades up to this time have been fetched. */
  readonly onProgress?: (until: number) => void;
}

/** A period whose trades the venue does not serve. */
export interface TradeHole extends TimeSpan {
  readonly why: string;
}

export interface TradeDownloadReport extends AddReport<PublicTrade> {
  /** In order; the unavailable parts of the span. */
  readonly holes: readonly TradeHole[];
}

/** An exchange without past trades. */
export class NoPastTrades extends Error {
  constructor(venue: string) {
    super(`${venue} gives no past trades; "plimsoll data record" writes down those of now.`);
    this.name = 'NoPastTrades';
  }
}

/**
 * Downloads the missing parts of a span into the store. Completed parts are recorded once they are on disk, so an interrupted download
 * continues there; a period without trades at the venue is reported and requested again next time.
 */
export async function downloadTrades(download: TradeDownload): Promise<TradeDownloadReport> {
  if (!download.market.tradesSince) throw new NoPastTrades(download.series.venue);
  const { store, series, span, replace } = download;
  const coverage = new TradeCoverage(store.folder, series);
  const fetching = new Fetching(download, coverage, replace ? [span] : await coverage.missing(span));
  const source = { how: 'download' as const, from: download.from };
  try {
    const report = await store.addTrades(series, fetching.trades(), { source, replace, onProgress: (rows) => fetching.stored(rows) });
    return { ...facts(report), holes: fetching.holes };
  } finally {
    await fetching.note();
  }
}

interface Mark {
  /** Number of rows on disk after which progress is recorded. */
  readonly rows: number;
  readonly span: TimeSpan;
}

/** A download in progress. */
class Fetching {
  readonly holes: TradeHole[] = [];
  private marks: Mark[] = [];
  private given = 0;
  private onDisk = 0;

  constructor(
    private readonly download: TradeDownload,
    private readonly coverage: TradeCoverage,
    private readonly spans: readonly TimeSpan[],
  ) {}

  async *trades(): AsyncGenerator<PublicTrade, void, undefined> {
    for (const span of this.spans) yield* this.tradesOf(span);
  }

  stored(rows: number): void {
    this.onDisk = rows;
  }

  /** Records what is on disk. */
  async note(): Promise<void> {
    const done = this.marks.filter(({ rows }) => rows <= this.onDisk);
    this.marks = this.marks.filter(({ rows }) => rows > this.onDisk);
    await this.coverage.add(...done.map(({ span }) => span));
  }

  private async *tradesOf({ from, to }: TimeSpan): AsyncGenerator<PublicTrade, void, undefined> {
    for (let since = from; since < to;) {
      const page = await this.page(since);
      if (page.from > since) this.addHole({ from: since, to: Math.min(page.from, to), why: page.cut ?? '' });
      for (const trade of page.trades) {
        if (trade.at >= to) break;
        this.given += 1;
        yield { ...trade, price: Decimal.parse(trade.price), quantity: Decimal.parse(trade.quantity) };
      }
      this.marks.push({ rows: this.given, span: { from: page.from, to: Math.min(page.to, to) } });
      await this.note();
      this.download.onProgress?.(Math.min(page.to, to));
      if (page.isNewest) return;
      if (page.to <= since)
        throw new Error(`${this.download.series.venue} shows the same trades of ${new Date(since).toISOString()} again and again.`);
      since = page.to;
    }
  }

  private page(since: number): Promise<TradePage> {
    const { market, instrument } = this.download;
    return patiently(() => market.tradesSince!(instrument, since), this.download);
  }

  private addHole(hole: TradeHole): void {
    const last = this.holes.at(-1);
    if (last?.to === hole.from && last.why === hole.why) this.holes[this.holes.length - 1] = { ...last, to: hole.to };
    else this.holes.push(hole);
  }
}

function facts({ added, known, replaced, conflicts, named }: AddReport<PublicTrade>): AddReport<PublicTrade> {
  return { added, known, replaced, conflicts, named };
}
