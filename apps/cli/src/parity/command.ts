/** The options of the verb, as they were typed. */
export interface ParityCommand {
  readonly candles: string;
  readonly takerFee?: string;
  readonly makerFee?: string;
  readonly slippage: string;
  readonly latency: string;
}
