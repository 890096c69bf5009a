import { Decimal } from '@libs/kernel';
import type { Fill, OrderIds } from '@libs/kernel';
import { sequenceId } from '@libs/simulation';
import type { MarketInstrument } from '@libs/simulation';
import { FillHash } from '../run/fill-hash';
import { FEE_SCALE } from './fast-market';
import { FloatRows } from '../metrics/float-rows';

const COLUMNS = 7;

export interface FilledOrder {
  readonly inputSeq: number;
  readonly index: number;
}

/** The fills of a run as whole numbers, 56 bytes each; converted to fills on demand. */
export class FastFills implements Iterable<Fill> {
  private readonly rows = new FloatRows(COLUMNS);

  constructor(
    private readonly instrument: MarketInstrument,
    private readonly deploymentId: string,
    private readonly names: { readonly ids: OrderIds; readonly salt: number },
  ) {}

  push(
    order: FilledOrder,
    { lots, ticks, fee }: { readonly lots: number; readonly ticks: number; readonly fee: number },
    at: number,
    execution: number,
  ): void {
    let to = this.rows.add();
    const { data } = this.rows;
    data[to++] = order.inputSeq;
    data[to++] = order.index;
    data[to++] = lots;
    data[to++] = ticks;
    data[to++] = fee;
    data[to++] = at;
    data[to] = execution;
  }

  /** The `fillHash` of all fills, without creating them. */
  hash(): string {
    const { symbol, settle, tickSize, lotSize } = this.instrument;
    const [tickUnits, lotUnits] = [Number(tickSize.units), Number(lotSize.units)];
    const hash = new FillHash();
    const { data, length } = this.rows;
    if (length > 0) hash.addPlace({ owner: this.deploymentId, symbol, feeAsset: settle });
    for (let row = 0; row < length * COLUMNS; row += COLUMNS) {
      const lots = data[row + 2]!;
      hash.addTerms(data[row]!, data[row + 1]!, data[row + 5]!, lots > 0, false);
      hash.addAmount(Math.abs(lots) * lotUnits, lotSize.scale);
      hash.addAmount(data[row + 3]! * tickUnits, tickSize.scale);
      hash.addAmount(data[row + 4]!, FEE_SCALE);
    }
    return hash.toString();
  }

  *[Symbol.iterator](): Generator<Fill> {
    const { symbol, settle, tickSize, lotSize } = this.instrument;
    const { ids, salt } = this.names;
    const { deploymentId } = this;
    for (let nth = 0; nth < this.rows.length; nth += 1) {
      const [inputSeq = 0, index = 0, lots = 0, ticks = 0, fee = 0, at = 0, execution = 0] = this.rows.data.subarray(nth * COLUMNS);
      yield {
        executionId: sequenceId(salt, execution),
        clientOrderId: ids.of(inputSeq, index),
        deploymentId,
        symbol,
        side: lots > 0 ? 'BUY' : 'SELL',
        quantity: lotSize.times(Decimal.fromNumber(Math.abs(lots))),
        price: tickSize.times(Decimal.fromNumber(ticks)),
        fee: Decimal.fromUnits(fee, FEE_SCALE),
        feeAsset: settle,
        liquidity: 'TAKER',
        at,
      } as const;
    }
  }
}
