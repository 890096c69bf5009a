import type { Desk } from './desk';
import type { BarShown } from './strategy-host';
import type { Watched } from './watched';
import type { WatchedBars } from './watched-bars';

/**
 * The bars that strategies watch, also sent to the core. A bar without commands in response is sent later, together with all that followed,
 * in one input.
 */
export class ShownBars {
  /** The newest closes shown to strategies and not yet processed by the core, in ticks. */
  private readonly closes = new Map<string, number>();

  constructor(
    private readonly watched: readonly Watched[],
    private readonly desk: Desk,
  ) {}

  /** The number that the next delivery would have. */
  get nextSeq(): number {
    return this.desk.nextAfter(this.watched.reduce((sum, one) => sum + one.inputs, 0));
  }

  /** The bar that closes then, for strategies to see before the core processes it. */
  show({ bars }: Watched, close: number): BarShown {
    this.closes.set(bars.symbol, bars.ticksAt(close));
    return Object.freeze({ type: 'bar', symbol: bars.symbol, interval: bars.interval, bar: Object.freeze(bars.numbers(close)) });
  }

  /** Nothing came of it except this many answers. */
  pass(watched: Watched, close: number, answers: number): void {
    watched.passed += 1;
    watched.inputs += 1 + answers;
    watched.lastClose = close;
  }

  deliver({ bars }: Watched, close: number): void {
    this.desk.step({ type: 'bar', symbol: bars.symbol, interval: bars.interval, bar: bars.text(close) }, close);
  }

  /** Sends the core the bars that led to nothing, the latest close last. */
  catchUp(): void {
    this.closes.clear();
    for (const watched of this.watched.toSorted((a, b) => a.lastClose - b.lastClose)) {
      const { bars, passed: count, inputs, lastClose } = watched;
      if (count === 0) continue;
      watched.passed = watched.inputs = 0;
      this.desk.passed({ symbol: bars.symbol, interval: bars.interval, bar: bars.text(lastClose), count }, { inputs, at: lastClose });
    }
  }

  /** The newest bars before a time, oldest first. */
  history(
    symbol: string,
    interval: string,
    { count, by }: { readonly count: number; readonly by: number },
  ): ReturnType<WatchedBars['text']>[] {
    const { bars } = this.watched.find(({ bars: one }) => one.symbol === symbol && one.interval === interval)!;
    return bars.newest(count, by);
  }

  /** The newest close of each symbol among bars shown and not yet processed by the core; decimal text. */
  prices(): Record<string, string> {
    return Object.fromEntries(
      [...this.closes].map(([symbol, ticks]) => [symbol, this.watched.find(({ bars }) => bars.symbol === symbol)!.bars.priceText(ticks)]),
    );
  }
}
