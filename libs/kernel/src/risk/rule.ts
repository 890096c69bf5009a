import type { Decimal } from '../number/decimal';
import type { DataTrust } from '../market/data-trust';
import type { Instrument } from '../market/instrument';
import type { OrderRequest } from '../order/order';
import type { Denial, TradingState } from './denial';

/** What is held, signed, and what is open on the side of an order. */
export interface Sides {
  readonly position: Decimal;
  /** Open quantities, whole. */
  readonly openSameSide: Decimal;
  /** What of them somebody has asked to go: it may fill before the venue hears of that, so it counts; absent: nothing. */
  readonly leaving?: Decimal;
}

/** Everything a rule may look at; gathered once per order. Open orders, UNKNOWN ones too, count as if they will fill whole. */
export interface RiskContext {
  readonly instrument: Instrument;
  readonly tradingState: TradingState;
  /** False from the start of a session until the venue's positions are proven equal to ours. */
  readonly reconciled: boolean;
  /** Best bid and ask; null while no price is known. */
  readonly price: { readonly bid: Decimal; readonly ask: Decimal } | null;
  /** How far the market data of the symbol can be believed at this moment. */
  readonly trust: DataTrust;
  readonly settleAsset: string;
  readonly equity: Decimal;
  /** Fraction of equity per symbol. */
  readonly maxPositionSize: Decimal;
  readonly account: Sides;
  readonly deployment: Sides;
  /** What orders by hand leave the deployment to close on the order's side; absent: they took nothing of what strategies hold. */
  readonly leftByHand?: Decimal;
  /** What of the account's open orders on that side are orders by hand, where the order is a strategy's; absent: nothing. */
  readonly openByHand?: Decimal;
  /** Worst-case notional of all other symbols, in the settle asset. */
  readonly otherExposure: Decimal;
  /** What may be spent of an asset: the wallet less what open spot orders may take. */
  readonly available: Readonly<Record<string, Decimal>>;
}

/** What is known of an order before any account is looked at. */
export type OrderSetting = Pick<RiskContext, 'instrument' | 'price'>;

/** A pure check of one thing. */
export type RiskRule = (order: OrderRequest, context: RiskContext) => Denial | null;
