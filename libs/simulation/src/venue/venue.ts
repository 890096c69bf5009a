import type { Decimal, OrderSide } from '@libs/kernel';
import type { MarginMode } from '../account/settings';
import type { VenueAccount } from '../account/venue-account';
import type { MarketInstrument, MarketKey } from '../market/market-instrument';
import type { LevelArrays, QueueModel } from '../matching/book-types';
import { OrderBook } from '../matching/order-book';
import { openAccount, resetAccount, transfer } from './accounts';
import { amend } from './amend';
import { cancel, cancelAll } from './cancel';
import type { Change } from './change';
import type { CalmRange, Mishap } from './desk';
import { BookEvents } from './execute';
import { payFunding } from './funding';
import { addMargin, setAutoAddMargin, type PositionName } from './isolated-margin';
import { VenueMarket } from './market';
import type { CancelReason, SimOrder, SimOrderRequest } from './order';
import { preview } from './preview';
import type { Refusal } from './refusal';
import type { AccountTerms, Leverages, OrderAmendment, OrderId, ReferencePrices, SubmitResult, TradingStop } from './requests';
import { restore } from './restore';
import { setLeverage, setMarginMode, setPositionMode } from './settings';
import { seize, type SeizureKind } from './liquidate';
import { settleDown } from './settle-down';
import { submit } from './submit';
import { setTradingStop } from './trading-stop';
import { VenueState } from './venue-state';

export interface VenueOptions {
  /** Makes the ids of one venue differ from those of another. */
  readonly salt: number;
  readonly queue?: QueueModel;
}

/**
 * Accounts and their orders in the books of several markets. Has no clock and no randomness: time is passed with each call, ids derive from
 * the salt and a running number. `drain` returns what happened.
 */
export class Venue {
  private readonly state: VenueState;
  private readonly events = new Map<MarketKey, BookEvents>();

  constructor(private readonly options: VenueOptions) {
    this.state = new VenueState(options.salt);
  }

  get salt(): number {
    return this.state.salt;
  }

  set salt(salt: number) {
    this.state.salt = salt;
  }

  /** Rises with each order, execution and position change; part of the state to save. */
  get sequence(): number {
    return this.state.sequence;
  }

  set sequence(sequence: number) {
    this.state.sequence = sequence;
  }

  get markets(): ReadonlyMap<MarketKey, VenueMarket> {
    return this.state.markets;
  }

  get accounts(): ReadonlyMap<string, VenueAccount> {
    return this.state.accounts;
  }

  addMarket(instrument: MarketInstrument): VenueMarket {
    const { queue } = this.options;
    const market = new VenueMarket(instrument, (self) => {
      const events = new BookEvents(this.state, self);
      this.events.set(self.key, events);
      return new OrderBook(events, queue ? { queue } : {});
    });
    this.state.addMarket(market);
    return market;
  }

  openAccount(id: string, terms: AccountTerms, at: number): VenueAccount {
    return this.run(at, () => openAccount(this.state, id, terms));
  }

  resetAccount(id: string, balances: AccountTerms['balances'], at: number): void {
    this.run(at, () => resetAccount(this.state, id, balances));
  }

  /** Throws if it was never opened. */
  account(id: string): VenueAccount {
    return this.state.client(id).account;
  }

  /** Deposits, or withdraws if `amount` is negative. */
  transfer(id: string, asset: string, amount: Decimal, at: number): Refusal | undefined {
    return this.run(at, () => transfer(this.state, id, { asset, amount }));
  }

  submit(accountId: string, request: SimOrderRequest, at: number): SubmitResult {
    this.state.now = at;
    const result = submit(this.state, accountId, request);
    settleDown(this.state);
    return result;
  }

  /** Where a market's mark price may go without an account being due for liquidation; null if that is not known. */
  calmRange(accountId: string, market: MarketKey): CalmRange | null {
    const client = this.state.client(accountId);
    return client.isCalm ? (client.desks.get(market) ?? null) : null;
  }

  /** Why an order would be refused now; nothing is placed. */
  preview(accountId: string, request: SimOrderRequest): Refusal | undefined {
    return preview(this.state, accountId, request);
  }

  amend(accountId: string, id: OrderId, change: OrderAmendment, at: number): SubmitResult {
    return this.run(at, () => amend(this.state, accountId, { id, change }));
  }

  cancel(accountId: string, id: OrderId, at: number, reason: CancelReason = 'BY_USER'): SubmitResult {
    return this.run(at, () => cancel(this.state, accountId, { id, reason }));
  }

  cancelAll(accountId: string, which: (order: SimOrder) => boolean, reason: CancelReason, at: number): readonly SimOrder[] {
    return this.run(at, () => cancelAll(this.state, accountId, { which, reason }));
  }

  setTradingStop(accountId: string, stop: TradingStop, at: number): Refusal | undefined {
    return this.run(at, () => setTradingStop(this.state, accountId, stop));
  }

  setLeverage(accountId: string, market: MarketKey, leverages: Leverages, at: number): Refusal | undefined {
    return this.run(at, () => setLeverage(this.state, accountId, { market, leverages }));
  }

  setPositionMode(accountId: string, markets: readonly MarketKey[], hedged: boolean, at: number): Refusal | undefined {
    return this.run(at, () => setPositionMode(this.state, accountId, { markets, hedged }));
  }

  setMarginMode(accountId: string, mode: MarginMode, at: number): Refusal | undefined {
    return this.run(at, () => setMarginMode(this.state, accountId, mode));
  }

  /** Isolated margin: adds margin to a position, or removes it if `amount` is negative. */
  addMargin(accountId: string, change: PositionName & { readonly amount: Decimal }, at: number): Refusal | undefined {
    return this.run(at, () => addMargin(this.state, accountId, change));
  }

  setAutoAddMargin(accountId: string, change: PositionName & { readonly isOn: boolean }, at: number): Refusal | undefined {
    return this.run(at, () => setAutoAddMargin(this.state, accountId, change));
  }

  /** Replaces the market's own liquidity; call `moved` afterwards, as for the next three. */
  setHouse(market: MarketKey, bids: LevelArrays, asks: LevelArrays, at: number): void {
    this.move(market, at, ({ book }) => book.replaceHouse(bids, asks));
  }

  setLevel(market: MarketKey, side: OrderSide, ticks: number, lots: number): void {
    this.market(market).book.setLevel(side === 'BUY' ? 1 : -1, ticks, lots);
  }

  /** A trade of others: consumes the queue at its price from the front and everything better, and becomes the last price. */
  printTrade(market: MarketKey, takerSide: OrderSide, ticks: number, lots: number, at: number): void {
    this.move(market, at, (found) => {
      found.book.printTrade(takerSide === 'BUY' ? 1 : -1, ticks, lots);
      found.last = ticks;
    });
  }

  setLast(market: MarketKey, ticks: number, at: number): void {
    this.move(market, at, (found) => void (found.last = ticks));
  }

  setReference(market: MarketKey, { mark, index }: ReferencePrices, at: number): void {
    this.move(market, at, (found) => found.setReference(mark, index));
  }

  payFunding(market: MarketKey, rate: Decimal, at: number): void {
    this.run(at, () => payFunding(this.state, this.market(market), rate));
  }

  /** Closes an account's position in a market by decision of the venue, after cancelling its orders there. */
  seize(accountId: string, { market, kind }: { readonly market: MarketKey; readonly kind: SeizureKind }, at: number): void {
    this.run(at, () => seize(this.state, this.state.client(accountId), { market: this.market(market), kind }));
  }

  /** Injects a fault into the account's next order. */
  bring(accountId: string, mishap: Mishap): void {
    this.state.client(accountId).mishaps.add(mishap);
  }

  /** Call after a batch of market changes: runs fills, triggers, trailing stops and liquidations. */
  moved(market: MarketKey, at: number): void {
    const found = this.market(market);
    this.state.now = at;
    found.book.settle();
    this.state.repriced.add(found);
    settleDown(this.state);
  }

  /** The changes since the last call, in order. */
  drain(): readonly Change[] {
    return this.state.drain();
  }

  /** Puts the open orders of the accounts, filled in by the caller, into their books; publishes nothing. */
  restore(): void {
    restore(this.state);
  }

  private market(key: MarketKey): VenueMarket {
    const market = this.state.markets.get(key);
    if (!market) throw new Error(`there is no market ${key}; add it first`);
    return market;
  }

  private run<T>(at: number, command: () => T): T {
    this.state.now = at;
    const result = command();
    settleDown(this.state);
    return result;
  }

  /** The driver publishes the market's own trades. */
  private move(key: MarketKey, at: number, change: (market: VenueMarket) => void): void {
    this.state.now = at;
    const events = this.events.get(key);
    if (!events) throw new Error(`there is no market ${key}; add it first`);
    events.isHouseMoving = true;
    change(this.market(key));
    events.isHouseMoving = false;
  }
}
