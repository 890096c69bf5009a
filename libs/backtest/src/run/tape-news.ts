import { Grid } from '@libs/simulation';
import type { InputBody } from '@libs/engine';
import type { LevelText, MarketStream, PublicTrade } from '@libs/sdk';
import { CODE_BITS, EventCode } from './event-tape';
import type { EventPlayer } from './event-player';
import { InvalidBacktest } from './invalid-backtest';

export type News = Extract<InputBody, { readonly type: 'quote' | 'trades' | 'book' | 'last-price' }>;

/** What the core receives of a market that advances by events. */
export interface NewsTeller {
  readonly isHeard: boolean;
  /** True if each quote comes with its batch; otherwise the newest comes before something else happens. */
  readonly hearsTicks: boolean;
  /** Events of the last batch; with `isAwaited` also the price for waiting stops. */
  ofBatch(isAwaited: boolean): Iterable<News>;
  /** Best bid and ask, if they changed since last delivered. */
  quote(): Iterable<News>;
}

/** The events of a tape that a strategy following the market receives, as from a trader's feed. */
export class TapeNews implements NewsTeller {
  private readonly symbol: string;
  private readonly ticks: Grid;
  private readonly lots: Grid;
  private readonly hearsTrades: boolean;
  readonly hearsTicks: boolean;
  private readonly depth: number;
  private toldQuote = '';
  private toldBook = '';

  constructor(
    private readonly player: EventPlayer,
    streams: readonly MarketStream[],
  ) {
    const { symbol, tickSize, lotSize } = player.instrument;
    const own = streams.filter((stream) => stream.symbol === symbol);
    this.symbol = symbol;
    this.ticks = new Grid(tickSize);
    this.lots = new Grid(lotSize);
    this.hearsTrades = own.some((stream) => 'trades' in stream);
    this.hearsTicks = own.some((stream) => 'ticks' in stream);
    this.depth = Math.max(0, ...own.map((stream) => ('book' in stream ? stream.book : 0)));
    const { hasBook, hasPrints } = player.events;
    if (this.hearsTrades && !hasPrints) throw missing(symbol, 'trades', 'prints');
    if (this.hearsTicks && !hasBook) throw missing(symbol, 'ticks', 'book');
    if (this.depth > 0 && !hasBook) throw missing(symbol, 'the book', 'book');
  }

  get isHeard(): boolean {
    return this.hearsTrades || this.hearsTicks || this.depth > 0;
  }

  *ofBatch(isAwaited: boolean): Generator<News> {
    const trades = this.hearsTrades || isAwaited ? [...this.trades()] : [];
    if (this.hearsTrades) yield* trades;
    else if (!this.player.events.hasBook)
      for (const { trades: told } of trades) yield { type: 'last-price', symbol: this.symbol, price: told.at(-1)!.price };
    if (this.hearsTicks) yield* this.quote();
    if (this.depth > 0) yield* this.book();
  }

  /** Best bid and ask, once after each change; nothing while a side is empty or the tape has no book. */
  *quote(): Generator<News> {
    if (!this.player.events.hasBook) return;
    const { bids, asks } = this.player.depth(1);
    if (bids.ticks.length === 0 || asks.ticks.length === 0) return;
    const [[bid, bidSize], [ask, askSize]] = [this.levelOf(bids, 0), this.levelOf(asks, 0)];
    const text = `${bid} ${bidSize} ${ask} ${askSize}`;
    if (text === this.toldQuote) return;
    this.toldQuote = text;
    yield { type: 'quote', symbol: this.symbol, bid, bidSize, ask, askSize };
  }

  private *trades(): Generator<Extract<News, { readonly type: 'trades' }>> {
    const { player, symbol } = this;
    const { code, ticks, lots, at } = player.events;
    const trades: PublicTrade[] = [];
    for (let index = player.batch; index < player.next; index += 1) {
      const kind = code[index]! & CODE_BITS;
      if (kind !== EventCode.BUY && kind !== EventCode.SELL) continue;
      const amounts = { price: this.ticks.text(ticks[index]!), quantity: this.lots.text(lots[index]!) };
      trades.push({ id: String(index), side: kind === EventCode.BUY ? ('BUY' as const) : ('SELL' as const), ...amounts, at: at[index]! });
    }
    if (trades.length > 0) yield { type: 'trades', symbol, trades };
  }

  private *book(): Generator<News> {
    const { bids, asks } = this.player.depth(this.depth);
    const levels = {
      bids: bids.ticks.map((_, rank) => this.levelOf(bids, rank)),
      asks: asks.ticks.map((_, rank) => this.levelOf(asks, rank)),
    };
    const text = JSON.stringify(levels);
    if (text === this.toldBook) return;
    this.toldBook = text;
    yield { type: 'book', symbol: this.symbol, ...levels };
  }

  private levelOf({ ticks, lots }: ReturnType<EventPlayer['depth']>['bids'], rank: number): LevelText {
    return [this.ticks.text(ticks[rank]!), this.lots.text(lots[rank]!)];
  }
}

function missing(symbol: string, follows: string, lacks: string): InvalidBacktest {
  return new InvalidBacktest(`the strategy follows ${follows} of ${symbol}, and its tape has no ${lacks}`);
}
