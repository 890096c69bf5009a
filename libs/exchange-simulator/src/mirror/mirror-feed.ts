import type { Logger } from '@libs/platform';
import type { Feed, FeedListener, FeedState, FeedStatus } from '../market/feed';
import { fetchCandles, fetchFunding } from './fetch-history';
import type { BookData, MirrorMarket } from './mirror-market';
import type { TickerData } from './mirrored-reference';
import { MirrorStream } from './mirror-stream';

/** Where the mirrored exchange lives. */
export interface MirrorUrls {
  readonly restUrl: string;
  readonly webSocketUrl: string;
}

const MAINNET: MirrorUrls = { restUrl: 'https://api.bybit.com', webSocketUrl: 'wss://stream.bybit.com' };

/** Demo trading shows the prices of mainnet: https://bybit-exchange.github.io/docs/v5/demo */
export const BYBIT_URLS = {
  mainnet: MAINNET,
  demo: MAINNET,
  testnet: { restUrl: 'https://api-testnet.bybit.com', webSocketUrl: 'wss://stream-testnet.bybit.com' },
} as const satisfies Record<string, MirrorUrls>;

export interface MirrorFeedOptions extends MirrorUrls {
  readonly markets: readonly MirrorMarket[];
  /** Market time where the journal ended, else 0; the feed never goes back behind it. */
  readonly storedAt: number;
  /** Stands in for market time until the exchange has said something. */
  readonly wallNow: () => number;
  readonly logger: Logger;
}

const RETRY = 5_000;
/** Levels of the book: the deepest that is still pushed ten times a second. */
const DEPTH = 200;

/** Repeats the public streams of a real exchange; orders fill on its book. Market time is the exchange's own. */
export class MirrorFeed implements Feed {
  readonly speed = 1;
  readonly limitSpeed = 1;
  private readonly stream: MirrorStream;
  private readonly loading = new Set<MirrorMarket>();
  private listener: FeedListener | undefined;
  private latest: number;
  private trouble: string;
  private told: string | undefined;
  private readonly retries = new Map<MirrorMarket, NodeJS.Timeout>();
  private stopped = false;

  constructor(private readonly options: MirrorFeedOptions) {
    this.latest = options.storedAt;
    this.trouble = `Waiting for ${options.webSocketUrl} to answer.`;
    this.stream = new MirrorStream({
      url: `${options.webSocketUrl}/v5/public/linear`,
      topics: options.markets.flatMap(topicsOf),
      message: (frame) => this.received(frame),
      opened: () => this.opened(),
      closed: (reason, delay) => this.closed(reason, delay),
    });
  }

  get markets(): readonly MirrorMarket[] {
    return this.options.markets;
  }

  get status(): FeedStatus {
    const reason = this.waitsFor();
    const state: FeedState = reason === '' ? 'running' : 'waiting';
    return { state, reason, progress: null };
  }

  now(): number {
    return this.latest === 0 ? this.options.wallNow() : this.latest;
  }

  async start(listener: FeedListener): Promise<void> {
    this.listener = listener;
    this.tell();
    this.stream.start();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    for (const retry of this.retries.values()) clearTimeout(retry);
    this.stream.stop();
  }

  private waitsFor(): string {
    if (this.trouble !== '') return this.trouble;
    const name = (market: MirrorMarket): string => market.state.instrument.symbol;
    const missing = [
      ...this.markets.filter(({ hasHistory }) => !hasHistory).map((market) => `the history of ${name(market)}`),
      ...this.markets.filter(({ hasBook }) => !hasBook).map((market) => `the book of ${name(market)}`),
    ];
    return missing.length === 0 ? '' : `Waiting for ${missing.join(', ')}.`;
  }

  private opened(): void {
    this.trouble = '';
    for (const market of this.markets) void this.load(market);
    this.tell();
  }

  private closed(reason: string, delay: number): void {
    for (const market of this.markets) market.forgetBook(this.now());
    this.trouble = `Waiting for ${this.options.webSocketUrl}: ${reason}; the next try comes in ${Math.ceil(delay / 1000)} s.`;
    this.tell();
  }

  /** Loads history until it works; live candles close the gap behind it. */
  private async load(market: MirrorMarket): Promise<void> {
    if (this.loading.has(market) || this.stopped) return;
    this.loading.add(market);
    try {
      const { category, venueSymbol } = market.state.instrument;
      market.addHistory(await fetchCandles(this.options.restUrl, category, venueSymbol));
      market.addFunding(await fetchFunding(this.options.restUrl, category, venueSymbol));
    } catch (error) {
      this.options.logger.warn('the past of the mirrored exchange could not be read', { error });
      if (!this.stopped)
        this.retries.set(
          market,
          setTimeout(() => void this.load(market), RETRY),
        );
    }
    this.loading.delete(market);
    this.tell();
  }

  private received(frame: Record<string, unknown>): void {
    const { topic, ts } = frame;
    if (frame['success'] === false) this.options.logger.warn('the mirrored exchange refused a topic', { message: frame['ret_msg'] });
    if (typeof topic !== 'string' || typeof ts !== 'number') return;
    const market = this.markets.find(({ state }) => topic.endsWith(`.${state.instrument.venueSymbol}`));
    if (!market) return;
    this.latest = Math.max(this.latest, ts);
    if (topic.startsWith('orderbook.')) this.book(market, topic, frame);
    else if (topic.startsWith('publicTrade.')) this.trades(market, frame['data'] as readonly TradeData[]);
    else if (topic.startsWith('tickers.')) this.ticker(market, frame['data'] as TickerData);
    else if (topic.startsWith('kline.')) this.candles(market, frame['data'] as readonly CandleData[]);
    this.tell();
  }

  private book(market: MirrorMarket, topic: string, frame: Record<string, unknown>): void {
    if (market.applyBook(String(frame['type']), frame['data'] as BookData, this.latest)) this.listener!.moved(market, this.latest);
    else this.stream.resubscribe([topic]);
  }

  private ticker(market: MirrorMarket, data: TickerData): void {
    market.applyTicker(data, this.latest);
    this.listener!.moved(market, this.latest);
  }

  private trades(market: MirrorMarket, trades: readonly TradeData[]): void {
    for (const { p, v, S, T } of trades) {
      const trade = market.applyTrade(p, v, S === 'Buy', T);
      this.listener!.moved(market, this.latest);
      this.listener!.traded(market, trade);
    }
  }

  private candles(market: MirrorMarket, candles: readonly CandleData[]): void {
    for (const { start, open, high, low, close, volume, confirm } of candles) {
      const closed = market.applyCandle([String(start), open, high, low, close, volume], confirm);
      if (closed === undefined && market.hasHistory) void this.load(market);
      if (closed) this.listener!.barClosed(market, market.series.end);
    }
  }

  /** Opens or closes the markets to orders and says so when what is waited for changed. */
  private tell(): void {
    const reason = this.waitsFor();
    for (const market of this.markets) market.state.isOpen = this.trouble === '' && market.hasHistory && market.hasBook;
    if (reason === this.told) return;
    this.told = reason;
    this.listener?.changed();
  }
}

interface TradeData {
  readonly T: number;
  readonly S: string;
  readonly v: string;
  readonly p: string;
}

interface CandleData {
  readonly start: number;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
  readonly volume: string;
  readonly confirm: boolean;
}

function topicsOf({ state: { instrument } }: MirrorMarket): string[] {
  const { venueSymbol } = instrument;
  return [`orderbook.${DEPTH}.${venueSymbol}`, `publicTrade.${venueSymbol}`, `kline.1.${venueSymbol}`, `tickers.${venueSymbol}`];
}
