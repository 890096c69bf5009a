import { Decimal, decimal } from '@libs/kernel';
import { Grid } from '../market/grid';
import { marketKey, type MarketInstrument, type MarketKey, type PriceLimit } from '../market/market-instrument';
import type { OrderBook } from '../matching/order-book';
import { TriggerIndex } from '../matching/trigger-index';
import { GridView } from './grid-view';
import type { TriggerSource } from './order';

export interface FundingClock {
  rate: Decimal;
  /** Market time of the next payment; 0 for a market without funding. */
  nextAt: number;
  readonly intervalMs: number;
}

/** The fields that a venue may change while an instrument trades. */
export type Filters = Pick<MarketInstrument, 'tickSize' | 'lotSize' | 'minQuantity' | 'maxQuantity' | 'maxMarketQuantity' | 'minNotional'>;

/** The allowed range of a limit price, in whole ticks. */
export interface TickLimits {
  readonly lowest: number;
  readonly highest: number;
}

const EIGHT_HOURS = 28_800_000;
const USUAL_LIMIT: PriceLimit = { x: decimal('0.05'), y: decimal('0.1') };

/** One market of the venue: its grid, prices and order book. */
export class VenueMarket {
  readonly key: MarketKey;
  readonly ticks: Grid;
  readonly lots: Grid;
  readonly book: OrderBook;
  readonly prices: GridView;
  readonly quantities: GridView;
  readonly triggers: Readonly<Record<TriggerSource, TriggerIndex>> = {
    LAST: new TriggerIndex(),
    MARK: new TriggerIndex(),
    INDEX: new TriggerIndex(),
  };
  rising = true;
  isOpen = false;
  /** Permanently closed and no longer listed. */
  isDelisted = false;
  readonly funding: FundingClock;
  private lastTicks = 0;
  private markPrice: Decimal | undefined;
  private indexPrice: Decimal | undefined;
  private markPlace = 0;
  private indexPlace = 0;
  private limits: TickLimits | undefined;

  constructor(
    private terms: MarketInstrument,
    makeBook: (market: VenueMarket) => OrderBook,
  ) {
    this.key = marketKey(terms);
    this.ticks = new Grid(terms.tickSize);
    this.lots = new Grid(terms.lotSize);
    this.prices = new GridView(terms.tickSize);
    this.quantities = new GridView(terms.lotSize);
    this.funding = { rate: Decimal.ZERO, nextAt: 0, intervalMs: terms.funding?.intervalMs ?? EIGHT_HOURS };
    this.book = makeBook(this);
  }

  get instrument(): MarketInstrument {
    return this.terms;
  }

  /** Changes filters while the market trades. Its grid stays: steps may only become coarser, by whole multiples of the original ones. */
  changeFilters(filters: Partial<Filters>): void {
    const changed = { ...this.terms, ...filters };
    for (const [step, first] of [
      [changed.tickSize, this.ticks],
      [changed.lotSize, this.lots],
    ] as const)
      first.toUnits(step);
    this.terms = changed;
    this.limits = undefined;
  }

  /** True if a price or a quantity is on the current steps. */
  fits(value: Decimal, step: 'tickSize' | 'lotSize'): boolean {
    const now = this.terms[step];
    const first = step === 'tickSize' ? this.ticks : this.lots;
    return now.eq(first.step) || value.dividedBy(now, 0, 'DOWN').times(now).eq(value);
  }

  get isSpot(): boolean {
    return this.instrument.category === 'spot';
  }

  /** Ticks of the last trade; 0 before the first. */
  get last(): number {
    return this.lastTicks;
  }

  set last(ticks: number) {
    if (ticks === this.lastTicks) return;
    this.rising = ticks > this.lastTicks;
    this.lastTicks = ticks;
    this.limits = undefined;
  }

  get lastPrice(): Decimal {
    return this.lastTicks === 0 ? Decimal.ZERO : this.prices.value(this.lastTicks);
  }

  /** The last price until a mark price is set. */
  get mark(): Decimal {
    return this.markPrice ?? this.lastPrice;
  }

  get index(): Decimal {
    return this.indexPrice ?? this.lastPrice;
  }

  setReference(mark: Decimal | undefined, index: Decimal | undefined): void {
    if (mark) this.markPlace = this.prices.place((this.markPrice = mark));
    if (index) this.indexPlace = this.prices.place((this.indexPrice = index));
    this.limits = undefined;
  }

  priceOf(source: TriggerSource): Decimal {
    return source === 'LAST' ? this.lastPrice : source === 'MARK' ? this.mark : this.index;
  }

  /** In ticks; halfway for a price between two ticks. */
  placeOf(source: TriggerSource): number {
    if (source === 'MARK' && this.markPrice) return this.markPlace;
    return source === 'INDEX' && this.indexPrice ? this.indexPlace : this.lastTicks;
  }

  /** The highest price of a buy and the lowest of a sell, by the venue's published formula without its average premium. */
  get tickLimits(): TickLimits {
    return (this.limits ??= this.findLimits());
  }

  priceLimits(): { readonly lowest: Decimal; readonly highest: Decimal } {
    const { lowest, highest } = this.tickLimits;
    return { lowest: this.prices.value(lowest), highest: this.prices.value(highest) };
  }

  private findLimits(): TickLimits {
    const { x, y } = this.instrument.priceLimit ?? USUAL_LIMIT;
    const near = this.isSpot ? this.index : this.mark;
    const reach = (ratio: Decimal, sign: 1 | -1): Decimal => near.times(sign === 1 ? Decimal.ONE.plus(ratio) : Decimal.ONE.minus(ratio));
    const highest = Decimal.min(reach(y, 1), Decimal.max(this.index, reach(x, 1)));
    const lowest = Decimal.max(reach(y, -1), Decimal.min(this.index, reach(x, -1)));
    return { lowest: Math.max(1, this.ticks.ceilUnits(lowest)), highest: this.ticks.floorUnits(highest) };
  }
}
