import type { MarketInstrument } from '@libs/simulation';
import type { BarTape } from './bar-tape';
import type { FillTerms, FundingRate, MarginTerms } from './fill-terms';
import type { RecordedSignal } from './recorded-signals';

export interface BacktestMarket {
  readonly market: MarketInstrument;
  /** Of an interval that divides all that the strategy watches of the symbol. */
  readonly tape: BarTape;
  /** Settlements of a perpetual contract, oldest first; without them there is no funding. */
  readonly funding?: readonly FundingRate[];
}

/** What is played, and with what. */
export interface BacktestTerms {
  /** One for each symbol that the strategy watches. */
  readonly markets: readonly BacktestMarket[];
  readonly settleAsset: string;
  readonly balances: Readonly<Record<string, string>>;
  /** Fraction of equity per symbol, 0 < x ≤ 1. */
  readonly maxPositionSize: string;
  readonly fills: FillTerms;
  /** Without it nothing is liquidated unless an order happens to be there, and leverage is 10 in cross margin. */
  readonly margin?: MarginTerms;
  /** What somebody outside said, in order of time; what is earlier than the start is not told. */
  readonly signals?: readonly RecordedSignal[];
  /** Steps the core over each single bar; the result is the same, later. */
  readonly stepsEachBar?: boolean;
}
