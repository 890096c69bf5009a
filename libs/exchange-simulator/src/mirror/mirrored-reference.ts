import { Decimal } from '@libs/kernel';
import type { HouseMarket } from '../market/house';
import type { FundingRecord, MarketReference } from '../market/reference';

/** What a ticker of a contract tells; deltas leave out what did not change. */
export interface TickerData {
  readonly markPrice?: string;
  readonly indexPrice?: string;
  readonly fundingRate?: string;
  readonly nextFundingTime?: string;
  readonly openInterest?: string;
}

/** Mark, index, funding and open interest as the real exchange last told them; the last trade's price before it did. */
export class MirroredReference {
  private readonly told: { -readonly [K in keyof TickerData]: string } = {};
  private records: FundingRecord[] = [];

  constructor(private readonly market: HouseMarket) {}

  get now(): MarketReference {
    const { markPrice, indexPrice, fundingRate, openInterest } = this.told;
    return {
      mark: markPrice ? Decimal.parse(markPrice) : this.market.lastPrice,
      index: indexPrice ? Decimal.parse(indexPrice) : this.market.lastPrice,
      fundingRate: fundingRate ? Decimal.parse(fundingRate) : Decimal.ZERO,
      nextFundingAt: this.nextAt,
      openInterest: openInterest ? Decimal.parse(openInterest) : Decimal.ZERO,
    };
  }

  /** Oldest first. */
  get history(): readonly FundingRecord[] {
    return this.records;
  }

  /** Once the next funding time moves on, the rate that stood before it has been paid. */
  apply(ticker: TickerData): void {
    const { nextFundingTime } = ticker;
    if (nextFundingTime && this.nextAt !== 0 && Number(nextFundingTime) > this.nextAt) {
      this.addHistory([{ at: this.nextAt, rate: this.now.fundingRate }]);
    }
    for (const name of ['markPrice', 'indexPrice', 'fundingRate', 'nextFundingTime', 'openInterest'] as const) {
      const value = ticker[name];
      if (value) this.told[name] = value;
    }
  }

  /** In any order; those of a known time are left out. */
  addHistory(records: readonly FundingRecord[]): void {
    const known = new Set(this.records.map(({ at }) => at));
    this.records = [...this.records, ...records.filter(({ at }) => !known.has(at))].sort((one, other) => one.at - other.at);
  }

  rateAt(boundary: number): Decimal {
    return this.records.find(({ at }) => at === boundary)?.rate ?? this.now.fundingRate;
  }

  private get nextAt(): number {
    return Number(this.told.nextFundingTime ?? '0');
  }
}
