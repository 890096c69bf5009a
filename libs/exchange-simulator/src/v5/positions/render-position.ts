import { Decimal } from '@libs/kernel';
import { positionRisk, type Venue, type VenueAccount, type VenueMarket, type VenuePosition } from '@libs/simulation';

const MONEY_SCALE = 8;
const NEVER_TRADED = -1;

/** Where a position stands: whose it is and in which markets it is valued. */
export interface PositionPlace {
  readonly account: VenueAccount;
  readonly markets: Venue['markets'];
  readonly market: VenueMarket;
}

/** A position as `position/list` tells it; the private stream says `entryPrice` instead of `avgPrice`. */
export function renderPosition(position: VenuePosition, { account, markets, market }: PositionPlace): object {
  const { sign } = position.quantity;
  const risk = positionRisk({ account, markets, market, position });
  const [initial, maintenance] = [risk.initial.roundTo(MONEY_SCALE), risk.maintenance.roundTo(MONEY_SCALE)];
  const { averageEntry } = risk;
  return {
    positionIdx: position.index,
    riskId: risk.tier.id,
    riskLimitValue: risk.tier.limit,
    symbol: market.instrument.venueSymbol,
    category: market.instrument.category,
    side: sign > 0 ? 'Buy' : sign < 0 ? 'Sell' : '',
    size: position.quantity.abs(),
    avgPrice: averageEntry,
    entryPrice: averageEntry,
    sessionAvgPrice: '',
    breakEvenPrice: risk.breakEvenPrice ?? '',
    positionValue: position.cost.abs(),
    tradeMode: 0,
    positionStatus: position.isLiquidating ? 'Liq' : 'Normal',
    autoAddMargin: position.addsMargin ? 1 : 0,
    adlRankIndicator: 0,
    leverage: risk.leverage,
    positionBalance: account.marginMode === 'ISOLATED' ? position.isolatedMargin : initial,
    markPrice: market.mark,
    liqPrice: risk.liquidationPrice ?? '',
    bustPrice: risk.bankruptcyPrice ?? '',
    positionIM: initial,
    positionIMByMp: initial,
    positionMM: maintenance,
    positionMMByMp: maintenance,
    // The exchange says so whatever exits there are.
    tpslMode: 'Full',
    takeProfit: position.takeProfit?.price ?? Decimal.ZERO,
    stopLoss: position.stopLoss?.price ?? Decimal.ZERO,
    trailingStop: position.trailing?.distance ?? Decimal.ZERO,
    unrealisedPnl: risk.unrealised,
    curRealisedPnl: position.realised,
    cumRealisedPnl: position.cumulativeRealised,
    seq: position.sequence || NEVER_TRADED,
    isReduceOnly: false,
    mmrSysUpdatedTime: '',
    leverageSysUpdatedTime: '',
    createdTime: String(position.openedAt),
    updatedTime: String(position.updatedAt),
    openTime: position.quantity.isZero ? 0 : position.openedAt,
  };
}
