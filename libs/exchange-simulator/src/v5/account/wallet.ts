import type { Decimal } from '@libs/kernel';
import { coinPicture, marginPicture, type CoinPicture, type Venue, type VenueAccount } from '@libs/simulation';
import { ok, type Reply } from '../envelope';
import { badParameter } from '../parameters';
import type { SignedIn } from '../request';

const MONEY_SCALE = 8;
const RATE_SCALE = 4;

export function walletBalance({ exchange, key, parameters }: SignedIn): Reply {
  if (parameters.text('accountType') !== 'UNIFIED') throw badParameter('accountType only support UNIFIED.');
  const { venue } = exchange;
  const account = venue.account(key.accountId);
  const wanted = parameters.text('coin')?.split(',');
  const coins = wanted?.map((asset) => coinPicture(account, venue.markets, asset));
  return ok({ list: [renderWallet(venue, account, coins)] });
}

interface RenderedCoin {
  readonly coin: string;
  readonly locked: Decimal;
  readonly totalOrderIM: Decimal;
  readonly [field: string]: unknown;
}

/** A wallet on the wire. */
export interface RenderedWallet {
  readonly coin: readonly RenderedCoin[];
  readonly [field: string]: unknown;
}

/** The wallet as `wallet-balance` and the private stream tell it. */
export function renderWallet(venue: Venue, account: VenueAccount, coins?: readonly CoinPicture[]): RenderedWallet {
  const picture = marginPicture(account, venue.markets);
  // Account-wide rates mean nothing in isolated margin: the exchange leaves them empty.
  const isCross = picture.mode === 'CROSS';
  const [initialRate, maintenanceRate] = isCross
    ? [picture.initialRate.roundTo(RATE_SCALE), picture.maintenanceRate.roundTo(RATE_SCALE)]
    : ['', ''];
  const [initial, maintenance] = [picture.totalInitialMargin.roundTo(MONEY_SCALE), picture.totalMaintenanceMargin.roundTo(MONEY_SCALE)];
  return {
    accountType: 'UNIFIED',
    totalEquity: picture.totalEquity.roundTo(MONEY_SCALE),
    totalWalletBalance: picture.totalWallet.roundTo(MONEY_SCALE),
    totalMarginBalance: picture.totalMarginBalance.roundTo(MONEY_SCALE),
    totalAvailableBalance: picture.totalAvailable.roundTo(MONEY_SCALE),
    totalPerpUPL: picture.totalUnrealised.roundTo(MONEY_SCALE),
    totalPerpUpl: picture.totalUnrealised.roundTo(MONEY_SCALE),
    totalInitialMargin: initial,
    totalInitialMarginByMp: initial,
    totalMaintenanceMargin: maintenance,
    totalMaintenanceMarginByMp: maintenance,
    accountIMRate: initialRate,
    accountIMRateByMp: initialRate,
    accountMMRate: maintenanceRate,
    accountMMRateByMp: maintenanceRate,
    accountLTV: '0',
    coin: (coins ?? picture.coins).map(renderCoin),
  };
}

function renderCoin(coin: CoinPicture): RenderedCoin {
  return {
    coin: coin.asset,
    walletBalance: coin.wallet,
    equity: coin.equity.roundTo(MONEY_SCALE),
    usdValue: coin.usdValue.roundTo(MONEY_SCALE),
    locked: coin.locked,
    totalOrderIM: coin.orderIM.roundTo(MONEY_SCALE),
    totalPositionIM: coin.positionIM.roundTo(MONEY_SCALE),
    totalPositionMM: coin.positionMM.roundTo(MONEY_SCALE),
    unrealisedPnl: coin.unrealised,
    cumRealisedPnl: coin.cumulativeRealised,
    availableToWithdraw: coin.free,
    ...NOT_LENT,
  };
}

/** This venue lends nothing. */
const NOT_LENT = {
  availableToBorrow: '',
  borrowAmount: '0',
  accruedInterest: '0',
  spotBorrow: '0',
  spotHedgingQty: '0',
  bonus: '0',
  collateralSwitch: true,
  marginCollateral: true,
  colRes: '0',
} as const;
