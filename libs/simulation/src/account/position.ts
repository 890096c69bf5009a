import type { Decimal } from '@libs/kernel';
import type { ExitMode, ExitRule, PositionIndex } from '../venue/order';

/** A stop that follows the best price at a distance, once `activation` was reached. */
export interface TrailingStop {
  readonly distance: Decimal;
  readonly activation?: Decimal;
  /** The best last price since it became active; undefined before. */
  readonly best?: Decimal;
}

/** One linear position; quantity and cost carry the sign of the side, the average entry is derived. A new value for every change. */
export interface VenuePosition {
  readonly market: string;
  readonly index: PositionIndex;
  readonly quantity: Decimal;
  readonly cost: Decimal;
  /** Opening fees of what is still held. */
  readonly openFees: Decimal;
  /** Since the position was last flat, after fees and funding. */
  readonly realised: Decimal;
  /** Since the account began, after fees and funding. */
  readonly cumulativeRealised: Decimal;
  /** Isolated margin mode: what was set aside for it; zero in cross. */
  readonly isolatedMargin: Decimal;
  /** Set when it takes margin from the account by itself before it would be taken over. */
  readonly addsMargin?: true;
  readonly exitMode: ExitMode;
  readonly takeProfit?: ExitRule;
  readonly stopLoss?: ExitRule;
  readonly trailing?: TrailingStop;
  /** Taken over by the venue and being closed. */
  readonly isLiquidating: boolean;
  readonly openedAt: number;
  readonly updatedAt: number;
  /** Rises with every change in the venue. */
  readonly sequence: number;
}

/** The record of a closing trade, as profit-and-loss reports list it. */
export interface ClosedPosition {
  readonly market: string;
  readonly index: PositionIndex;
  readonly orderId: string;
  /** Side of the closing order. */
  readonly side: 'BUY' | 'SELL';
  readonly quantity: Decimal;
  readonly orderPrice: Decimal;
  readonly orderType: 'MARKET' | 'LIMIT';
  readonly kind: 'TRADE' | 'LIQUIDATION' | 'AUTO_DELEVERAGING' | 'SETTLEMENT';
  readonly leverage: Decimal;
  readonly averageEntry: Decimal;
  readonly averageExit: Decimal;
  readonly entryValue: Decimal;
  readonly exitValue: Decimal;
  /** Realised profit less the closing fee and the share of the opening fee. */
  readonly profit: Decimal;
  readonly openFee: Decimal;
  readonly closeFee: Decimal;
  readonly fills: number;
  readonly createdAt: number;
  readonly updatedAt: number;
}
