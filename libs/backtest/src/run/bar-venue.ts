import { Decimal } from '@libs/kernel';
import type { VenueReport } from '@libs/engine';
import type { AmendTicket, OrderTicket } from '@libs/sdk';
import { Venue, marketKey } from '@libs/simulation';
import type { MarketInstrument, SimOrderRequest, TickBar } from '@libs/simulation';
import { cornersOf, priceAt } from './bar-walk';
import type { Corner } from './bar-walk';
import { reportsOf } from './venue-reports';

/** What trading costs and how fills are made. */
export interface FillTerms {
  /** Fractions of the value. */
  readonly makerFee: string;
  readonly takerFee: string;
  /** Ticks that a taker pays beyond the price. */
  readonly slippageTicks: number;
  /** Milliseconds until an order or a cancel reaches the venue. */
  readonly latency: number;
}

export type VenueAction =
  | { readonly kind: 'submit'; readonly ticket: OrderTicket }
  | { readonly kind: 'amend'; readonly ticket: AmendTicket }
  | { readonly kind: 'cancel'; readonly clientOrderId: string };

/** Hears what an executor would have told, at once; may send in turn. */
export type Told = (report: VenueReport, at: number) => void;

interface Sent {
  readonly at: number;
  readonly action: VenueAction;
}

/** Its one account. */
export const VENUE_ACCOUNT = 'backtest';
/** The market takes any size at its price; lots. */
const DEPTH = 1_000_000_000;

/** A venue with one account, as a backtest begins. */
export function openVenue(balances: Readonly<Record<string, string>>, { makerFee, takerFee }: FillTerms): Venue {
  const venue = new Venue({ salt: 1 });
  const amounts = Object.entries(balances).map(([asset, amount]) => [asset, Decimal.parse(amount)] as const);
  const fees = { maker: Decimal.parse(makerFee), taker: Decimal.parse(takerFee) };
  venue.openAccount(VENUE_ACCOUNT, { fees, balances: Object.fromEntries(amounts) }, 0);
  venue.drain();
  return venue;
}

/** One market of the venue whose price follows bars. It does nothing while nobody has an order there. */
export class BarVenue {
  private readonly key: string;
  private waiting: Sent[] = [];
  private open = 0;
  private price = 0;

  constructor(
    private readonly venue: Venue,
    private readonly instrument: MarketInstrument,
    private readonly interval: number,
    private readonly terms: FillTerms,
  ) {
    venue.addMarket(instrument).isOpen = true;
    this.key = marketKey(instrument);
  }

  /** Nothing of ours is there or under way. */
  get isIdle(): boolean {
    return this.open === 0 && this.waiting.length === 0;
  }

  /** Sends at market time `at`; it takes effect when it arrives. */
  send(action: VenueAction, at: number): void {
    this.waiting.push({ at: at + this.terms.latency, action });
  }

  /** Plays one bar: what arrives in it meets its price, what rests is met by it. */
  play(bar: TickBar, told: Told): void {
    if (this.isIdle) return;
    const corners = cornersOf(bar, this.interval);
    const volume = Math.floor(bar.volume / corners.length);
    for (const corner of corners) {
      // What arrives together with the open finds it; the close belongs to this bar, what is sent at it to the next.
      this.arrive(bar, corners, corner.offset - 1, told);
      this.walkTo(corner.price, bar.start + corner.offset, volume, told);
      this.arrive(bar, corners, corner.offset, told);
      if (this.isIdle) return;
    }
  }

  private arrive(bar: TickBar, corners: readonly Corner[], until: number, told: Told): void {
    for (let sent = this.waiting[0]; sent && sent.at <= bar.start + until; sent = this.waiting[0]) {
      this.waiting.shift();
      this.price = priceAt(corners, Math.max(0, sent.at - bar.start));
      this.perform(sent.action, Math.max(sent.at, bar.start), told);
    }
  }

  private perform(action: VenueAction, at: number, told: Told): void {
    const { clientOrderId } = action.kind === 'cancel' ? action : action.ticket;
    if (action.kind === 'cancel') {
      const result = this.venue.cancel(VENUE_ACCOUNT, { market: this.key, clientOrderId }, at);
      if (result.kind === 'refused') told(refusedCancel(clientOrderId, result.refusal.code), at);
      return this.collect(at, told);
    }
    if (action.kind === 'amend') return this.amend(action.ticket, at, told);
    this.show(action.ticket.side === 'BUY' ? 1 : -1, this.terms.slippageTicks, at);
    const result = this.venue.submit(VENUE_ACCOUNT, requestOf(action.ticket, this.key), at);
    if (result.kind === 'refused') {
      return told({ kind: 'refused', clientOrderId, code: result.refusal.code, message: result.refusal.code }, at);
    }
    told({ kind: 'accepted', clientOrderId, venueOrderId: result.order.orderId }, at);
    this.collect(at, told);
  }

  private amend({ clientOrderId, side, amendment: { quantity, price } }: AmendTicket, at: number, told: Told): void {
    this.show(side === 'BUY' ? 1 : -1, this.terms.slippageTicks, at);
    const change = {
      ...(quantity === undefined ? {} : { quantity: Decimal.parse(quantity) }),
      ...(price === undefined ? {} : { price: Decimal.parse(price) }),
    };
    const result = this.venue.amend(VENUE_ACCOUNT, { market: this.key, clientOrderId }, change, at);
    if (result.kind === 'refused') {
      const { code } = result.refusal;
      told({ kind: 'amend-refused', clientOrderId, code, message: code }, at);
    }
    this.collect(at, told);
  }

  private walkTo(price: number, at: number, volume: number, told: Told): void {
    const direction = price >= this.price ? 1 : -1;
    this.price = price;
    if (this.open === 0) return;
    if (volume > 0) this.venue.printTrade(this.key, direction === 1 ? 'BUY' : 'SELL', price, volume, at);
    this.show(direction, 0, at);
    this.collect(at, told);
  }

  /** A buyer finds the price on offer, a seller finds it bid; the other side stands a tick away. */
  private show(direction: 1 | -1, slippage: number, at: number): void {
    const touch = Math.max(1, this.price + direction * slippage);
    const ask = direction === 1 ? Math.max(2, touch) : touch + 1;
    this.venue.setHouse(this.key, { ticks: [ask - 1], lots: [DEPTH] }, { ticks: [ask], lots: [DEPTH] }, at);
    const mark = this.instrument.tickSize.times(Decimal.fromNumber(this.price));
    this.venue.setReference(this.key, { mark, index: mark }, at);
    this.venue.setLast(this.key, this.price, at);
    this.venue.moved(this.key, at);
  }

  private collect(at: number, told: Told): void {
    const reports = this.venue.drain().flatMap((change) => reportsOf(change, this.venue.markets));
    this.open = 0;
    for (const order of this.venue.account(VENUE_ACCOUNT).orders.open.values()) if (order.market === this.key) this.open += 1;
    for (const report of reports) told(report, at);
  }
}

function requestOf(ticket: OrderTicket, market: string): SimOrderRequest {
  const { clientOrderId, side, type, quantity, price, timeInForce, postOnly, reduceOnly } = ticket;
  return {
    ...{ market, clientOrderId, side, type, quantity: Decimal.parse(quantity), reduceOnly },
    ...(price === undefined ? {} : { price: Decimal.parse(price) }),
    timeInForce: postOnly ? 'POST_ONLY' : type === 'MARKET' ? 'IOC' : timeInForce,
  };
}

function refusedCancel(clientOrderId: string, code: string): VenueReport {
  return { kind: 'cancel-refused', clientOrderId, code, message: code };
}
