import type { Interval } from '@libs/kernel';
import type { ExchangePlugin, MarketCapabilities, MarketEvent, PublicTrade, Subscription } from '@libs/sdk';
import { BuiltBar } from './built-bar';
import type { BarSubscription } from './built-bar';
import { openSource } from './feed-source';
import type { FeedSource, SourceHandlers, SourceParts } from './feed-source';
import { keyOf } from './watch';

/** True if the exchange serves closed bars of that length. */
export function offersBars({ bar, intervals }: MarketCapabilities, interval: Interval): boolean {
  return bar !== undefined && intervals.includes(interval);
}

/** True if bars of that length must be built: the exchange streams trades but not these bars. */
export function buildsBars(market: MarketCapabilities, interval: Interval): boolean {
  return market.trades === 'stream' && !(market.bar === 'stream' && offersBars(market, interval));
}

/** Trades of one instrument, for whoever wants them. */
interface TradesUse {
  readonly subscription: Subscription;
  readonly bars: Map<string, BuiltBar>;
  isWatched: boolean;
  isUp: boolean;
}

/** Streams of the exchange, plus the bars that it lacks. */
export function openWithBuiltBars(plugin: Pick<ExchangePlugin, 'publicStream' | 'market'>, parts: SourceParts): FeedSource {
  return new BuiltBars((handlers) => openSource(plugin, { ...parts, handlers }), plugin.market, parts);
}

/** How often market time is checked for ended bars. */
const TICK_MS = 500;
const FUTURE_MS = 60_000;

class BuiltBars implements FeedSource {
  readonly checksum?: NonNullable<FeedSource['checksum']>;
  readonly requestsSnapshots?: true;
  private readonly source: FeedSource;
  /** Subscription key of trades → its use. */
  private readonly uses = new Map<string, TradesUse>();
  private timer: { cancel(): void } | null = null;

  constructor(
    open: (handlers: SourceHandlers) => FeedSource,
    private readonly capabilities: MarketCapabilities,
    private readonly parts: SourceParts,
  ) {
    this.source = open(this.handlers());
    if (this.source.checksum) this.checksum = this.source.checksum;
    if (this.source.requestsSnapshots) this.requestsSnapshots = true;
  }

  subscribe(subscription: Subscription): void {
    if (this.isBuilt(subscription)) return this.addBar(subscription);
    if (subscription.kind !== 'trades') return this.source.subscribe(subscription);
    const use = this.useOf(subscription);
    use.isWatched = true;
    if (use.isUp) this.parts.handlers.confirmed(keyOf(subscription));
  }

  unsubscribe(subscription: Subscription): void {
    const isBuilt = this.isBuilt(subscription);
    if (!isBuilt && subscription.kind !== 'trades') return this.source.unsubscribe(subscription);
    const trades = tradesOf(subscription);
    const use = this.uses.get(keyOf(trades));
    if (!use) return;
    if (isBuilt) use.bars.delete(keyOf(subscription));
    else use.isWatched = false;
    if (use.isWatched || use.bars.size > 0) return;
    this.uses.delete(keyOf(trades));
    this.source.unsubscribe(trades);
  }

  /** A bar whose trades flow is left alone: restarting would lose more of them, and missing ones are requested over REST. */
  restart(subscription: Subscription): void {
    const isBuilt = this.isBuilt(subscription);
    if (!isBuilt && subscription.kind !== 'trades') return this.source.restart(subscription);
    const use = this.uses.get(keyOf(tradesOf(subscription)));
    if (use && !(isBuilt && use.isUp)) this.restartTrades(use, 'its trades begin anew');
  }

  close(): void {
    this.timer?.cancel();
    this.source.close();
  }

  private isBuilt(subscription: Subscription): subscription is BarSubscription {
    return subscription.kind === 'bar' && buildsBars(this.capabilities, subscription.interval);
  }

  private addBar(subscription: BarSubscription): void {
    const use = this.useOf(tradesOf(subscription));
    const bar = this.makeBar(subscription, use);
    use.bars.set(keyOf(subscription), bar);
    if (!this.timer) this.tick();
    if (!use.isUp) return;
    bar.begin(this.parts.marketTime());
    this.parts.handlers.confirmed(keyOf(subscription));
  }

  private makeBar(subscription: BarSubscription, use: TradesUse): BuiltBar {
    const { handlers, market } = this.parts;
    const { instrument, interval } = subscription;
    const key = keyOf(subscription);
    return new BuiltBar({
      subscription,
      trades: (limit) => market.trades(instrument, limit),
      news: {
        events: (events) => handlers.events(key, events),
        missing: (start) => {
          if (!offersBars(this.capabilities, interval)) handlers.lost(key, start);
          // Missed trades are requested as after an interruption; a stream that is down requests them on its return.
          else if (use.isUp) handlers.confirmed(key);
        },
        late: (trade, bar) => handlers.late(key, trade, bar),
        contradicted: (why) => this.restartTrades(use, why),
        failed: (error) => handlers.failed(error),
      },
    });
  }

  private useOf(subscription: Subscription): TradesUse {
    const key = keyOf(subscription);
    let use = this.uses.get(key);
    if (!use) {
      use = { subscription, bars: new Map(), isWatched: false, isUp: false };
      this.uses.set(key, use);
      this.source.subscribe(subscription);
    }
    return use;
  }

  private restartTrades(use: TradesUse, why: string): void {
    this.interruptBars(use, why);
    this.source.restart(use.subscription);
  }

  private handlers(): SourceHandlers {
    const { handlers } = this.parts;
    return {
      ...handlers,
      events: (key, events) => this.hear(key, events),
      confirmed: (key) => {
        const use = this.uses.get(key);
        if (use) this.begin(use);
        else handlers.confirmed(key);
      },
      interrupted: (key, reason) => {
        const use = this.uses.get(key);
        if (use) this.interrupt(use, reason);
        else handlers.interrupted(key, reason);
      },
      dropped: (key) => {
        // An unreadable message may have been a trade missing from the growing bar; the bar is requested once it has ended.
        for (const [own, use] of this.uses) if (use.isUp && (key === null || key === own)) this.beginBars(use);
        handlers.dropped(key);
      },
    };
  }

  private hear(key: string, events: readonly MarketEvent[]): void {
    const use = this.uses.get(key);
    if (!use || use.isWatched) this.parts.handlers.events(key, events);
    if (!use) return;
    const trades = events.flatMap((event) => (event.type === 'trades' ? event.trades : [])).filter((trade) => !this.isOfTheFuture(trade));
    for (const bar of use.bars.values()) bar.add(trades);
  }

  private begin(use: TradesUse): void {
    use.isUp = true;
    if (use.isWatched) this.parts.handlers.confirmed(keyOf(use.subscription));
    this.beginBars(use);
    for (const key of use.bars.keys()) this.parts.handlers.confirmed(key);
  }

  private beginBars({ bars }: TradesUse): void {
    const now = this.parts.marketTime();
    for (const bar of bars.values()) bar.begin(now);
  }

  /** A single timestamp of next month would close every bar until then. */
  private isOfTheFuture({ at, id }: PublicTrade): boolean {
    const now = this.parts.marketTime();
    if (now === 0 || at <= now + FUTURE_MS) return false;
    this.parts.handlers.failed(new Error(`trade ${id} is stamped ${new Date(at).toISOString()}, which is yet to come`));
    return true;
  }

  private interrupt(use: TradesUse, reason: string): void {
    if (use.isWatched) this.parts.handlers.interrupted(keyOf(use.subscription), reason);
    this.interruptBars(use, reason);
  }

  private interruptBars(use: TradesUse, reason: string): void {
    use.isUp = false;
    for (const [key, bar] of use.bars) {
      bar.interrupt();
      this.parts.handlers.interrupted(key, reason);
    }
  }

  private tick(): void {
    this.timer = this.parts.manager.environment.timers.after(TICK_MS, () => {
      this.tick();
      const now = this.parts.marketTime();
      for (const { bars } of this.uses.values()) for (const bar of bars.values()) bar.reach(now);
    });
  }
}

function tradesOf({ instrument }: Subscription): Subscription {
  return { kind: 'trades', instrument };
}
