import { setTimeout as wait } from 'node:timers/promises';
import type { ExchangeOptions, MarketData, Subscription, VendorStream, VendorStreamHandlers } from '@libs/sdk';
import { PolledBars, StreamedBars } from './bar-readers';
import { sourceOf } from './capabilities';
import type { Source } from './capabilities';
import type { Catalogue } from './catalogue';
import type { Member } from './member';
import { PollPace } from './poll-pace';
import { PollReader, StreamReader } from './stream-reader';
import type { ReaderParts } from './stream-reader';
import { SubscriptionLoop } from './subscription-loop';
import type { LoopEnvironment, Reader } from './subscription-loop';
import type { Numbers } from './vendor';
import { VendorPool } from './vendor-pool';

const SYSTEM: LoopEnvironment = {
  monotonic: () => performance.now(),
  random: Math.random,
  wait: (ms, signal) => wait(ms, undefined, { signal }),
};

export interface CcxtStreamParts {
  readonly member: Member;
  readonly options: ExchangeOptions;
  readonly catalogue: Catalogue;
  readonly market: MarketData;
  readonly handlers: VendorStreamHandlers;
  readonly environment?: LoopEnvironment;
}

interface Followed {
  readonly loop: SubscriptionLoop;
  readonly source: Source;
}

/** Live data of one ccxt exchange: a loop for each subscription, over ccxt's streams where it has them, else polling. */
export class CcxtStream implements VendorStream {
  private readonly followed = new Map<string, Followed>();
  private readonly pool: VendorPool;
  private readonly pace: PollPace;
  private closed = false;

  constructor(private readonly parts: CcxtStreamParts) {
    const { member, options, catalogue } = parts;
    this.pool = new VendorPool(member, options, catalogue);
    this.pace = new PollPace(member);
  }

  /** Throws for what the exchange does not give at all; see its capabilities. */
  subscribe(subscription: Subscription): void {
    const key = keyOf(subscription);
    if (this.closed || this.followed.has(key)) return;
    const source = sourceOf(this.parts.member, subscription.kind);
    if (!source) throw new Error(`ccxt gives no ${subscription.kind} of ${this.parts.member.title}.`);
    if (source.transport === 'poll') this.pace.polled += 1;
    this.followed.set(key, { source, loop: this.start(subscription, source) });
  }

  unsubscribe(subscription: Subscription): void {
    const key = keyOf(subscription);
    const followed = this.followed.get(key);
    if (!followed) return;
    this.followed.delete(key);
    if (followed.source.transport === 'poll') this.pace.polled -= 1;
    followed.loop.stop();
  }

  restart(subscription: Subscription): void {
    const followed = this.followed.get(keyOf(subscription));
    if (!followed) return;
    this.unsubscribe(subscription);
    this.pool.renew(groupOf(subscription, followed.source));
    this.subscribe(subscription);
  }

  promisedSilence(subscription: Subscription): number | null {
    return sourceOf(this.parts.member, subscription.kind)?.transport === 'poll' ? this.pace.ms * 3 : null;
  }

  close(): void {
    this.closed = true;
    for (const { loop } of this.followed.values()) loop.stop();
    this.followed.clear();
    this.pool.close();
  }

  private start(subscription: Subscription, source: Source): SubscriptionLoop {
    const { handlers, environment = SYSTEM } = this.parts;
    const group = groupOf(subscription, source);
    return new SubscriptionLoop({
      subscription,
      reader: this.reader(subscription, source),
      handlers,
      environment,
      lease: () => this.pool.lease(group, numbersOf(source)),
      renew: () => this.pool.renew(group),
    });
  }

  private reader(subscription: Subscription, source: Source): Reader {
    const { member, options, catalogue, market, handlers, environment = SYSTEM } = this.parts;
    const parts: ReaderParts = { member, source, catalogue, now: options.now, environment, pace: () => this.pace.ms };
    const polled = source.transport === 'poll';
    if (subscription.kind === 'bar')
      return polled ? new PolledBars(subscription, parts, market) : new StreamedBars(subscription, parts, market);
    return polled ? new PollReader(subscription, parts, () => handlers.connected(subscription)) : new StreamReader(subscription, parts);
  }
}

function keyOf(subscription: Subscription): string {
  const { kind, instrument } = subscription;
  const detail = kind === 'book' ? ` ${subscription.depth}` : kind === 'bar' ? ` ${subscription.interval}` : '';
  return `${kind}${detail} ${instrument.symbol}`;
}

/**
 * Subscriptions that may share a vendor. ccxt keeps one book a symbol whatever its depth, and best prices reset it (measured on
 * bybit), so kinds and depths stay apart.
 */
function groupOf(subscription: Subscription, { transport }: Source): string {
  if (transport === 'poll') return 'poll';
  return subscription.kind === 'book' ? `book ${subscription.depth}` : subscription.kind;
}

/** ccxt computes with the levels of a streamed book, so they cannot be text. */
function numbersOf({ call }: Source): Numbers {
  return call === 'watchOrderBook' ? 'float' : 'text';
}
