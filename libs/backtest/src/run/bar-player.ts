import { Decimal } from '@libs/kernel';
import type { OrderSide } from '@libs/kernel';
import type { OrderTicket } from '@libs/sdk';
import { leavesOf, marketKey, positionRisk } from '@libs/simulation';
import type { CalmRange, MarketInstrument, Venue, VenueAccount, VenueMarket } from '@libs/simulation';
import type { BarTape } from './bar-tape';
import { cornersOf, priceAt, ticksAt } from './bar-walk';
import type { Corner } from './bar-walk';
import type { FillTerms } from './fill-terms';
import type { MarketNews, MarketPlayer } from './market-player';

/**
 * Without a participation limit the market takes any size at its price; lots. Half of what doubles count exactly, so that an order in the
 * same level still adds up. Fewer would be little where candles state volumes in eight digits: a billion of such lots is ten coins.
 */
export const MOST_LOTS = 2 ** 52;

interface Levels {
  readonly ticks: readonly number[];
  readonly lots: readonly number[];
}

interface House {
  readonly bids: Levels;
  readonly asks: Levels;
}

export interface BarPlayerParts {
  readonly venue: Venue;
  readonly account: string;
  readonly instrument: MarketInstrument;
  readonly tape: BarTape;
  readonly terms: Pick<FillTerms, 'slippageTicks' | 'participation'>;
}

/** A market whose price walks through bars. It does nothing while no order is there, nor a position whose margin a bar could use up. */
export class BarPlayer implements MarketPlayer {
  readonly key: string;
  readonly instrument: MarketInstrument;
  private open = 0;
  private isHolding = false;
  private price = 0;
  /** The last price. */
  private direction: 1 | -1 = 1;
  /** Market time up to which the walk is done. */
  private passed = 0;
  private index = -1;
  private volume = 0;
  private corners: readonly Corner[] = [];
  /** Lots that can still fill in the current bar. */
  private allowed = MOST_LOTS;
  /** Of these, the part released before being reported. */
  private spent = 0;
  private readonly share: Decimal | null;
  /** Bars before this index leave the margin untouched while the mark price may be where `calm` says. */
  private calmTo = 0;
  private calm: CalmRange | null = null;

  constructor(private readonly parts: BarPlayerParts) {
    const { instrument, venue, terms } = parts;
    this.instrument = instrument;
    venue.addMarket(instrument).isOpen = true;
    this.key = marketKey(instrument);
    this.share = terms.participation === undefined ? null : Decimal.parse(terms.participation);
  }

  nextMove(limit: number): number {
    if (this.open > 0) return this.nextCorner(this.passed);
    return this.isHolding ? this.nextStir(limit) : Infinity;
  }

  move(at: number): void {
    this.load(at);
    const corner = this.corners.find((one) => this.timeOf(one) === at)!;
    this.passed = at;
    if (this.open === 0) return this.follow(corner.price);
    const volume = Math.floor(this.volume / this.corners.length);
    this.passRuin(corner.price, this.passed);
    const from = this.goTo(corner.price);
    if (this.share) this.fillReached(volume, this.passed);
    else if (volume > 0) this.touch(from, volume);
    this.show(this.direction, 0, this.passed);
  }

  goOn(at: number): void {
    if (at > this.passed && this.walkUpTo(at)) this.show(this.direction, 0, at);
  }

  meet(order: Pick<OrderTicket, 'side' | 'type' | 'price'>, at: number): boolean {
    if (!this.walkUpTo(at)) return false;
    const { side } = order;
    const { bids, asks } = this.show(side === 'BUY' ? 1 : -1, this.slippageOf(order), at);
    // What cannot be taken now rests alone, so that a touch of its price fills it.
    this.parts.venue.setHouse(this.key, side === 'BUY' ? EMPTY : bids, side === 'BUY' ? asks : EMPTY, at);
    return true;
  }

  value(at: number): void {
    const { series } = this.parts.tape;
    const ticks = ticksAt(series, Math.min(at, series.end - 1));
    if (ticks === null) return;
    // The walk goes on from here, with a corner of this time.
    this.passed = Math.max(this.passed, at - 1);
    this.quote(ticks, at);
  }

  markBefore(at: number): Decimal | null {
    const ticks = ticksAt(this.parts.tape.series, at - 1);
    return ticks === null ? null : this.instrument.tickSize.times(Decimal.fromNumber(ticks));
  }

  told({ open, isHolding, filledLots }: MarketNews, at: number): void {
    if (this.open === 0 && !this.isHolding) this.passed = Math.max(this.passed, at);
    this.open = open;
    this.isHolding = isHolding;
    if (this.share) this.allowed = Math.max(0, this.allowed + this.spent - filledLots);
    this.spent = 0;
  }

  /** Contracts are valued at the mark price, coins at the last one. */
  private quote(ticks: number, at: number): void {
    const { venue } = this.parts;
    const mark = this.instrument.tickSize.times(Decimal.fromNumber(ticks));
    venue.setReference(this.key, { mark, index: mark }, at);
    venue.setLast(this.key, ticks, at);
  }

  private get startTime(): number {
    return this.parts.tape.series.startOf(this.index);
  }

  private timeOf({ offset }: Corner): number {
    return this.startTime + offset;
  }

  private nextCorner(after: number): number {
    return this.load(after + 1) ? this.timeOf(this.corners.find((corner) => this.timeOf(corner) > after)!) : Infinity;
  }

  /** The next corner of a bar in which a price could use up a margin. */
  private nextStir(limit: number): number {
    const { series } = this.parts.tape;
    const range = this.parts.venue.calmRange(this.parts.account, this.key);
    if (!range) return this.nextCorner(this.passed);
    const { calmLow, calmHigh } = range;
    const isSame = this.calm?.calmLow === calmLow && this.calm.calmHigh === calmHigh;
    let index = Math.max(isSame ? this.calmTo : 0, series.indexAt(this.passed + 1));
    while (index < series.length && series.startOf(index) < limit && series.lowAt(index) >= calmLow && series.highAt(index) <= calmHigh)
      index += 1;
    this.calmTo = index;
    this.calm = isSame ? this.calm : { calmLow, calmHigh };
    const start = series.startOf(index);
    return start < limit ? this.nextCorner(Math.max(this.passed, start - 1)) : Infinity;
  }

  /** The bar at that time; false if the tape has none. */
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

  /** Within a leg; false if the tape does not reach that time. */
  private walkUpTo(at: number): boolean {
    if (!this.load(at)) return false;
    this.passed = Math.max(this.passed, at);
    const price = priceAt(this.corners, at - this.startTime);
    this.passRuin(price, at);
    this.goTo(price);
    if (this.share) this.fillReached(0, at);
    return true;
  }

  /** Without orders only the margin matters: the book is shown to the next order. */
  private follow(price: number): void {
    this.goTo(price);
    this.quote(price, this.passed);
    this.parts.venue.moved(this.key, this.passed);
  }

  /** On the way to a price, a position is liquidated where its margin runs out, before our orders beyond that point fill. */
  private passRuin(to: number, at: number): void {
    for (let ticks = this.ruinBefore(to); ticks !== null; ticks = this.ruinBefore(to)) {
      this.goTo(ticks);
      if (this.share) this.fillReached(0, at);
      this.show(this.direction, 0, at);
    }
  }

  /** Where the position is liquidated on the way to a price; null if it is not, or if no waiting order could be affected. */
  private ruinBefore(to: number): number | null {
    if (this.open === 0 || !this.isHolding) return null;
    const { markets, account, market } = this.standing();
    const position = account.position(this.key);
    const isLong = position.quantity.sign > 0;
    if (position.quantity.isZero || isLong !== to < this.price) return null;
    const { liquidationPrice } = positionRisk({ account, markets, market, position });
    if (!liquidationPrice) return null;
    const ticks = market.prices.units(liquidationPrice);
    return isLong ? (ticks < this.price && ticks > to ? ticks : null) : ticks > this.price && ticks < to ? ticks : null;
  }

  private standing(): { readonly markets: Venue['markets']; readonly account: VenueAccount; readonly market: VenueMarket } {
    const { markets } = this.parts.venue;
    return { markets, account: this.parts.venue.account(this.parts.account), market: markets.get(this.key)! };
  }

  /** Moves the price and reports from where. */
  private goTo(price: number): number {
    const from = this.price;
    if (price !== from) this.direction = price > from ? 1 : -1;
    this.price = price;
    return from;
  }

  /** What others trade at a turning point; on both sides if the price did not move. */
  private touch(from: number, volume: number): void {
    const takers: readonly OrderSide[] = from === this.price ? ['BUY', 'SELL'] : [this.direction === 1 ? 'BUY' : 'SELL'];
    for (const taker of takers) this.parts.venue.printTrade(this.key, taker, this.price, volume, this.passed);
  }

  /** Nobody pays more than its limit. */
  private slippageOf({ side, type, price }: Pick<OrderTicket, 'side' | 'type' | 'price'>): number {
    const { slippageTicks } = this.parts.terms;
    if (type === 'MARKET' || price === undefined) return slippageTicks;
    const limit = this.standing().market.prices.units(Decimal.parse(price));
    const beyond = side === 'BUY' ? limit - this.bestAsk(1) : this.bestAsk(-1) - 1 - limit;
    return Math.max(0, Math.min(slippageTicks, beyond));
  }

  private bestAsk(direction: 1 | -1): number {
    return this.clearOfOwn(direction) === 1 ? this.price : this.price + 1;
  }

  /** A buyer gets the price plus slippage, a seller the price minus slippage; the other side is one tick away. */
  private show(direction: 1 | -1, slippage: number, at: number): House {
    const { venue } = this.parts;
    const ask = this.bestAsk(direction);
    const house = {
      bids: this.level(Math.max(1, ask - 1 - (direction === -1 ? slippage : 0))),
      asks: this.level(Math.max(2, ask + (direction === 1 ? slippage : 0))),
    };
    venue.setHouse(this.key, house.bids, house.asks, at);
    this.quote(this.price, at);
    venue.moved(this.key, at);
    return house;
  }

  /** The side of the book on which the price is: nobody offers at a price at which we still bid, nor bids where we offer. */
  private clearOfOwn(direction: 1 | -1): 1 | -1 {
    if (this.open === 0) return direction;
    const { account, market } = this.standing();
    for (const order of account.orders.open.values())
      if (order.market === this.key && order.price && market.prices.units(order.price) === this.price) return order.side === 'BUY' ? -1 : 1;
    return direction;
  }

  private level(ticks: number): Levels {
    return this.allowed > 0 ? { ticks: [ticks], lots: [this.allowed] } : EMPTY;
  }

  /**
   * With a participation limit: orders that the price went through fill best first while volume is left; those it touched get
   * `touched` lots together.
   */
  private fillReached(touched: number, at: number): void {
    if (this.open === 0) return;
    const { venue } = this.parts;
    venue.setHouse(this.key, EMPTY, EMPTY, at);
    let left = touched;
    for (const { side, ticks, lots } of this.reached()) {
      const most = Math.min(this.allowed, lots, ticks === this.price ? left : Infinity);
      if (most <= 0) return;
      if (ticks === this.price) left -= most;
      venue.printTrade(this.key, side === 'BUY' ? 'SELL' : 'BUY', ticks, most, at);
      this.allowed -= most;
      this.spent += most;
    }
  }

  /** Our orders that the price has reached, best price first. */
  private reached(): readonly { readonly side: OrderSide; readonly ticks: number; readonly lots: number }[] {
    const { account, market } = this.standing();
    const { prices, quantities } = market;
    const orders = [...account.orders.open.values()].filter((order) => order.market === this.key && order.price);
    return orders
      .map((order) => ({ side: order.side, ticks: prices.units(order.price!), lots: quantities.units(leavesOf(order)) }))
      .filter(({ side, ticks }) => (side === 'BUY' ? ticks >= this.price : ticks <= this.price))
      .sort((one, other) => (one.side === 'BUY' ? other.ticks - one.ticks : one.ticks - other.ticks));
  }
}

const EMPTY = { ticks: [], lots: [] };
