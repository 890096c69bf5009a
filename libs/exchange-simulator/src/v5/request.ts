import type { ApiKey } from '../exchange/api-keys';
import type { Exchange } from '../exchange/exchange';
import type { Parameters } from './parameters';
import type { Reply } from './envelope';
import type { RecentTrades } from '../market/recent-trades';

/** One REST request after routing. */
export interface Request {
  readonly exchange: Exchange;
  readonly trades: RecentTrades;
  readonly parameters: Parameters;
  readonly wallNow: number;
}

/** A request whose signature was checked. */
export interface SignedIn extends Request {
  readonly key: ApiKey;
  /** How many orders of a batch the rate limit lets through; those behind them are answered 10006. All when absent. */
  readonly allowance?: number;
}

export type Handler = (request: Request) => Reply | Promise<Reply>;
export type PrivateHandler = (request: SignedIn) => Reply | Promise<Reply>;
