import type { Decimal } from '@libs/kernel';
import type { Grid } from '../market/grid';
import type { MarketInstrument, MarketKey } from '../market/market-instrument';

/** What accounting needs to know about a market. */
export interface AccountMarket {
  readonly key: MarketKey;
  readonly instrument: MarketInstrument;
  readonly ticks: Grid;
  /** Zero before the first price. */
  readonly lastPrice: Decimal;
  readonly mark: Decimal;
}

export type AccountMarkets = ReadonlyMap<MarketKey, AccountMarket>;
