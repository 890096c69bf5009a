import type { OrderSide } from '@libs/kernel';
import { SeededRandom, pathLength, pathStep } from '@libs/simulation';
import type { BarSeries, MarketInstrument } from '@libs/simulation';
import type { BarTape } from '../run/bar-tape';
import { barsOfEvents } from '../run/event-bars';
import { EventTapeWriter } from '../run/event-tape';
import type { EventTape } from '../run/event-tape';
import { generatedTape } from './generated-market';
import type { GeneratedMarket, MarketKind } from './generated-market';

export interface GeneratedBook extends GeneratedMarket {
  /** Book levels a side, while the price leaves room for them. */
  readonly levels: number;
  /** Steps in which the price goes from one corner of a bar to the next; a bar has three such legs. */
  readonly steps: number;
}

/** One bar in this many has something wrong with its book, until the price has gone its first leg. */
const TROUBLE_EVERY = 10;
/** Largest half spread of an ordinary moment, in ticks. */
const HALF_SPREAD = 3;
/** Ticks between two levels, while the price is far above them. */
const LEVEL_STEP = 5;
const LEAST_LOTS = 200;
/** One trade in this many takes several levels at once. */
const SWEEPS_EVERY = 20;

/**
 * A random order book and its trades around the price path of `generatedTape`, as snapshot and changes: the same on every machine for a
 * seed, without any claim to realism. The bars are built from the trades, so they lie near that path instead of on it.
 */
export function generatedBook(
  symbol: string,
  market: GeneratedBook,
): BarTape & { readonly instrument: MarketInstrument; readonly events: EventTape } {
  const { instrument, interval, series } = generatedTape(symbol, market);
  const writer = new EventTapeWriter(instrument);
  new BookWalk(writer, market).play(series);
  const events = writer.tape();
  const span = { from: series.firstStart, to: series.end };
  return { instrument, interval, series: barsOfEvents(events, interval, span).series, events };
}

class BookWalk {
  private readonly random: SeededRandom;
  private readonly kind: MarketKind;
  private readonly shown: Readonly<Record<OrderSide, Map<number, number>>> = { BUY: new Map(), SELL: new Map() };
  private price = 0;
  private half = 1;
  private isLost = false;

  constructor(
    private readonly writer: EventTapeWriter,
    private readonly market: GeneratedBook,
  ) {
    this.random = new SeededRandom(market.seed);
    this.kind = market.kind;
  }

  play(series: BarSeries): void {
    const { steps } = this.market;
    const moves = pathLength(steps);
    for (let bar = 0; bar < series.length; bar += 1) {
      const played = series.at(bar);
      for (let move = 0; move < moves; move += 1) {
        const wobble = this.upTo(2 * HALF_SPREAD) - HALF_SPREAD;
        const { price: path } = pathStep(played, series.interval, steps, move);
        const price = Math.min(played.high, Math.max(played.low, path + wobble));
        const isTroubled = bar % TROUBLE_EVERY === TROUBLE_EVERY - 1 && move <= steps;
        const isFirst = bar === 0 && move === 0;
        this.move(price, { isTroubled, prints: this.prints(isFirst, move % steps === 0), missing: this.missing(bar, isTroubled) });
        const late = move === 0 ? 0 : this.random.uniform();
        this.writer.end(series.startOf(bar) + Math.floor((series.interval * (move + late)) / moves));
      }
    }
  }

  /** Trades happen at each corner, and between them now and then. */
  private prints(isFirst: boolean, isCorner: boolean): boolean {
    return this.kind === 'silent' ? isFirst : isCorner || this.upTo(4) < 2;
  }

  private missing(bar: number, isTroubled: boolean): OrderSide | null {
    if (!isTroubled || this.kind !== 'one-sided') return null;
    return bar % (2 * TROUBLE_EVERY) < TROUBLE_EVERY ? 'SELL' : 'BUY';
  }

  private move(price: number, { isTroubled, prints, missing }: Moment): void {
    const taker = this.takerTo(price);
    this.price = price;
    if (this.kind === 'gaps' && isTroubled) return this.lose();
    if (this.isLost) this.writer.clear();
    this.isLost = false;
    if (this.upTo(7) === 0) this.half = 1 + this.upTo(HALF_SPREAD - 1);
    const half = this.kind === 'wide' && isTroubled ? Math.ceil(price / 20) : this.half;
    const sides = [this.side('BUY', half, missing), this.side('SELL', half, missing)] as const;
    // What the price has left goes first, so that the book is never crossed.
    for (const [side, wanted] of sides)
      for (const ticks of [...this.shown[side].keys()]) if (!wanted.has(ticks)) this.level(side, ticks, 0);
    for (const [side, wanted] of sides)
      for (const [ticks, lots] of wanted) if (this.shown[side].get(ticks) !== lots) this.level(side, ticks, lots);
    if (prints) this.print(taker);
  }

  /** After lost messages nobody knows the book until it is shown anew. */
  private lose(): void {
    if (!this.isLost) this.writer.clear();
    this.isLost = true;
    for (const side of Object.values(this.shown)) side.clear();
  }

  /** The levels of a side, best first; most keep the size that they have, and further ones are larger. */
  private side(side: OrderSide, half: number, missing: OrderSide | null): readonly [OrderSide, ReadonlyMap<number, number>] {
    const wanted = new Map<number, number>();
    if (side === missing) return [side, wanted];
    const step = this.price > 1_000 ? LEVEL_STEP : 1;
    const best =
      side === 'BUY'
        ? Math.max(1, Math.floor((this.price - half) / step) * step)
        : Math.max(2, Math.ceil((this.price + half) / step) * step);
    for (let rank = 0; rank < this.market.levels; rank += 1) {
      const ticks = best + (side === 'BUY' ? -rank : rank) * step;
      if (ticks < 1) break;
      const before = this.shown[side].get(ticks);
      const isKept = before !== undefined && this.upTo(9) > 0;
      wanted.set(ticks, isKept ? before : LEAST_LOTS + this.upTo(800 + 200 * rank));
    }
    return [side, wanted];
  }

  private takerTo(price: number): OrderSide {
    if (price === this.price) return this.upTo(1) === 0 ? 'BUY' : 'SELL';
    return price > this.price ? 'BUY' : 'SELL';
  }

  /** A trade takes from the best level of the other side, or takes several levels and a part of the next. */
  private print(taker: OrderSide): void {
    const side = taker === 'BUY' ? 'SELL' : 'BUY';
    const levels = [...this.shown[side]].sort(([one], [other]) => (side === 'BUY' ? other - one : one - other));
    const whole = this.upTo(SWEEPS_EVERY - 1) === 0 ? this.upTo(levels.length - 2) : 0;
    for (const [rank, [ticks, lots]] of levels.slice(0, whole + 1).entries()) {
      const taken = rank < whole ? lots : 1 + this.upTo(lots - 1);
      this.writer.printInSteps(taker, ticks, taken);
      this.level(side, ticks, lots - taken);
    }
  }

  private level(side: OrderSide, ticks: number, lots: number): void {
    this.writer.levelInSteps(side, ticks, lots);
    if (lots === 0) this.shown[side].delete(ticks);
    else this.shown[side].set(ticks, lots);
  }

  /** A whole number from 0 to `most`, both inclusive. */
  private upTo(most: number): number {
    return this.random.next() % (most + 1);
  }
}

interface Moment {
  readonly isTroubled: boolean;
  readonly prints: boolean;
  readonly missing: OrderSide | null;
}
