/** A recording that no plain backtest can reproduce; the message is one sentence for people. */
export class NotComparable extends Error {
  constructor(problem: string) {
    super(problem);
    this.name = 'NotComparable';
  }
}

/** Bars of several lengths of a market, none of which builds another; 1m bars from some time on would build them all. */
export class LacksMinutes extends NotComparable {
  constructor(
    readonly symbol: string,
    /** Epoch milliseconds. */
    readonly span: { readonly from: number; readonly to: number },
    lengths: readonly string[],
  ) {
    super(
      `the strategy watches ${symbol} in ${lengths.join(' and ')} bars, none of which can be built from the other; bars of 1m that make each of them ` +
        `from ${new Date(span.from).toISOString()} on were neither heard nor are they stored, and ticks or prints do not tell of its warm-up`,
    );
  }
}
