/** What every run over stored data can be told, as it was typed. */
export interface RunOptions {
  readonly param: readonly string[];
  readonly venue: string;
  readonly detail?: string;
  readonly from?: string;
  readonly to?: string;
  readonly balance: string;
  readonly maxPosition: string;
  readonly takerFee: string;
  readonly makerFee: string;
  readonly slippage: string;
  readonly latency: string;
  readonly reportLatency?: string;
  readonly seed?: string;
  readonly monteCarlo?: string;
  readonly riskFreeRate: string;
  readonly daysPerYear: string;
  readonly participation?: string;
  readonly margin?: string;
  readonly leverage?: string;
  readonly funding?: string;
  readonly fundingHours?: string;
  readonly data?: string;
  readonly resting?: string;
  readonly queue?: string;
  /** A file of signals, one JSON object a line. */
  readonly signals?: string;
}

/** The options of the verb, as they were typed. */
export interface BacktestCommand extends RunOptions {
  readonly report?: string;
}
