import { join } from 'node:path';
import type { DataTrust, Instrument } from '@libs/kernel';
import { type CoreEvent, type InputBody, TradingCore, type VenueReport } from '@libs/engine';
import { MarketFeed, WebSocketManager } from '@libs/market-data';
import type { FeedItem, FeedNotice } from '@libs/market-data';
import { createLogger } from '@libs/platform';
import { StrategySandbox, loadExchange } from '@libs/plugin-host';
import type { ExchangeOptions, MarketData, OrderTicket, Subscription } from '@libs/sdk';
import { AccountTopics } from '../../../apps/trader/src/account-topics';
import type { Step } from '../../../apps/trader/src/core-loop';
import { History } from '../../../apps/trader/src/history';
import { LiveAccount } from '../../../apps/trader/src/live-account';
import { instrumentInput } from '../../../apps/trader/src/market';
import { StrategySeats } from '../../../apps/trader/src/strategy-seats';
import { BarWitness, BookWitness, PriceWitness } from './witness';

const STRATEGY = 'churn';
const DEPLOYMENT = '00000000-0000-4000-8000-000000000001';
export const DEPTHS = [50, 200] as const;
export type Depth = (typeof DEPTHS)[number];
/** Market orders are answered after so many milliseconds, about as on the exchange. */
const FILLED_AFTER_MS = 200;
const HALT = (error: unknown): never => {
  throw error;
};

/** Something that happened at the desk, `at` on the monotonic clock. */
export type DeskEvent =
  | { readonly at: number; readonly type: 'trust'; readonly trust: DataTrust }
  | { readonly at: number; readonly type: 'entry' }
  | { readonly at: number; readonly type: 'denied'; readonly code: string }
  | { readonly at: number; readonly type: 'notice'; readonly notice: FeedNotice };

/** A trader's own parts on live data of one venue, with a strategy that enters and leaves one market without end. */
export class Desk {
  readonly events: DeskEvent[] = [];
  readonly books = new Map(DEPTHS.map((depth) => [depth, new BookWitness(depth)]));
  readonly bars = new BarWitness();
  readonly prices = new PriceWitness();
  readonly market: MarketData;
  private readonly core = TradingCore.create();
  private readonly seats: StrategySeats;
  private readonly sandbox: StrategySandbox;
  private readonly sockets = new WebSocketManager({ reconnectDelaySeconds: 1 });
  private readonly account: LiveAccount;
  private readonly feed: MarketFeed;
  private inboxSeq = 0;
  private ask = '0';

  private constructor(
    private readonly traded: Instrument,
    plugin: Awaited<ReturnType<typeof loadExchange>>,
    options: ExchangeOptions,
  ) {
    this.market = plugin.marketData(options);
    const feed = (body: InputBody): void => this.account.feed(body);
    this.sandbox = new StrategySandbox({
      strategies: join(import.meta.dirname, 'strategies'),
      onAnswer: (answer) => feed({ type: 'answer', answer }),
      onFault: ({ deploymentId, hook, message }) => HALT(new Error(`${deploymentId} broke in ${hook}: ${message}`)),
      onRestart: HALT,
    });
    this.seats = new StrategySeats(this.sandbox);
    this.account = this.openAccount();
    this.feed = new MarketFeed({
      plugin,
      options,
      manager: this.sockets,
      handlers: {
        available: () => this.take(this.feed.take()),
        forming: () => undefined,
        book: (symbol, book, { depth }) => {
          if (symbol === traded.symbol) this.books.get(depth as Depth)!.saw(book);
        },
        trades: (_symbol, trades) => trades.forEach(({ price }) => this.prices.saw('trade', price)),
        ticker: (_symbol, { last, mark, index }) => [last, mark, index].forEach((price) => this.prices.saw('ticker', price)),
        notice: (notice) => this.events.push({ at: performance.now(), type: 'notice', notice }),
      },
    });
  }

  /** The desk at work: its strategy warmed up and its data trusted. */
  static async open(url: string, symbols: { readonly traded: string; readonly others: readonly string[] }): Promise<Desk> {
    const plugin = await loadExchange('bybit');
    const socket = url.replace(/^http/, 'ws');
    const options = { restUrl: url, publicWebSocketUrl: socket, privateWebSocketUrl: socket, requestWindow: 5_000, now: () => Date.now() };
    const instruments = await plugin.marketData(options).instruments();
    const found = (symbol: string): Instrument => {
      const instrument = instruments.find((one) => one.symbol === symbol);
      if (!instrument) throw new Error(`the venue lists no ${symbol}`);
      return instrument;
    };
    const desk = new Desk(found(symbols.traded), plugin, options);
    await desk.begin(symbols.others.map(found));
    return desk;
  }

  get trust(): DataTrust | null {
    return this.feed.trust(this.traded.symbol);
  }

  /** The own book of the traded market at this depth. */
  book(depth: Depth) {
    return this.feed.book(this.traded, depth);
  }

  async close(): Promise<void> {
    this.feed.close();
    this.sockets.close();
    await this.sandbox.close();
  }

  private async begin(others: readonly Instrument[]): Promise<void> {
    const { traded, account } = this;
    account.feed({ type: 'session-started', sessionId: 'feeds', startedAtWall: Date.now() }, await this.market.marketTime(traded));
    this.operate({
      kind: 'open-account',
      manualDeploymentId: '00000000-0000-4000-8000-00000000000f',
      terms: {
        accountId: '00000000-0000-4000-8000-0000000000aa',
        name: 'feeds',
        mode: 'paper',
        venue: 'bybit',
        settleAsset: 'USDT',
        maxPositionSize: '0.5',
        startingBalances: { USDT: '100000' },
      },
    });
    account.feed(instrumentInput(traded));
    this.report({ kind: 'reconciled', positions: [], balances: [], foreignOrders: [], executionIds: [] });
    this.seats.goLive();
    this.operate({
      kind: 'deploy',
      terms: {
        deploymentId: DEPLOYMENT,
        strategy: STRATEGY,
        strategyVersion: '1.0.0',
        params: { symbol: traded.symbol },
        watches: [{ symbol: traded.symbol, interval: '1m' }],
        warmUpBars: 1,
      },
    });
    for (const instrument of [traded, ...others]) for (const one of wishes(instrument)) this.feed.watch(one);
  }

  private openAccount(): LiveAccount {
    const { core, seats } = this;
    const logger = createLogger({ component: 'feeds', write: (line) => void process.stderr.write(line), level: 'error' });
    const history = new History({
      market: this.market,
      instrument: () => this.traded,
      retryAfter: () => 1_000,
      sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      onFailure: () => undefined,
    });
    return new LiveAccount({
      core,
      seats,
      logger,
      wallClock: () => Date.now(),
      record: () => undefined,
      commits: { push: (step) => this.committed(step) },
      topics: new AccountTopics('feeds', core, { set: () => undefined }, () => undefined),
      trust: { tell: ({ symbol, level, reasons }) => this.trusts(symbol, { level, reasons }) },
      sandboxHealth: { set: () => undefined },
      watch: () => undefined,
      requestHistory: (request) => void history.fetch(request).then((body) => this.account.feed(body)),
    });
  }

  private take(items: readonly FeedItem[]): void {
    for (const item of items) {
      if (item.type === 'bar' && item.symbol === this.traded.symbol) this.bars.saw(item.bar);
      if (item.type !== 'quote') continue;
      const { bid, ask } = item.quote;
      this.prices.saw('quote', bid.toString());
      this.prices.saw('quote', ask.toString());
      if (item.symbol === this.traded.symbol) this.ask = ask.toString();
    }
    this.account.feedMarket(items.filter(({ symbol }) => symbol === this.traded.symbol));
  }

  private trusts(symbol: string, trust: DataTrust): void {
    if (symbol === this.traded.symbol) this.events.push({ at: performance.now(), type: 'trust', trust });
  }

  private committed({ result }: Step): void {
    for (const event of result.events) this.note(event);
    for (const effect of result.effects) {
      if (effect.type !== 'submit') continue;
      if (!effect.ticket.reduceOnly) this.events.push({ at: performance.now(), type: 'entry' });
      this.fillSoon(effect.ticket);
    }
  }

  private note(event: CoreEvent): void {
    if (event.type === 'OrderChanged' && event.change === 'Denied' && !event.order.reduceOnly)
      this.events.push({ at: performance.now(), type: 'denied', code: event.denial?.code ?? '' });
  }

  /** The executor's part: accepted, and filled whole. */
  private fillSoon({ clientOrderId, side, quantity, instrument }: OrderTicket): void {
    setTimeout(() => {
      const venueOrderId = `v-${clientOrderId}`;
      const { venueSymbol, category } = instrument;
      this.report({ kind: 'accepted', clientOrderId, venueOrderId });
      this.report({
        kind: 'execution',
        executionId: `x-${clientOrderId}`,
        clientOrderId,
        venueSymbol,
        category,
        side,
        quantity,
        price: this.ask,
        fee: '0',
        feeAsset: 'USDT',
        liquidity: 'TAKER',
      });
      this.report({ kind: 'order', clientOrderId, venueOrderId, status: 'FILLED', filledQuantity: quantity });
    }, FILLED_AFTER_MS);
  }

  private report(report: VenueReport): void {
    this.account.feed({ type: 'report', inboxSeq: (this.inboxSeq += 1), report });
  }

  private operate(command: Extract<InputBody, { type: 'operator' }>['command']): void {
    const inboxSeq = (this.inboxSeq += 1);
    this.account.feed({ type: 'operator', inboxSeq, commandId: `c${inboxSeq}`, actor: 'campaign', command });
  }
}

function wishes(instrument: Instrument): readonly Subscription[] {
  return [
    { kind: 'quote', instrument },
    { kind: 'bar', instrument, interval: '1m' },
    { kind: 'trades', instrument },
    { kind: 'ticker', instrument },
    ...DEPTHS.map((depth) => ({ kind: 'book' as const, instrument, depth })),
  ];
}
