import { Decimal } from '@libs/kernel';
import { Grid } from '../market/grid';
import { marketKey, type MarketInstrument, type MarketKey } from '../market/market-instrument';

export interface FundingClock {
  rate: Decimal;
  /** Market time of the next payment; 0 for a market without funding. */
  nextAt: number;
  readonly intervalMs: number;
}

const EIGHT_HOURS = 28_800_000;

/** One market of the venue: its grid, its prices and the book of everybody's orders. */
export class VenueMarket {
  readonly key: MarketKey;
  readonly ticks: Grid;
  readonly lots: Grid;
  /** Ticks of the last trade; 0 before the first. */
  last = 0;
  rising = true;
  isOpen = false;
  readonly funding: FundingClock = { rate: Decimal.ZERO, nextAt: 0, intervalMs: EIGHT_HOURS };
  private markPrice: Decimal | undefined;
  private indexPrice: Decimal | undefined;

  constructor(readonly instrument: MarketInstrument) {
    this.key = marketKey(instrument);
    this.ticks = new Grid(instrument.tickSize);
    this.lots = new Grid(instrument.lotSize);
  }

  get lastPrice(): Decimal {
    return this.last === 0 ? Decimal.ZERO : this.ticks.fromUnits(this.last);
  }

  /** The last price until a mark price was set. */
  get mark(): Decimal {
    return this.markPrice ?? this.lastPrice;
  }

  get index(): Decimal {
    return this.indexPrice ?? this.lastPrice;
  }

  setReference(mark: Decimal | undefined, index: Decimal | undefined): void {
    if (mark) this.markPrice = mark;
    if (index) this.indexPrice = index;
  }
}
