import type { Decimal } from '@libs/kernel';
import { SeededRandom } from '../random/seeded-random';
import type { Change } from '../venue/change';
import type { SimOrderRequest } from '../venue/order';
import type { Refusal } from '../venue/refusal';
import type { OrderAmendment, OrderId, SubmitResult, TradingStop } from '../venue/requests';
import type { Venue } from '../venue/venue';
import { EventQueue } from './event-queue';
import { drawLatency, type LatencyModel } from './latency';
import { accountOf, lineOf, type Answer, type Message } from './message';

export interface Latencies {
  /** From a client to the venue. */
  readonly entry: LatencyModel;
  /** From the venue's decision to its answer at the client. */
  readonly ack: LatencyModel;
  /** From an event to the client's receipt of its private message. */
  readonly fill: LatencyModel;
}

export interface TimedOptions {
  readonly venue: Venue;
  readonly seed: number;
  readonly latencies: Latencies;
  /** Market time at which it begins. */
  readonly startAt: number;
}

/** A client's request over its connection. */
export type Command =
  | { readonly kind: 'submit'; readonly request: SimOrderRequest }
  | { readonly kind: 'amend'; readonly id: OrderId; readonly change: OrderAmendment }
  | { readonly kind: 'cancel'; readonly id: OrderId }
  | { readonly kind: 'stop'; readonly stop: TradingStop }
  | { readonly kind: 'leverage'; readonly market: string; readonly buy: Decimal; readonly sell: Decimal };

type Lane = 'entry' | 'ack' | 'fill';

/**
 * A venue with latency: requests and messages take time, in market time and drawn from a seed. The same seed and inputs give the same log,
 * byte for byte. Messages on one lane of an account never overtake each other.
 */
export class TimedVenue {
  /** Everything that reached clients so far, in order of arrival. */
  readonly log: Message[] = [];
  private readonly events = new EventQueue<() => void>();
  private readonly random: SeededRandom;
  private readonly laneEnds = new Map<string, number>();
  private readonly listeners: ((message: Message) => void)[] = [];
  private time: number;
  private requests = 0;

  constructor(private readonly options: TimedOptions) {
    this.random = new SeededRandom(options.seed);
    this.time = options.startAt;
  }

  get now(): number {
    return this.time;
  }

  /** Called when a message arrives; may send immediately. */
  listen(listener: (message: Message) => void): void {
    this.listeners.push(listener);
  }

  /** Sends a request and returns its number; it takes effect when it reaches the venue. */
  send(accountId: string, command: Command): number {
    const request = (this.requests += 1);
    const sentAt = this.time;
    this.events.add(this.arrival('entry', accountId), () => this.receive({ accountId, request, sentAt }, command));
    return request;
  }

  /** Schedules an action of the market at a time that is not in the past. */
  schedule(at: number, act: (venue: Venue, at: number) => void): void {
    if (at < this.time) throw new RangeError(`${at} is past: it is ${this.time} already`);
    this.events.add(at, () => {
      act(this.options.venue, at);
      this.publish();
    });
  }

  /** Processes everything up to and including a time, in order. */
  runUntil(at: number): void {
    for (let next = this.events.nextAt; next !== undefined && next <= at; next = this.events.nextAt) {
      this.time = next;
      this.events.take()!.event();
    }
    this.time = Math.max(this.time, at);
  }

  /** Runs until nothing is in flight. */
  runOut(): void {
    for (let next = this.events.nextAt; next !== undefined; next = this.events.nextAt) this.runUntil(next);
  }

  /** One line for each message that arrived. */
  logText(): string {
    return this.log.map((message) => `${lineOf(message)}\n`).join('');
  }

  private receive(origin: { accountId: string; request: number; sentAt: number }, command: Command): void {
    const answer = this.perform(origin.accountId, command);
    const saidAt = this.time;
    this.deliver('ack', origin.accountId, (at) => ({ kind: 'ack', ...origin, saidAt, at, answer }));
    this.publish();
  }

  private perform(accountId: string, command: Command): Answer {
    const { venue } = this.options;
    const at = this.time;
    switch (command.kind) {
      case 'submit':
        return orderAnswer(venue.submit(accountId, command.request, at));
      case 'amend':
        return orderAnswer(venue.amend(accountId, command.id, command.change, at));
      case 'cancel':
        return orderAnswer(venue.cancel(accountId, command.id, at));
      case 'stop':
        return settingAnswer(venue.setTradingStop(accountId, command.stop, at));
      case 'leverage':
        return settingAnswer(venue.setLeverage(accountId, command.market, { buy: command.buy, sell: command.sell }, at));
    }
  }

  /** Public changes are not messages of an account; market data has its own latency. */
  private publish(): void {
    const saidAt = this.time;
    for (const change of this.options.venue.drain()) {
      const accountId = accountOf(change);
      if (accountId !== undefined) this.tell(accountId, saidAt, change);
    }
  }

  private tell(accountId: string, saidAt: number, change: Change): void {
    this.deliver('fill', accountId, (at) => ({ kind: 'change', accountId, saidAt, at, change }));
  }

  private deliver(lane: Lane, accountId: string, make: (at: number) => Message): void {
    const message = make(this.arrival(lane, accountId));
    this.events.add(message.at, () => {
      this.log.push(message);
      for (const listener of this.listeners) listener(message);
    });
  }

  private arrival(lane: Lane, accountId: string): number {
    const key = `${lane} ${accountId}`;
    const drawn = this.time + drawLatency(this.options.latencies[lane], this.random);
    const at = Math.max(drawn, this.laneEnds.get(key) ?? 0);
    this.laneEnds.set(key, at);
    return at;
  }
}

function orderAnswer(result: SubmitResult): Answer {
  return result.kind === 'accepted' ? { kind: 'accepted', orderId: result.order.orderId } : result;
}

function settingAnswer(refusal: Refusal | undefined): Answer {
  return refusal ? { kind: 'refused', refusal } : { kind: 'done' };
}
