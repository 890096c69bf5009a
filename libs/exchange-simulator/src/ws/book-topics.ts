import { bookSequence } from '../market/book-sequence';
import { bookVersion, changesOf, levelsOf, type BookLevels, type LevelChange, type Levels } from './book-levels';
import { PacedTopic, type Moment, type TopicParts } from './topic';

/** Wall milliseconds after which an unchanged best level is told again, with the same `u`. */
const REPEAT = 3_000;

const NOTHING: BookLevels = { bids: { ticks: [], lots: [] }, asks: { ticks: [], lots: [] } };

interface Rows {
  readonly b: readonly LevelChange[];
  readonly a: readonly LevelChange[];
}

/** What book topics have in common: levels, update numbers and the message. */
abstract class BookTopic extends PacedTopic {
  protected update = 1;
  protected told: BookLevels = NOTHING;
  /** Book version and market time of `told`, and its number across all depths. */
  private version = -1;
  private toldFor = 0;
  private seq = 0;

  constructor(
    name: string,
    parts: TopicParts,
    private readonly depth: number,
  ) {
    super(name, parts);
  }

  /** Looks at the book, changed last at `at`; false when it is as it was told. */
  protected refresh(at: number): boolean {
    const version = bookVersion(this.market);
    if (version === this.version) return false;
    this.version = version;
    this.toldFor = Math.max(this.toldFor, at);
    this.seq = bookSequence(this.market, this.toldFor);
    return true;
  }

  protected read(): BookLevels {
    return levelsOf(this.market, this.depth);
  }

  protected snapshot(at: number): string {
    return this.message('snapshot', at, { b: rowsOf(this.told.bids), a: rowsOf(this.told.asks) });
  }

  /** Futures put `ts` behind `type` except at level 1, spot always before it; so does the real exchange. */
  protected message(type: 'snapshot' | 'delta', at: number, { b, a }: Rows): string {
    const head = this.isSpot || this.depth === 1 ? `"ts":${at},"type":"${type}"` : `"type":"${type}","ts":${at}`;
    const data = `"s":"${this.symbol}","b":[${this.rows(b)}],"a":[${this.rows(a)}],"u":${this.update},"seq":${this.seq}`;
    return `{"topic":"${this.name}",${head},"data":{${data}},"cts":${Math.min(this.toldFor, at)}}`;
  }

  protected row(price: string, size: string): string {
    return `["${price}","${size}"]`;
  }

  private rows(levels: readonly LevelChange[]): string {
    const { ticks, lots } = this.market.state;
    return levels.map(([price, size]) => this.row(ticks.text(price), lots.text(size))).join(',');
  }
}

/** Level 1: snapshots only, told again every 3 s when nothing changes. */
export class BestLevelTopic extends BookTopic {
  protected readonly interval = 10;
  private toldAt = 0;

  constructor(name: string, parts: TopicParts) {
    super(name, parts, 1);
  }

  override welcome({ at, wall }: Moment): string {
    if (this.subscribers.size === 0) {
      this.remember(at);
      this.repeatLater(wall);
    }
    return this.snapshot(at);
  }

  override restart({ at, wall }: Moment): void {
    this.remember(at);
    this.update = 1;
    this.tell(at, wall);
  }

  protected override speak({ at, wall }: Moment): void {
    if (this.remember(this.changedAt) || wall - this.toldAt >= REPEAT) this.tell(at, wall);
    else this.repeatLater(this.toldAt);
  }

  private tell(at: number, wall: number): void {
    this.publish(this.snapshot(at));
    this.repeatLater(wall);
  }

  private repeatLater(toldAt: number): void {
    this.toldAt = toldAt;
    this.parts.pacer.wakeAt(this, toldAt + REPEAT);
  }

  private remember(at: number): boolean {
    if (!this.refresh(at)) return false;
    const { bids, asks } = this.read();
    if (isSameBest(bids, this.told.bids) && isSameBest(asks, this.told.asks)) return false;
    this.told = { bids, asks };
    this.update += 1;
    return true;
  }
}

export interface DepthOptions {
  readonly depth: number;
  /** Wall milliseconds between two messages. */
  readonly interval: number;
}

/** Deeper books: a snapshot first, then what changed; `u` rises by one with each message. */
export class DepthTopic extends BookTopic {
  protected readonly interval: number;

  constructor(name: string, parts: TopicParts, { depth, interval }: DepthOptions) {
    super(name, parts, depth);
    this.interval = interval;
  }

  /** Later subscribers get what the others were told last, so that the next delta fits for all. */
  override welcome({ at }: Moment): string | undefined {
    if (this.subscribers.size === 0) this.startFrom(at);
    return this.snapshot(at);
  }

  override restart({ at }: Moment): void {
    this.startFrom(at);
    this.update = 1;
    this.publish(this.snapshot(at));
  }

  protected override speak({ at }: Moment): void {
    if (!this.refresh(this.changedAt)) return;
    const now = this.read();
    const [b, a] = [changesOf(this.told.bids, now.bids, 'falling'), changesOf(this.told.asks, now.asks, 'rising')];
    if (b.length === 0 && a.length === 0) return;
    this.told = now;
    this.update += 1;
    this.publish(this.message('delta', at, { b, a }));
  }

  private startFrom(at: number): void {
    this.refresh(at);
    this.told = this.read();
    this.update += 1;
  }
}

/** The book with retail price improvement orders as a third number; this venue has none of them. */
export class ImprovedPriceTopic extends DepthTopic {
  protected override row(price: string, size: string): string {
    return `["${price}","${size}","0"]`;
  }
}

/** The whole book as deltas only; https://bybit-exchange.github.io/docs/v5/websocket/public/full-ob */
export class FullBookTopic extends DepthTopic {
  override welcome(moment: Moment): undefined {
    super.welcome(moment);
    return undefined;
  }

  override restart({ at }: Moment): void {
    this.update = 1;
    this.publish(this.message('delta', at, { b: [], a: [] }));
  }
}

function rowsOf({ ticks, lots }: Levels): LevelChange[] {
  return ticks.map((price, level) => [price, lots[level]!]);
}

function isSameBest(one: Levels, other: Levels): boolean {
  return one.ticks[0] === other.ticks[0] && one.lots[0] === other.lots[0];
}
