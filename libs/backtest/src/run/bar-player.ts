import { Decimal } from '@libs/kernel';
import type { OrderSide } from '@libs/kernel';
import type { OrderTicket } from '@libs/sdk';
import { leavesOf, marketKey } from '@libs/simulation';
import type { MarketInstrument, Venue } from '@libs/simulation';
import type { BarTape } from './bar-tape';
import { cornersOf, priceAt } from './bar-walk';
import type { Corner } from './bar-walk';
import type { FillTerms } from './fill-terms';
import type { MarketNews, MarketPlayer } from './market-player';

/** Without a share of the volume the market takes any size at its price; lots. */
const DEPTH = 1_000_000_000;

export interface BarPlayerParts {
  readonly venue: Venue;
  readonly account: string;
  readonly instrument: MarketInstrument;
  readonly tape: BarTape;
  readonly terms: Pick<FillTerms, 'slippageTicks' | 'participation'>;
  /** Prices are held against the margin of what is held. */
  readonly isMargined: boolean;
}

/** A market whose price walks through bars. It does nothing while nobody has anything there. */
export class BarPlayer implements MarketPlayer {
  readonly key: string;
  readonly instrument: MarketInstrument;
  private open = 0;
  private isHolding = false;
  private price = 0;
  /** Market time up to which the walk is done. */
  private passed = 0;
  private index = -1;
  private volume = 0;
  private corners: readonly Corner[] = [];
  /** Lots that may still be filled in the bar that is under way. */
  private allowed = DEPTH;
  /** Of them, what was let go in advance of being told of it. */
  private spent = 0;
  private readonly share: Decimal | null;

  constructor(private readonly parts: BarPlayerParts) {
    const { instrument, venue, terms } = parts;
    this.instrument = instrument;
    venue.addMarket(instrument).isOpen = true;
    this.key = marketKey(instrument);
    this.share = terms.participation === undefined ? null : Decimal.parse(terms.participation);
  }

  nextMove(): number {
    if (this.open === 0 && !(this.isHolding && this.parts.isMargined)) return Infinity;
    return this.load(this.passed + 1) ? this.timeOf(this.nextCorner()) : Infinity;
  }

  move(): void {
    const corner = this.nextCorner();
    this.passed = this.timeOf(corner);
    const direction = corner.price >= this.price ? 1 : -1;
    this.price = corner.price;
    const volume = Math.floor(this.volume / this.corners.length);
    if (this.share) this.fillReached(volume, this.passed);
    else if (this.open > 0 && volume > 0)
      this.parts.venue.printTrade(this.key, direction === 1 ? 'BUY' : 'SELL', this.price, volume, this.passed);
    this.show(direction, 0, this.passed);
  }

  meet({ side }: Pick<OrderTicket, 'side'>, at: number): boolean {
    if (!this.load(at)) return false;
    this.passed = Math.max(this.passed, at);
    this.price = priceAt(this.corners, at - this.startTime);
    if (this.share) this.fillReached(0, at);
    this.show(side === 'BUY' ? 1 : -1, this.parts.terms.slippageTicks, at);
    return true;
  }

  markBefore(at: number): Decimal | null {
    if (!this.load(at - 1)) return null;
    return this.instrument.tickSize.times(Decimal.fromNumber(priceAt(this.corners, at - 1 - this.startTime)));
  }

  told({ open, isHolding, filledLots }: MarketNews, at: number): void {
    if (this.open === 0 && !this.isHolding) this.passed = Math.max(this.passed, at);
    this.open = open;
    this.isHolding = isHolding;
    if (this.share) this.allowed = Math.max(0, this.allowed + this.spent - filledLots);
    this.spent = 0;
  }

  private get startTime(): number {
    return this.parts.tape.series.startOf(this.index);
  }

  private timeOf({ offset }: Corner): number {
    return this.startTime + offset;
  }

  private nextCorner(): Corner {
    return this.corners.find((corner) => this.timeOf(corner) > this.passed)!;
  }

  /** The bar of that moment; false where the tape has none. */
  private load(at: number): boolean {
    const { series } = this.parts.tape;
    const index = series.indexAt(at);
    if (index === this.index) return true;
    if (index < 0 || index >= series.length) return false;
    const bar = series.at(index);
    this.index = index;
    this.corners = cornersOf(bar, series.interval);
    this.volume = bar.volume;
    if (this.share) this.allowed = Decimal.fromNumber(bar.volume).times(this.share).dividedBy(Decimal.ONE, 0, 'DOWN').toNumber();
    return true;
  }

  /** A buyer finds the price on offer, a seller finds it bid; the other side stands a tick away. */
  private show(direction: 1 | -1, slippage: number, at: number): void {
    const { venue } = this.parts;
    const touch = Math.max(1, this.price + direction * slippage);
    const ask = direction === 1 ? Math.max(2, touch) : touch + 1;
    venue.setHouse(this.key, this.level(ask - 1), this.level(ask), at);
    const mark = this.instrument.tickSize.times(Decimal.fromNumber(this.price));
    venue.setReference(this.key, { mark, index: mark }, at);
    venue.setLast(this.key, this.price, at);
    venue.moved(this.key, at);
  }

  private level(ticks: number): { readonly ticks: readonly number[]; readonly lots: readonly number[] } {
    return this.allowed > 0 ? { ticks: [ticks], lots: [this.allowed] } : EMPTY;
  }

  /** With a share of the volume: what the price went through is filled best first while there is some left, what it touches by `touched` lots at most. */
  private fillReached(touched: number, at: number): void {
    if (this.open === 0) return;
    const { venue } = this.parts;
    venue.setHouse(this.key, EMPTY, EMPTY, at);
    for (const { side, ticks, lots } of this.reached()) {
      const most = Math.min(this.allowed, lots, ticks === this.price ? touched : Infinity);
      if (most <= 0) return;
      venue.printTrade(this.key, side === 'BUY' ? 'SELL' : 'BUY', ticks, most, at);
      this.allowed -= most;
      this.spent += most;
      if (most < lots) return;
    }
  }

  /** Our orders that the price has come to, best price first. */
  private reached(): readonly { readonly side: OrderSide; readonly ticks: number; readonly lots: number }[] {
    const { venue, account } = this.parts;
    const { prices, quantities } = venue.markets.get(this.key)!;
    const orders = [...venue.account(account).orders.open.values()].filter((order) => order.market === this.key && order.price);
    return orders
      .map((order) => ({ side: order.side, ticks: prices.units(order.price!), lots: quantities.units(leavesOf(order)) }))
      .filter(({ side, ticks }) => (side === 'BUY' ? ticks >= this.price : ticks <= this.price))
      .sort((one, other) => (one.side === 'BUY' ? other.ticks - one.ticks : one.ticks - other.ticks));
  }
}

const EMPTY = { ticks: [], lots: [] };
