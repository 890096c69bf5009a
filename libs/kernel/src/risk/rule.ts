import type { Decimal } from '../number/decimal';
import type { DataTrust } from '../market/data-trust';
import type { Instrument } from '../market/instrument';
import type { OrderRequest } from '../order/order';
import type { Denial, TradingState } from './denial';

/** The signed position, and the open quantity on the side of an order. */
export interface Sides {
  readonly position: Decimal;
  /** Total open quantity. */
  readonly openSameSide: Decimal;
  /** The part of it that is being cancelled. It counts, because it may fill before the venue processes the cancel. Absent: nothing. */
  readonly leaving?: Decimal;
}

/** Everything a rule may read; gathered once per order. Open orders, including UNKNOWN ones, count as if they fill completely. */
export interface RiskContext {
  readonly instrument: Instrument;
  readonly tradingState: TradingState;
  /** False from the start of a session until the venue's positions are proven equal to ours. */
  readonly reconciled: boolean;
  /** Best bid and ask; null while no price is known. */
  readonly price: { readonly bid: Decimal; readonly ask: Decimal } | null;
  /** The trust level of the symbol's market data now. */
  readonly trust: DataTrust;
  readonly settleAsset: string;
  readonly equity: Decimal;
  /** Fraction of equity per symbol. */
  readonly maxPositionSize: Decimal;
  readonly account: Sides;
  readonly deployment: Sides;
  /** What manual orders leave the deployment to close on the order's side; absent: they closed nothing that strategies hold. */
  readonly leftByHand?: Decimal;
  /** The part of the account's open quantity on that side that belongs to manual orders, if the order is a strategy's; absent: nothing. */
  readonly openByHand?: Decimal;
  /** Worst-case notional of all other symbols, in the settle asset. */
  readonly otherExposure: Decimal;
  /** Spendable balance per asset: the wallet less what open spot orders may take. */
  readonly available: Readonly<Record<string, Decimal>>;
}

/** What is known of an order before any account is considered. */
export type OrderSetting = Pick<RiskContext, 'instrument' | 'price'>;

/** A pure check of one condition. */
export type RiskRule = (order: OrderRequest, context: RiskContext) => Denial | null;
