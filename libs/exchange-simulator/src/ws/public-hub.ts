import type { Category } from '@libs/kernel';
import type { Exchange, PublicListener } from '../exchange/exchange';
import { serves, V5_INTERVALS } from '../market/candles';
import type { FeedMarket } from '../market/feed';
import type { PublicTrade } from '../market/tape-market';
import { BestLevelTopic, DepthTopic } from './book-topics';
import { requestId, topicsOf, type Connection } from './connection';
import { CandleTopic, TickerTopic, TradeTopic } from './price-topics';
import type { Moment, Topic } from './topic';

const DEPTHS: ReadonlySet<string> = new Set(['50', '200', '1000']);
const MOST_SPOT_ARGS = 10;

/** The public topics of one category. */
export class PublicHub implements PublicListener {
  private readonly topics = new Map<string, Topic>();
  private readonly byMarket = new Map<string, Topic[]>();

  constructor(
    private readonly category: Category,
    private readonly exchange: Exchange,
    private readonly monotonic: () => number,
  ) {}

  receive(connection: Connection, frame: Record<string, unknown>): void {
    switch (frame['op']) {
      case 'ping':
        return connection.sendObject({ success: true, ret_msg: 'pong', conn_id: connection.id, ...requestId(frame), op: 'ping' });
      case 'subscribe':
        return this.subscribe(connection, frame);
      case 'unsubscribe':
        return this.unsubscribe(connection, frame);
      default:
        return this.answer(connection, frame, `error:unknown op ${String(frame['op']).slice(0, 40)}`);
    }
  }

  drop(connection: Connection): void {
    for (const name of connection.topics) this.topics.get(name)?.subscribers.delete(connection);
  }

  moved(market: FeedMarket, at: number): void {
    this.each(market, at, (topic, moment) => topic.moved(moment));
  }

  traded(market: FeedMarket, trade: PublicTrade): void {
    this.each(market, trade.at, (topic, moment) => topic.traded(trade, moment));
  }

  barClosed(market: FeedMarket, at: number): void {
    this.each(market, at, (topic, moment) => topic.barClosed(moment));
  }

  /** To be called every second. */
  tick(): void {
    const moment = { at: this.exchange.marketTime, wall: this.monotonic() };
    for (const topic of this.topics.values()) if (topic.subscribers.size > 0) topic.tick(moment);
  }

  private each(market: FeedMarket, at: number, what: (topic: Topic, moment: Moment) => void): void {
    const topics = this.byMarket.get(market.state.key);
    if (!topics) return;
    const moment = { at, wall: this.monotonic() };
    for (const topic of topics) if (topic.subscribers.size > 0) what(topic, moment);
  }

  /** All topics of a request or none: one unknown name refuses it, as on the real exchange. */
  private subscribe(connection: Connection, frame: Record<string, unknown>): void {
    const names = topicsOf(frame);
    if (!names) return this.answer(connection, frame, 'error:args invalid');
    if (this.category === 'spot' && names.length > MOST_SPOT_ARGS) return this.answer(connection, frame, 'args size >10');
    const topics: Topic[] = [];
    for (const name of names) {
      const topic = this.topics.get(name) ?? this.open(name);
      if (!topic) return this.answer(connection, frame, `error:handler not found,topic:${name.slice(0, 100)}`);
      topics.push(topic);
    }
    this.answer(connection, frame, '');
    const moment = { at: this.exchange.marketTime, wall: this.monotonic() };
    for (const topic of topics) {
      const welcome = topic.welcome(moment);
      topic.subscribers.add(connection);
      connection.topics.add(topic.name);
      if (welcome !== undefined) connection.send(welcome);
    }
  }

  private unsubscribe(connection: Connection, frame: Record<string, unknown>): void {
    for (const name of topicsOf(frame) ?? []) {
      this.topics.get(name)?.subscribers.delete(connection);
      connection.topics.delete(name);
    }
    this.answer(connection, frame, '');
  }

  private answer(connection: Connection, frame: Record<string, unknown>, problem: string): void {
    const op = frame['op'] === 'unsubscribe' ? 'unsubscribe' : 'subscribe';
    connection.sendObject({ success: problem === '', ret_msg: problem, conn_id: connection.id, ...requestId(frame), op });
  }

  private open(name: string): Topic | undefined {
    const topic = this.make(name);
    if (!topic) return undefined;
    this.topics.set(name, topic);
    const key = topic.market.state.key;
    this.byMarket.set(key, [...(this.byMarket.get(key) ?? []), topic]);
    return topic;
  }

  private make(name: string): Topic | undefined {
    const [kind, ...rest] = name.split('.');
    const market = this.exchange.marketOf(this.category, rest.at(-1) ?? '');
    if (!market) return undefined;
    const [detail = ''] = rest;
    if (kind === 'publicTrade' && rest.length === 1) return new TradeTopic(name, market);
    if (kind === 'tickers' && rest.length === 1) return new TickerTopic(name, market);
    if (rest.length !== 2) return undefined;
    if (kind === 'orderbook' && detail === '1') return new BestLevelTopic(name, market);
    if (kind === 'orderbook' && DEPTHS.has(detail)) return new DepthTopic(name, market, Number(detail));
    const interval = Object.hasOwn(V5_INTERVALS, detail) ? V5_INTERVALS[detail] : undefined;
    return kind === 'kline' && interval !== undefined && serves(market, interval)
      ? new CandleTopic(name, market, detail, interval)
      : undefined;
  }
}
