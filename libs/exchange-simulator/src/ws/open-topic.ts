import type { FeedMarket } from '../market/feed';
import { BestLevelTopic, DepthTopic, FullBookTopic, ImprovedPriceTopic } from './book-topics';
import { servesPeriod } from '../market/periods';
import { CandleTopic } from './candle-topic';
import { LiquidationTopic } from './liquidation-topic';
import type { Pacer } from './pacer';
import { PriceLimitTopic } from './price-limit-topic';
import { TickerTopic } from './ticker-topic';
import { SilentTopic, type MarketTopic, type Topic, type TopicParts } from './topic';
import { TradeTopic } from './trade-topic';

/** Public streams by the end of their path; this venue lists markets on the first two only. */
export type PublicStream = 'spot' | 'linear' | 'inverse' | 'option' | 'misc/status';

/** Wall milliseconds between two messages of each depth; https://bybit-exchange.github.io/docs/v5/websocket/public/orderbook */
const DEPTHS: Readonly<Record<string, number>> = { '50': 20, '200': 100, '1000': 200 };
const WHOLE_BOOK = 10_000;
/** Insurance funds and auto-deleveraging alerts: nothing here changes them, so nothing is told. */
const SILENT = /^(?:insurance|adlAlert)\.(?:USDT|USDC|inverse)$/;

export interface TopicShelfParts {
  readonly stream: PublicStream;
  readonly marketOf: (symbol: string) => FeedMarket | undefined;
  readonly pacer: Pacer;
  readonly marketNow: () => number;
}

/** Makes topics from the names that clients use. */
export class TopicShelf {
  constructor(private readonly shelf: TopicShelfParts) {}

  /** Undefined for a name that the stream does not know. */
  open(name: string): Topic | undefined {
    const isFutures = this.shelf.stream === 'linear' || this.shelf.stream === 'inverse';
    if (isFutures && SILENT.test(name)) return new SilentTopic(name);
    // There is never maintenance to announce.
    if (this.shelf.stream === 'misc/status') return name === 'system.status' ? new SilentTopic(name) : undefined;
    const [kind = '', ...rest] = name.split('.');
    const market = this.shelf.marketOf(rest.at(-1) ?? '');
    if (!market || rest.length > 2) return undefined;
    const { pacer, marketNow } = this.shelf;
    const parts = { market, pacer, marketNow };
    if (rest.length === 2) return detailed(name, { kind, detail: rest[0]! }, parts);
    if (kind === 'publicTrade') return new TradeTopic(name, parts);
    if (kind === 'tickers') return new TickerTopic(name, parts);
    if (kind === 'priceLimit') return new PriceLimitTopic(name, parts);
    return kind === 'allLiquidation' && isFutures ? new LiquidationTopic(name, parts) : undefined;
  }
}

function detailed(name: string, { kind, detail }: { kind: string; detail: string }, parts: TopicParts): MarketTopic | undefined {
  if (kind === 'kline') return servesPeriod(parts.market, detail) ? new CandleTopic(name, parts, detail) : undefined;
  if (kind !== 'orderbook') return undefined;
  if (detail === '1') return new BestLevelTopic(name, parts);
  if (detail === 'rpi') return new ImprovedPriceTopic(name, parts, { depth: 50, interval: 100 });
  if (detail === 'full') return new FullBookTopic(name, parts, { depth: WHOLE_BOOK, interval: 200 });
  const interval = Object.hasOwn(DEPTHS, detail) ? DEPTHS[detail] : undefined;
  return interval === undefined ? undefined : new DepthTopic(name, parts, { depth: Number(detail), interval });
}
