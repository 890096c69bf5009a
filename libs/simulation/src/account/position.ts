import type { Decimal } from '@libs/kernel';
import type { ExitMode, ExitRule, PositionIndex } from '../venue/order';

/** A stop that follows the best price at a distance once `activation` was reached. */
export interface TrailingStop {
  readonly distance: Decimal;
  readonly activation?: Decimal;
  /** The best last price since activation; undefined before. */
  readonly best?: Decimal;
}

/** One linear position; quantity and cost are signed, the average entry price is derived. Every change creates a new value. */
export interface VenuePosition {
  readonly market: string;
  readonly index: PositionIndex;
  readonly quantity: Decimal;
  readonly cost: Decimal;
  /** Opening fees of the quantity still held. */
  readonly openFees: Decimal;
  /** Since the position was last flat, after fees and funding. */
  readonly realised: Decimal;
  /** Since the account began, after fees and funding. */
  readonly cumulativeRealised: Decimal;
  /** Isolated margin: the margin assigned to it; zero in cross margin. */
  readonly isolatedMargin: Decimal;
  /** Set if it adds margin from the account automatically before liquidation. */
  readonly addsMargin?: true;
  readonly exitMode: ExitMode;
  readonly takeProfit?: ExitRule;
  readonly stopLoss?: ExitRule;
  readonly trailing?: TrailingStop;
  /** Taken over by the venue and being closed. */
  readonly isLiquidating: boolean;
  readonly openedAt: number;
  readonly updatedAt: number;
  /** The venue's running sequence number of the last change. */
  readonly sequence: number;
}

/** The record of a closing trade, as listed in profit-and-loss reports. */
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
