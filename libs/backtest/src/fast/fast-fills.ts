import { Decimal } from '@libs/kernel';
import type { Fill } from '@libs/kernel';
import { sequenceId } from '@libs/simulation';
import type { MarketInstrument } from '@libs/simulation';
import { FEE_SCALE } from './fast-market';
import type { OrderIds } from './order-ids';

const COLUMNS = 7;
const FIRST = 256;

export interface FilledOrder {
  readonly inputSeq: number;
  readonly index: number;
}

/** The fills of a run as whole numbers, 56 bytes each; made into fills when somebody asks. */
export class FastFills {
  private rows = new Float64Array(FIRST * COLUMNS);
  private count = 0;

  constructor(
    private readonly instrument: MarketInstrument,
    private readonly deploymentId: string,
    private readonly ids: OrderIds,
  ) {}

  push(
    order: FilledOrder,
    { lots, ticks, fee }: { readonly lots: number; readonly ticks: number; readonly fee: number },
    at: number,
    execution: number,
  ): void {
    if (this.count * COLUMNS === this.rows.length) this.grow();
    const { rows } = this;
    let to = this.count * COLUMNS;
    rows[to++] = order.inputSeq;
    rows[to++] = order.index;
    rows[to++] = lots;
    rows[to++] = ticks;
    rows[to++] = fee;
    rows[to++] = at;
    rows[to++] = execution;
    this.count += 1;
  }

  toFills(salt: number): readonly Fill[] {
    const { symbol, settle, tickSize, lotSize } = this.instrument;
    return Array.from({ length: this.count }, (_, nth) => {
      const [inputSeq = 0, index = 0, lots = 0, ticks = 0, fee = 0, at = 0, execution = 0] = this.rows.subarray(nth * COLUMNS);
      return {
        ...{ executionId: sequenceId(salt, execution), clientOrderId: this.ids.of(inputSeq, index), deploymentId: this.deploymentId },
        ...{ symbol, side: lots > 0 ? 'BUY' : 'SELL', quantity: lotSize.times(Decimal.fromNumber(Math.abs(lots))) },
        ...{ price: tickSize.times(Decimal.fromNumber(ticks)), fee: Decimal.fromUnits(fee, FEE_SCALE), feeAsset: settle },
        ...{ liquidity: 'TAKER', at },
      } as const;
    });
  }

  private grow(): void {
    const larger = new Float64Array(this.rows.length * 2);
    larger.set(this.rows);
    this.rows = larger;
  }
}
