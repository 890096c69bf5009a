import { Decimal, type OrderSide } from '@libs/kernel';

/** An exact number: a `Decimal` or its text. */
export type Amount = Decimal | string;

/** One execution of a run. */
export interface RunFill {
  /** Market time, epoch milliseconds; fills come in the order in which they happened. */
  readonly at: number;
  readonly symbol: string;
  readonly side: OrderSide;
  /** By how much the holding changed, > 0: what was received, where the venue took its fee out of the coin. */
  readonly quantity: Amount;
  readonly price: Amount;
  /** Its value in the quote asset; positive is paid, negative is a rebate. */
  readonly fee: Amount;
  /** The author's word for why. */
  readonly tag?: string;
  /** What the engine says set it off: a stop, a liquidation, the end of the run. */
  readonly reason?: string;
  /** What is lost, in the quote asset, if the trade that this fill opens ends at its stop; > 0. */
  readonly risk?: Amount;
  /** The label of the strategy whose it is, where several traded on the account. */
  readonly strategy?: string;
}

/** Money that came (positive) or went without a fill, in the quote asset: funding of a contract. */
export interface RunFunding {
  readonly at: number;
  readonly symbol: string;
  readonly amount: Amount;
  /** The label of the strategy that held, where several traded on the account; absent there: nobody's. */
  readonly strategy?: string;
}

/** Account value at the close of each bar; times are epoch milliseconds and rise, both columns are equally long. */
export interface Curve {
  readonly times: Float64Array;
  /** In the quote asset. Binary floats: for statistics and charts. */
  readonly equity: Float64Array;
  /** Σ |quantity × price| of what was held at that moment, in the quote asset. */
  readonly exposure?: Float64Array;
}

/** Prices of one symbol; `times` are the closes of its bars, epoch milliseconds. */
export interface MarketColumns {
  readonly symbol: string;
  /** Step of quantity; what is held below it nobody can sell. Absent: anything can be sold. */
  readonly lotSize?: Amount;
  readonly times: Float64Array;
  readonly closes: Float64Array;
  readonly opens?: Float64Array;
  readonly highs?: Float64Array;
  readonly lows?: Float64Array;
}

/** All that metrics and report want to know of a finished run; every amount is in one quote asset. */
export interface RunRecord {
  /** The span that was traded, warm-up aside; epoch milliseconds. */
  readonly from: number;
  readonly to: number;
  readonly startingEquity: Amount;
  readonly curve: Curve;
  readonly fills: readonly RunFill[];
  readonly funding?: readonly RunFunding[];
  readonly markets: readonly MarketColumns[];
  /** Each strategy of several on the account; fills and funding carry their labels. */
  readonly parts?: readonly RunPart[];
}

/** One strategy of several on an account. */
export interface RunPart {
  /** Different for each. */
  readonly label: string;
  readonly strategy: string;
  readonly version: string;
  readonly params: Readonly<Record<string, string | number | boolean>>;
  /** What it watches. */
  readonly symbols: readonly string[];
  /** What the account would have been worth with its trades alone. */
  readonly curve: Curve;
  /** Why it ended before the data did. */
  readonly fault: { readonly hook: string; readonly message: string; readonly at: number } | null;
}

/** The run as one strategy of several had it: its trades alone, on all of the money. */
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
