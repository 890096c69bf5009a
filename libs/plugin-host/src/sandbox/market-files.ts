import { readFileSync } from 'node:fs';
import { decodeTape, marketOf, type BacktestMarket, type FundingRate, type MarketText } from '@libs/backtest';

/** A market of a run in a sandbox. */
export interface MarketFile {
  readonly market: MarketText;
  /** Path of a file of `encodeTape`. */
  readonly tape: string;
  readonly funding?: readonly FundingRate[];
}

export function readMarket({ market: text, tape, funding }: MarketFile): BacktestMarket {
  const market = marketOf(text);
  return { market, tape: decodeTape(readFileSync(tape), market), ...(funding === undefined ? {} : { funding }) };
}
