import type { Decimal, OrderSide } from '@libs/kernel';
import type { VenueAccount } from '../account/venue-account';
import type { MarketInstrument, MarketKey } from '../market/market-instrument';
import type { Change } from './change';
import { VenueMarket } from './market';
import type { CancelReason, SimOrder, SimOrderRequest } from './order';
import type { Refusal } from './refusal';
import type { AccountTerms, Leverages, OrderAmendment, OrderId, ReferencePrices, SubmitResult, TradingStop } from './requests';

/** Levels of one side, best first; whole ticks and lots. */
export interface LevelArrays {
  readonly ticks: readonly number[];
  readonly lots: readonly number[];
}

export interface VenueOptions {
  readonly salt: number;
  readonly queue?: 'FROM_BACK' | 'PROPORTIONAL';
}

/** Accounts and their orders in some markets. Knows no clock and no chance: time comes with each call, ids follow from the salt. */
export class Venue {
  salt: number;
  sequence = 0;
  readonly markets = new Map<MarketKey, VenueMarket>();
  readonly accounts = new Map<string, VenueAccount>();

  constructor(options: VenueOptions) {
    this.salt = options.salt;
  }

  addMarket(instrument: MarketInstrument): VenueMarket {
    const market = new VenueMarket(instrument);
    this.markets.set(market.key, market);
    return market;
  }

  openAccount(_id: string, _terms: AccountTerms, _at: number): VenueAccount {
    return missing();
  }

  resetAccount(_id: string, _balances: AccountTerms['balances'], _at: number): void {
    missing();
  }

  account(_id: string): VenueAccount {
    return missing();
  }

  /** Pays in, or out when `amount` is negative. */
  transfer(_id: string, _asset: string, _amount: Decimal, _at: number): Refusal | undefined {
    return missing();
  }

  submit(_accountId: string, _request: SimOrderRequest, _at: number): SubmitResult {
    return missing();
  }

  amend(_accountId: string, _id: OrderId, _change: OrderAmendment, _at: number): SubmitResult {
    return missing();
  }

  cancel(_accountId: string, _id: OrderId, _at: number, _reason: CancelReason = 'BY_USER'): SubmitResult {
    return missing();
  }

  cancelAll(_accountId: string, _which: (order: SimOrder) => boolean, _reason: CancelReason, _at: number): readonly SimOrder[] {
    return missing();
  }

  setTradingStop(_accountId: string, _stop: TradingStop, _at: number): Refusal | undefined {
    return missing();
  }

  setLeverage(_accountId: string, _market: MarketKey, _leverages: Leverages, _at: number): Refusal | undefined {
    return missing();
  }

  setPositionMode(_accountId: string, _markets: readonly MarketKey[], _hedged: boolean, _at: number): Refusal | undefined {
    return missing();
  }

  setMarginMode(_accountId: string, _mode: 'CROSS' | 'ISOLATED', _at: number): Refusal | undefined {
    return missing();
  }

  /** The market's own liquidity, anew. */
  setHouse(_market: MarketKey, _bids: LevelArrays, _asks: LevelArrays, _at: number): void {
    missing();
  }

  setLevel(_market: MarketKey, _side: OrderSide, _ticks: number, _lots: number): void {
    missing();
  }

  /** A trade of others: eats the queue at its price from the front and everything better. */
  printTrade(_market: MarketKey, _takerSide: OrderSide, _ticks: number, _lots: number, _at: number): void {
    missing();
  }

  setLast(_market: MarketKey, _ticks: number, _at: number): void {
    missing();
  }

  setReference(_market: MarketKey, _prices: ReferencePrices, _at: number): void {
    missing();
  }

  payFunding(_market: MarketKey, _rate: Decimal, _at: number): void {
    missing();
  }

  /** After a batch of changes of the market: fills, triggers, trailing stops, liquidations. */
  moved(_market: MarketKey, _at: number): void {
    missing();
  }

  /** What changed since the last call, in order. */
  drain(): readonly Change[] {
    return missing();
  }

  /** Puts the open orders of the accounts, filled in by the caller, into their books in the order of their sequence; tells nothing. */
  restore(): void {
    missing();
  }
}

function missing(): never {
  throw new Error('this part of the venue is not there yet');
}
