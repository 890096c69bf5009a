import { Grid, OrderBook } from '@libs/simulation';
import type { BookSideCode } from '@libs/simulation';
import type { LevelText, MarketStream, PublicTrade } from '@libs/sdk';
import { CODE_BITS, EventCode, LAST_OF_BATCH, Word } from './event-tape';
import type { EventPlayer } from './event-player';
import type { News, NewsTeller } from './tape-news';

type Quote = Extract<News, { readonly type: 'quote' }>;
type Told = Exclude<News, Quote>;

/**
 * What a strategy received of a market while a trader recorded the tape: the marked events with their original content. They come from the
 * tape alone, so nothing in this run changes them.
 */
export class HeardNews implements NewsTeller {
  readonly isHeard = true;
  /** Quotes are delivered by `quote`, including those that a strategy follows. */
  readonly hearsTicks = false;
  private readonly symbol: string;
  private readonly ticks: Grid;
  private readonly lots: Grid;
  private readonly depth: number;
  private readonly book = new OrderBook({ filled: () => undefined, removed: () => undefined, cap: () => 0 });
  /** The recording trader's own quantity at a level, lots by side × ticks. */
  private readonly own = new Map<number, number>();
  private prints: PublicTrade[] = [];
  private newest: Quote | null = null;
  private due: Told[] = [];
  private read = 0;

  constructor(
    private readonly player: EventPlayer,
    streams: readonly MarketStream[],
  ) {
    const { symbol, tickSize, lotSize } = player.instrument;
    this.symbol = symbol;
    this.ticks = new Grid(tickSize);
    this.lots = new Grid(lotSize);
    this.depth = Math.max(1, ...streams.map((stream) => ('book' in stream && stream.symbol === symbol ? stream.book : 0)));
  }

  *ofBatch(): Generator<News> {
    this.catchUp();
    yield* this.due.splice(0);
  }

  *quote(): Generator<Quote> {
    this.catchUp();
    const { newest } = this;
    this.newest = null;
    if (newest) yield newest;
  }

  /** Reads what was played since; of events that nobody could receive only the newest quote is kept. */
  private catchUp(): void {
    const { player, symbol } = this;
    const { code, at, ticks, lots } = player.events;
    for (; this.read < player.next; this.read += 1) {
      const index = this.read;
      if (index === player.batch) this.due = [];
      const kind = code[index]! & CODE_BITS;
      if (kind === EventCode.CLEAR) this.clear();
      else if (kind === EventCode.BID || kind === EventCode.ASK) this.set(kind === EventCode.BID ? 1 : -1, ticks[index]!, lots[index]!);
      else if (kind === EventCode.OWN_BID) this.own.set(ticks[index]!, lots[index]!);
      else if (kind === EventCode.OWN_ASK) this.own.set(-ticks[index]!, lots[index]!);
      else {
        const [price, quantity] = [this.ticks.text(ticks[index]!), this.lots.text(lots[index]!)];
        this.prints.push({ id: String(index), side: kind === EventCode.BUY ? 'BUY' : 'SELL', price, quantity, at: at[index]! });
      }
      if ((code[index]! & LAST_OF_BATCH) === 0) continue;
      if (code[index]! & Word.QUOTE) this.newest = this.best();
      if (code[index]! & Word.TRADES) this.due.push({ type: 'trades', symbol, trades: this.prints.splice(0) });
      if (code[index]! & Word.BOOK)
        this.due.push({ type: 'book', symbol, bids: this.levels(1, this.depth), asks: this.levels(-1, this.depth) });
    }
  }

  /** The delivered quantity of a level is that of the others plus the trader's own. */
  private set(side: BookSideCode, ticks: number, lots: number): void {
    this.book.setLevel(side, ticks, lots + (this.own.get(side * ticks) ?? 0));
  }

  private clear(): void {
    this.book.replaceHouse(NOTHING, NOTHING);
    this.own.clear();
  }

  private best(): Quote | null {
    const [[bid], [ask]] = [this.levels(1, 1), this.levels(-1, 1)];
    return bid && ask ? { type: 'quote', symbol: this.symbol, bid: bid[0], bidSize: bid[1], ask: ask[0], askSize: ask[1] } : null;
  }

  private levels(side: BookSideCode, count: number): LevelText[] {
    const { ticks, lots } = this.book.depth(side, count);
    return ticks.map((price, rank) => [this.ticks.text(price), this.lots.text(lots[rank]!)]);
  }
}

const NOTHING = { ticks: [], lots: [] };
