import { isDurable, type Effect, type InputBody, type TradingCore } from '@libs/engine';
import type { Logger } from '@libs/platform';
import type { FeedItem } from '@libs/market-data';
import type { CommitLine } from './commit-line';
import { CoreLoop, type Step } from './core-loop';
import { barText, type HistoryRequest } from './history';
import type { HealthReporter } from './health-reporter';
import type { StrategySeats } from './strategy-seats';
import type { AccountTopics } from './account-topics';
import type { TrustTeller } from './trust-teller';

export interface LiveAccountParts {
  readonly core: TradingCore;
  readonly seats: StrategySeats;
  readonly commits: Pick<CommitLine<unknown>, 'push'>;
  /** Writes the input down together with the running hash of what it led to. */
  readonly record: (step: Step) => void;
  readonly topics: AccountTopics;
  readonly trust: Pick<TrustTeller, 'tell'>;
  readonly sandboxHealth: Pick<HealthReporter, 'set'>;
  readonly watch: (effect: Extract<Effect, { type: 'watch' }>) => void;
  readonly requestHistory: (effect: HistoryRequest) => void;
  readonly logger: Logger;
  readonly wallClock: () => number;
}

/** One account at work: everything that happens becomes an input, and everything a step asks for is carried out. */
export class LiveAccount {
  private readonly loop: CoreLoop;
  private onQuiet: (() => void) | null = null;

  constructor(private readonly parts: LiveAccountParts) {
    const { inputSeq, marketTime } = parts.core.progress();
    this.loop = new CoreLoop({
      core: parts.core,
      inputSeq,
      marketTime,
      wallClock: parts.wallClock,
      onStep: (step) => this.follow(step),
    });
  }

  feed(body: InputBody, marketTime?: number | null): void {
    this.loop.feed(body, marketTime ?? undefined);
  }

  /** Market time has gone on to `marketTime`, even if nothing was heard. */
  pass(marketTime: number): void {
    this.loop.pass(marketTime);
  }

  /** Takes what a market feed collected. */
  feedMarket(items: readonly FeedItem[]): void {
    for (const item of items) {
      if (item.type === 'bar') {
        this.loop.feed({ type: 'bar', symbol: item.symbol, interval: item.interval, bar: barText(item.bar) }, item.at);
        this.parts.topics.bar(item.symbol, item.interval, item.bar, true);
        continue;
      }
      if (item.type === 'trust') {
        this.loop.feed({ type: 'trust', symbol: item.symbol, ...item.trust }, item.at);
        continue;
      }
      const { bid, bidSize, ask, askSize } = item.quote;
      const quote = { bid: bid.toString(), bidSize: bidSize.toString(), ask: ask.toString(), askSize: askSize.toString() };
      this.loop.feed({ type: 'quote', symbol: item.symbol, ...quote }, item.at);
      this.parts.topics.ticker(item.symbol, quote, item.at);
    }
    if (items.length > 0) this.parts.topics.value();
  }

  /**
   * Calls `then` once the strategies stand where the core believes them to: none owes an answer, or what it owes one to was held back from
   * it. In the same turn in which that becomes true; a strategy that is always behind its streams never lets it without `holdBack`.
   */
  whenQuiet(then: () => void): void {
    this.onQuiet = then;
    this.lookWhetherQuiet();
  }

  /** Whoever waits for quiet waits for the answers that are owed now and no more: what comes after them is held back until then. */
  holdBack(): void {
    if (this.onQuiet) this.parts.seats.holdBack();
  }

  private follow(step: Step): void {
    const { commits, record, topics, logger } = this.parts;
    record(step);
    const { events, effects } = step.result;
    if (events.some(isDurable) || 'inboxSeq' in step.input.body) commits.push(step);
    for (const effect of effects) this.carryOut(effect);
    for (const event of events) {
      if (event.type === 'StrategyDecided') topics.decision(event, step.input.marketTime);
      if (event.type === 'DataTrustChanged') this.parts.trust.tell(event);
      if (event.type === 'StopDelayed') logger.warn(`a ${event.isClose ? 'close' : 'stop that was let go'} waits`, { ...event });
      if (event.type === 'ExitGivenUp') logger.error(`a ${event.exit} was given up; its position remains open`, { ...event });
      if (event.type === 'ExitFailing') logger.error(`a ${event.exit} failed and will be retried; its position remains open`, { ...event });
      // A sandbox that was started again is told of until it answers, which without a strategy it never does.
      if (event.type === 'FaultDismissed') this.parts.sandboxHealth.set('process', null);
      if (event.type === 'StrategyLogged')
        for (const { level, message } of event.logs) logger[level](message, { deployment: event.deploymentId });
      if (event.type === 'DeploymentStopped' && event.faulted)
        logger.warn(`the deployment ${event.deploymentId} ended in a fault: ${event.reason}`);
    }
    // An answer, a fault and a stop each end the waiting.
    this.lookWhetherQuiet();
  }

  private lookWhetherQuiet(): void {
    const { onQuiet: then } = this;
    const { core, seats } = this.parts;
    if (then === null || core.outstanding().some((delivery) => !seats.isHeld(delivery))) return;
    this.onQuiet = null;
    then();
    seats.goOn();
  }

  private carryOut(effect: Effect): void {
    if (this.parts.seats.carryOut(effect)) return;
    switch (effect.type) {
      case 'watch':
        return this.parts.watch(effect);
      case 'request-history':
        return this.parts.requestHistory(effect);
      // Submits and cancels leave through the transaction that journals their step.
      default:
        return undefined;
    }
  }
}
