import { Decimal, INTERVALS } from '@libs/kernel';
import type { Interval } from '@libs/kernel';
import type { BarText } from '@libs/engine';
import { StrategyBarOf, type StrategyBar, type StrategyPlan } from '@libs/sdk';
import { joinBars } from '@libs/simulation';
import type { TickBar } from '@libs/simulation';
import type { BarTape } from './bar-tape';
import { InvalidBacktest } from './invalid-backtest';

type Watch = StrategyPlan['watches'][number];

/** The bars of a watch, built from the tape of its symbol; throws `InvalidBacktest` if no tape can build them. */
export function watchedBars({ symbol, interval }: Watch, tapes: ReadonlyMap<string, BarTape>): WatchedBars {
  const tape = tapes.get(symbol);
  if (!tape) throw new InvalidBacktest(`the strategy watches ${symbol}, of which there is no data`);
  const bars = new WatchedBars(interval, tape);
  if (bars.length % tape.series.interval !== 0)
    throw new InvalidBacktest(`${interval} bars of ${symbol} cannot be made of the ${tape.interval} bars that there are`);
  return bars;
}

/** Without duplicates, in order of first mention. */
export function distinctWatches(watches: readonly Watch[]): readonly Watch[] {
  return [...new Map(watches.map((watch) => [`${watch.symbol} ${watch.interval}`, watch])).values()];
}

/** Bars of one symbol and interval as a strategy sees them, built from a tape of the same or shorter bars. */
export class WatchedBars {
  readonly symbol: string;
  readonly length: number;
  private readonly price: Steps;
  private readonly volume: Steps;
  /** Number of tape bars per bar. */
  private readonly parts: number;

  constructor(
    readonly interval: Interval,
    private readonly tape: BarTape,
  ) {
    const { symbol, tickSize, lotSize } = tape.instrument;
    this.symbol = symbol;
    this.length = INTERVALS[interval];
    this.parts = this.length / tape.series.interval;
    this.price = new Steps(tickSize);
    this.volume = new Steps(lotSize);
  }

  /** The close of the first bar by which `bars` of these are complete. */
  closeAfter(bars: number): number {
    return (Math.ceil(this.tape.series.firstStart / this.length) + bars) * this.length;
  }

  /** True if one of these closes at that time and the tape has all of it. */
  closesAt(close: number): boolean {
    if (close % this.length !== 0) return false;
    const first = this.tape.series.indexAt(close - this.length);
    return first >= 0 && first + this.parts <= this.tape.series.length;
  }

  /** The closing price of the bar that closes then. */
  ticksAt(close: number): number {
    const { series } = this.tape;
    return series.closeAt(series.indexAt(close) - 1);
  }

  /** The last complete ones at that time, oldest first; fewer if the tape begins later. */
  newest(count: number, by: number): BarText[] {
    const last = by - (by % this.length);
    const closes = Array.from({ length: count }, (_, back) => last - (count - 1 - back) * this.length);
    return closes.filter((close) => this.closesAt(close)).map((close) => this.text(close));
  }

  /** The bar that closes then, in exact text. */
  text(close: number): BarText {
    const { start, open, high, low, close: last, volume } = this.bar(close);
    const { price } = this;
    return {
      start,
      open: price.text(open),
      high: price.text(high),
      low: price.text(low),
      close: price.text(last),
      volume: this.volume.text(volume),
    };
  }

  /** The same as the numbers that a strategy gets. */
  numbers(close: number): StrategyBar {
    const { price, volume } = this;
    const { series } = this.tape;
    if (this.parts > 1) {
      const bar = this.bar(close);
      const [open, high, low] = [price.number(bar.open), price.number(bar.high), price.number(bar.low)];
      return new StrategyBarOf(bar.start, open, high, low, price.number(bar.close), volume.number(bar.volume));
    }
    const at = series.indexAt(close - this.length);
    return new StrategyBarOf(
      close - this.length,
      price.number(series.openAt(at)),
      price.number(series.highAt(at)),
      price.number(series.lowAt(at)),
      price.number(series.closeAt(at)),
      volume.number(series.volumeAt(at)),
    );
  }

  priceText(ticks: number): string {
    return this.price.text(ticks);
  }

  priceNumber(ticks: number): number {
    return this.price.number(ticks);
  }

  private bar(close: number): TickBar {
    const { series } = this.tape;
    const start = close - this.length;
    return this.parts === 1 ? series.at(series.indexAt(start)) : joinBars(series, series.indexAt(start), this.parts, start);
  }
}

/** Whole multiples of a step, as text and as the nearest number. */
class Steps {
  private readonly units: number;
  private readonly power: number;

  constructor(private readonly step: Decimal) {
    this.units = Number(step.units);
    this.power = 10 ** step.scale;
  }

  text(count: number): string {
    const units = count * this.units;
    return Decimal.fromUnits(Number.isSafeInteger(units) ? units : BigInt(count) * this.step.units, this.step.scale).toString();
  }

  /** A quotient of whole numbers is rounded once, so this equals the parsed text. */
  number(count: number): number {
    return (count * this.units) / this.power;
  }
}

/**
 * The first close that may be traded on. A strategy with a warm-up waits until every market has it. One without begins with the first
 * market, like a deployment, and the others join when their data begins.
 */
export function firstCloseOf(watched: readonly WatchedBars[], warmUpBars: number): number {
  const byMarket = new Map<string, number>();
  for (const bars of watched) {
    const close = bars.closeAfter(Math.max(1, warmUpBars));
    byMarket.set(bars.symbol, Math.max(close, byMarket.get(bars.symbol) ?? close));
  }
  return warmUpBars === 0 ? Math.min(...byMarket.values()) : Math.max(...byMarket.values());
}
