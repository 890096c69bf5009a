import type { Timers } from '@libs/platform';
import type { Exchange } from '../exchange/exchange';
import type { PublicListener } from '../exchange/public-news';
import type { FeedMarket } from '../market/feed';
import type { PublicTrade } from '../market/tape-market';
import type { Connection } from './connection';
import { Message, topicsOf, type Fields } from './frame';
import { TopicShelf, type PublicStream } from './open-topic';
import { Pacer } from './pacer';
import { acknowledgement, pong, unknownTopic, type Outcome } from './public-answers';
import { MarketTopic, type Liquidation, type Moment, type Topic } from './topic';

const MOST_SPOT_ARGS = 10;
const MOST_OPTION_TOPICS = 2_000;
/** Of all names on one connection together. */
const MOST_CHARACTERS = 21_000;

export interface PublicHubParts {
  readonly stream: PublicStream;
  readonly exchange: Exchange;
  readonly wallNow: () => number;
  readonly monotonic: () => number;
  readonly timers: Timers;
}

/** The public topics of one stream. A topic's text is made once for all who hear it, and not at all while nobody does. */
export class PublicHub implements PublicListener {
  private readonly topics = new Map<string, Topic>();
  private readonly byMarket = new Map<string, MarketTopic[]>();
  private readonly pacer: Pacer;
  private readonly shelf: TopicShelf;

  constructor(private readonly parts: PublicHubParts) {
    const { stream, exchange, monotonic, timers } = parts;
    this.pacer = new Pacer(monotonic, timers);
    this.shelf = new TopicShelf({
      stream,
      pacer: this.pacer,
      marketOf: (symbol) => exchange.marketOf(stream, symbol),
      marketNow: () => exchange.marketTime,
    });
  }

  receive(connection: Connection, frame: Fields): void {
    const { stream, wallNow } = this.parts;
    switch (frame['op']) {
      case 'ping':
        return connection.answer('pong', pong(stream, { connection, frame, wallNow: wallNow() }));
      case 'subscribe':
        return this.subscribe(connection, frame);
      case 'unsubscribe':
        return this.unsubscribe(connection, frame);
      default:
        return this.acknowledge(connection, frame, { problem: 'error:invalid op', done: [], failed: [] });
    }
  }

  /** What is no JSON object is answered, and the connection goes on. */
  undecodable(connection: Connection, problem: string): void {
    this.acknowledge(connection, {}, { problem: `Failed to decode incoming data:${problem}`, done: [], failed: [] });
  }

  drop(connection: Connection): void {
    for (const name of connection.topics) this.topics.get(name)?.subscribers.delete(connection);
  }

  close(): void {
    this.pacer.stop();
  }

  moved(market: FeedMarket, at: number): void {
    this.each(market, at, (topic, moment) => topic.moved(moment));
  }

  traded(market: FeedMarket, trade: PublicTrade): void {
    this.each(market, trade.at, (topic) => topic.traded(trade));
  }

  barClosed(market: FeedMarket, at: number): void {
    this.each(market, at, (topic, moment) => topic.barClosed(moment));
  }

  liquidated(market: FeedMarket, liquidation: Liquidation): void {
    this.each(market, liquidation.at, (topic, { wall }) => topic.liquidated(liquidation, wall));
  }

  /** The topics start anew, as after a restart of the exchange's service: books come as a snapshot with `u` 1. */
  restart(isMeant: (topic: string) => boolean): void {
    const moment = this.now();
    for (const topic of this.topics.values())
      if (topic instanceof MarketTopic && topic.subscribers.size > 0 && isMeant(topic.name)) topic.restart(moment);
  }

  private now(): Moment {
    return { at: this.parts.exchange.marketTime, wall: this.parts.monotonic() };
  }

  private each(market: FeedMarket, at: number, what: (topic: MarketTopic, moment: Moment) => void): void {
    const topics = this.byMarket.get(market.state.key);
    if (!topics) return;
    const moment = { at, wall: this.parts.monotonic() };
    for (const topic of topics) if (topic.subscribers.size > 0) what(topic, moment);
  }

  private subscribe(connection: Connection, frame: Fields): void {
    const names = topicsOf(frame);
    if (!names) return this.acknowledge(connection, frame, { problem: 'Params Error', done: [], failed: [] });
    const outcome = this.check(connection, names);
    this.acknowledge(connection, frame, outcome);
    const moment = this.now();
    for (const name of outcome.done) this.join(connection, this.topics.get(name)!, moment);
  }

  /** All topics of a request or none: one bad name refuses it, as on the real exchange. */
  private check(connection: Connection, names: readonly string[]): Outcome {
    const { stream } = this.parts;
    const refused = (problem: string, failed = names): Outcome => ({ problem, done: [], failed });
    if (stream === 'spot' && names.length > MOST_SPOT_ARGS) return refused(`args size >${MOST_SPOT_ARGS}`);
    if (stream === 'option' && connection.topics.size + names.length > MOST_OPTION_TOPICS)
      return refused(`args size >${MOST_OPTION_TOPICS}`);
    if (charactersOf([...connection.topics, ...names]) > MOST_CHARACTERS) return refused(`args length >${MOST_CHARACTERS}`);
    for (const name of names) {
      if (!this.topics.has(name) && !this.open(name)) return refused(unknownTopic(stream, name), [name]);
      if (stream !== 'spot' && connection.topics.has(name)) return refused(`error:already subscribed,topic:${name}`, [name]);
    }
    return { problem: '', done: [...new Set(names)], failed: [] };
  }

  private join(connection: Connection, topic: Topic, moment: Moment): void {
    const welcome = topic.welcome(moment);
    topic.subscribers.add(connection);
    connection.topics.add(topic.name);
    if (welcome !== undefined) connection.send(new Message('data', welcome, topic.name));
  }

  private unsubscribe(connection: Connection, frame: Fields): void {
    const names = topicsOf(frame) ?? [];
    for (const name of names) {
      this.topics.get(name)?.subscribers.delete(connection);
      connection.topics.delete(name);
    }
    this.acknowledge(connection, frame, { problem: '', done: names, failed: [] });
  }

  private acknowledge(connection: Connection, frame: Fields, outcome: Outcome): void {
    connection.answer('subscription', acknowledgement(this.parts.stream, { connection, frame }, outcome));
  }

  private open(name: string): Topic | undefined {
    const topic = this.shelf.open(name);
    if (!topic) return undefined;
    this.topics.set(name, topic);
    if (topic instanceof MarketTopic) {
      const { key } = topic.market.state;
      this.byMarket.set(key, [...(this.byMarket.get(key) ?? []), topic]);
    }
    return topic;
  }
}

function charactersOf(names: readonly string[]): number {
  return names.reduce((sum, name) => sum + name.length, 0);
}
