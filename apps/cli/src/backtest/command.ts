/** The options of the verb, as they were typed. */
export interface BacktestCommand {
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
  readonly report?: string;
}
