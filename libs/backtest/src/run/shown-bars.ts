import type { Desk } from './desk';
import type { BarShown } from './strategy-host';
import type { Watched } from './watched';
import type { WatchedBars } from './watched-bars';

/**
 * The bars that strategies watch, told to the core too. One that nobody answers with a command is told later, with all that passed since, in
 * one input.
 */
export class ShownBars {
  /** The newest closes that strategies were shown and the core has yet to hear of, in ticks. */
  private readonly closes = new Map<string, number>();

  constructor(
    private readonly watched: readonly Watched[],
    private readonly desk: Desk,
  ) {}

  /** The number that the next delivery would have. */
  get nextSeq(): number {
    return this.desk.nextAfter(this.watched.reduce((sum, one) => sum + one.inputs, 0));
  }

  /** The bar that closes then, for strategies to see before the core hears of it. */
  show({ bars }: Watched, close: number): BarShown {
    this.closes.set(bars.symbol, bars.ticksAt(close));
    return Object.freeze({ type: 'bar', symbol: bars.symbol, interval: bars.interval, bar: Object.freeze(bars.numbers(close)) });
  }

  /** Nothing came of it but so many answers. */
  pass(watched: Watched, close: number, answers: number): void {
    watched.passed += 1;
    watched.inputs += 1 + answers;
    watched.lastClose = close;
  }

  deliver({ bars }: Watched, close: number): void {
    this.desk.step({ type: 'bar', symbol: bars.symbol, interval: bars.interval, bar: bars.text(close) }, close);
  }

  /** Tells the core of the bars that led to nothing, what closed last at the end. */
  catchUp(): void {
    this.closes.clear();
    for (const watched of this.watched.toSorted((a, b) => a.lastClose - b.lastClose)) {
      const { bars, passed: count, inputs, lastClose } = watched;
      if (count === 0) continue;
      watched.passed = watched.inputs = 0;
      this.desk.passed({ symbol: bars.symbol, interval: bars.interval, bar: bars.text(lastClose), count }, { inputs, at: lastClose });
    }
  }

  /** The newest so many bars by a moment, oldest first. */
  history(
    symbol: string,
    interval: string,
    { count, by }: { readonly count: number; readonly by: number },
  ): ReturnType<WatchedBars['text']>[] {
    const { bars } = this.watched.find(({ bars: one }) => one.symbol === symbol && one.interval === interval)!;
    return bars.newest(count, by);
  }

  /** Of bars that were shown and that the core has yet to hear of, the newest close of each symbol; decimal text. */
  prices(): Record<string, string> {
    return Object.fromEntries(
      [...this.closes].map(([symbol, ticks]) => [symbol, this.watched.find(({ bars }) => bars.symbol === symbol)!.bars.priceText(ticks)]),
    );
  }
}
