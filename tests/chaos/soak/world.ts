import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defined } from '@libs/kernel';
import { openLocalExchange, openSource } from '@libs/exchange-simulator';
import type { LocalExchange } from '@libs/exchange-simulator';
import { MarketFeed, OpenBudget, WebSocketManager } from '@libs/market-data';
import type { FrameTap, MarketFeedHandlers } from '@libs/market-data';
import { createLogger } from '@libs/platform';
import type { ExchangeOptions, MarketData } from '@libs/sdk';
import { SeededRandom } from '@libs/simulation';
import { ManualClock } from '@libs/testkit';
import { exchange as bybit } from '../../../plugins/exchanges/bybit/src/index';
import { FALLBACK, LoopVenue, PRIMARY } from './loop-venue';

const START = Date.UTC(2026, 3, 1);
const STEP_MS = 1_000;
/** How finely the market plays: about a move of each symbol a second. */
const SPEED = 60;

export interface WorldOptions {
  readonly seed: number;
  /** Of linear contracts; two spot markets stand beside them. */
  readonly contracts: number;
}

/** An exchange in this process and the time that both sides go by. */
export class World {
  readonly venue: LoopVenue;
  readonly options: ExchangeOptions;
  /** What the feed asks, and what those ask who check it. */
  private readonly market: MarketData;
  readonly truth: MarketData;

  private constructor(
    readonly exchange: LocalExchange,
    readonly clock: ManualClock,
    readonly random: SeededRandom,
    private readonly folder: string,
  ) {
    this.venue = new LoopVenue(exchange);
    this.options = {
      restUrl: 'http://primary',
      publicWebSocketUrl: PRIMARY,
      publicWebSocketFallbacks: [FALLBACK],
      privateWebSocketUrl: '',
      requestWindow: 5_000,
      now: () => clock.wall(),
    };
    this.market = this.venue.marketData(this.options, () => clock.monotonic());
    this.truth = this.venue.marketData(this.options);
  }

  static async open({ seed, contracts }: WorldOptions): Promise<World> {
    const clock = new ManualClock(START);
    const folder = await mkdtemp(join(tmpdir(), 'plimsoll-soak-'));
    const exchange = await openLocalExchange({
      source: await openSource({ kind: 'generated', seed, speed: SPEED, stepped: true, start: START, contracts }),
      folder: join(folder, 'exchange'),
      logger: createLogger({ component: 'exchange', level: 'error', write: (line) => process.stderr.write(line) }),
      failed: (error) => {
        throw error;
      },
      wallNow: () => clock.wall(),
      monotonic: () => clock.monotonic(),
      timers: clock,
    });
    return new World(exchange, clock, new SeededRandom(seed), folder);
  }

  get now(): number {
    return this.clock.wall();
  }

  get recordings(): string {
    return join(this.folder, 'recording');
  }

  openFeed(handlers: MarketFeedHandlers, { mostTopics, tap }: { readonly mostTopics: number; readonly tap?: FrameTap }): MarketFeed {
    const { clock, random, venue } = this;
    const monotonic = { now: () => clock.monotonic() };
    const manager = new WebSocketManager({
      reconnectDelaySeconds: 5,
      environment: {
        open: venue.open,
        timers: clock,
        monotonic,
        wall: { now: () => clock.wall() },
        random: () => random.uniform(),
        budget: new OpenBudget(monotonic),
        ...defined({ tap }),
      },
    });
    const plugin = { ...bybit, marketData: () => this.market };
    return new MarketFeed({ plugin, options: this.options, manager, handlers, mostTopics });
  }

  /** Market and clocks go on together. */
  async pass(milliseconds: number): Promise<void> {
    for (const end = this.now + milliseconds; this.now < end;) {
      await this.clock.pass(Math.min(STEP_MS, end - this.now));
      await this.exchange.step(this.now);
    }
  }

  async close(): Promise<void> {
    await this.exchange.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}
