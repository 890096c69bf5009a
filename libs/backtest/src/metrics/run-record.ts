import { Decimal, type OrderSide } from '@libs/kernel';
import type { KeptLines } from '../run/strategy-lines';

/** An exact number: a `Decimal` or its text. */
export type Amount = Decimal | string;

/** The reason of a fill with which the venue took a position over. */
export const LIQUIDATED = 'liquidation';

/** One execution of a run. */
export interface RunFill {
  /** Market time, epoch milliseconds; fills are in order of execution. */
  readonly at: number;
  readonly symbol: string;
  readonly side: OrderSide;
  /** The change of the holding, > 0: the received quantity, if the venue took its fee out of the coin. */
  readonly quantity: Amount;
  readonly price: Amount;
  /** Value in the quote asset; positive is paid, negative is a rebate. */
  readonly fee: Amount;
  /** The author's reason. */
  readonly tag?: string;
  /** The engine's reason: a stop, a liquidation, the end of the run. */
  readonly reason?: string;
  /** The loss, in the quote asset, if the trade opened by this fill ends at its stop; > 0. */
  readonly risk?: Amount;
  /** The label of its strategy, if several traded on the account. */
  readonly strategy?: string;
}

/** Money received (positive) or paid without a fill, in the quote asset: funding of a contract. */
export interface RunFunding {
  readonly at: number;
  readonly symbol: string;
  readonly amount: Amount;
  /** The label of the strategy with the position, if several traded on the account; then absent: nobody's. */
  readonly strategy?: string;
}

/** Account value at the close of each bar; times are rising epoch milliseconds, both columns have the same length. */
export interface Curve {
  readonly times: Float64Array;
  /** In the quote asset. Doubles: for statistics and charts. */
  readonly equity: Float64Array;
  /** Σ |quantity × price| of the positions at that time, in the quote asset. */
  readonly exposure?: Float64Array;
}

/** Prices of one symbol; `times` are the closes of its bars, epoch milliseconds. */
export interface MarketColumns {
  readonly symbol: string;
  /** The lot; a smaller remainder cannot be sold. Absent: anything can be sold. */
  readonly lotSize?: Amount;
  readonly times: Float64Array;
  readonly closes: Float64Array;
  readonly opens?: Float64Array;
  readonly highs?: Float64Array;
  readonly lows?: Float64Array;
}

/** Everything that metrics and report need of a finished run; all amounts are in one quote asset. */
export interface RunRecord {
  /** The traded span without the warm-up; epoch milliseconds. */
  readonly from: number;
  readonly to: number;
  readonly startingEquity: Amount;
  readonly curve: Curve;
  readonly fills: readonly RunFill[];
  readonly funding?: readonly RunFunding[];
  readonly markets: readonly MarketColumns[];
  /** Each strategy of several on the account; fills and funding carry their labels. */
  readonly parts?: readonly RunPart[];
  /** What ended the run early: the fault of the last strategy to fail; null or absent if any ran to the end. */
  readonly fault?: RunFault | null;
  /** Of the strategies that wrote something. */
  readonly logs?: readonly RunLog[];
}

/** Where and why a strategy ended before the data did. */
export interface RunFault {
  readonly hook: string;
  readonly message: string;
  /** Market time, epoch milliseconds. */
  readonly at: number;
}

/** What a strategy wrote to its log. */
export interface RunLog extends KeptLines {
  /** Its label. */
  readonly strategy: string;
}

/** One strategy of several on an account. */
export interface RunPart {
  /** Unique per strategy. */
  readonly label: string;
  readonly strategy: string;
  readonly version: string;
  readonly params: Readonly<Record<string, string | number | boolean>>;
  /** What it watches. */
  readonly symbols: readonly string[];
  /** The account value with only its trades. */
  readonly curve: Curve;
  readonly fault: RunFault | null;
}

/** The run of one of several strategies: only its trades, on the whole account's balance. */
export function partOf({ parts: _parts, ...run }: RunRecord, { label, symbols, curve }: RunPart): RunRecord {
  const fills = run.fills.filter(({ strategy }) => strategy === label);
  const seen = new Set([...symbols, ...fills.map(({ symbol }) => symbol)]);
  return {
    ...run,
    curve,
    fills,
    markets: run.markets.filter(({ symbol }) => seen.has(symbol)),
    ...(run.funding === undefined ? {} : { funding: run.funding.filter(({ strategy }) => strategy === label) }),
  };
}

export function exact(amount: Amount): Decimal {
  return typeof amount === 'string' ? Decimal.parse(amount) : amount;
}
