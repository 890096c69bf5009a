import { Decimal } from '@libs/kernel';
import type { AccountMarkets } from './account-market';
import { freeOf } from './free-coins';
import { NO_NEED } from './linear-need';
import type { MarginMode } from './settings';
import { availableOf, linearNeeds, spotLocks, standingOf } from './standing';
import { dollarPrice } from './valuation';
import type { VenueAccount } from './venue-account';

/** One coin of an account, in units of the coin except `usdValue`. */
export interface CoinPicture {
  readonly asset: string;
  readonly wallet: Decimal;
  /** Wallet and unrealised profit and loss. */
  readonly equity: Decimal;
  readonly usdValue: Decimal;
  /** Reserved by open spot orders. */
  readonly locked: Decimal;
  /** Withdrawable or spendable on spot now; never negative. */
  readonly free: Decimal;
  readonly orderIM: Decimal;
  readonly positionIM: Decimal;
  readonly positionMM: Decimal;
  readonly unrealised: Decimal;
  /** Of all positions ever settled in the coin, after fees and funding. */
  readonly cumulativeRealised: Decimal;
}

/** A unified account as shown to its owner; totals in dollars. */
export interface MarginPicture {
  readonly mode: MarginMode;
  readonly totalEquity: Decimal;
  readonly totalWallet: Decimal;
  /** Wallet and unrealised profit and loss. */
  readonly totalMarginBalance: Decimal;
  readonly totalAvailable: Decimal;
  readonly totalUnrealised: Decimal;
  readonly totalInitialMargin: Decimal;
  readonly totalMaintenanceMargin: Decimal;
  /** Initial and maintenance margin divided by the margin balance; liquidation is due from 1. */
  readonly initialRate: Decimal;
  readonly maintenanceRate: Decimal;
  /** Every coin with a balance, a reservation or a margin, in the order in which the account first had them. */
  readonly coins: readonly CoinPicture[];
}

const RATE_SCALE = 8;

/** Used when the margin balance is zero. */
const BOUNDLESS_RATE = Decimal.fromNumber(100);

export function marginPicture(account: VenueAccount, markets: AccountMarkets): MarginPicture {
  const standing = standingOf(account, markets);
  const balance = standing.wallet.plus(standing.unrealised);
  const available = availableOf(account, standing);
  return {
    mode: account.marginMode,
    totalEquity: balance,
    totalWallet: standing.wallet,
    totalMarginBalance: balance,
    totalAvailable: Decimal.max(available, Decimal.ZERO),
    totalUnrealised: standing.unrealised,
    totalInitialMargin: standing.initial,
    totalMaintenanceMargin: standing.maintenance,
    initialRate: rateOf(standing.initial, balance),
    maintenanceRate: rateOf(standing.maintenance, balance),
    coins: coinsOf(account, markets, available),
  };
}

/** One coin of the picture, even if the account never had any. */
export function coinPicture(account: VenueAccount, markets: AccountMarkets, asset: string): CoinPicture {
  const known = marginPicture(account, markets).coins.find((coin) => coin.asset === asset);
  return known ?? finish(account, markets, { ...emptyDraft(), available: Decimal.ZERO, asset });
}

function rateOf(margin: Decimal, balance: Decimal): Decimal {
  if (margin.isZero) return Decimal.ZERO;
  return balance.sign > 0 ? margin.dividedBy(balance, RATE_SCALE, 'UP') : BOUNDLESS_RATE;
}

interface Draft {
  locked: Decimal;
  unrealised: Decimal;
  positionIM: Decimal;
  positionMM: Decimal;
  orderIM: Decimal;
  cumulativeRealised: Decimal;
}

function emptyDraft(): Draft {
  return { ...NO_NEED, locked: Decimal.ZERO, cumulativeRealised: Decimal.ZERO };
}

function coinsOf(account: VenueAccount, markets: AccountMarkets, available: Decimal): readonly CoinPicture[] {
  const drafts = new Map<string, Draft>();
  const draft = (asset: string): Draft => {
    let one = drafts.get(asset);
    if (!one) drafts.set(asset, (one = emptyDraft()));
    return one;
  };
  for (const asset of account.balances.keys()) draft(asset);
  for (const { asset, amount } of spotLocks(account, markets)) draft(asset).locked = draft(asset).locked.plus(amount);
  for (const { market, need } of linearNeeds(account, markets)) {
    const coin = draft(market.instrument.settle);
    coin.unrealised = coin.unrealised.plus(need.unrealised);
    coin.positionIM = coin.positionIM.plus(need.positionIM);
    coin.positionMM = coin.positionMM.plus(need.positionMM);
    coin.orderIM = coin.orderIM.plus(need.orderIM);
  }
  for (const position of account.positions()) {
    const settle = markets.get(position.market)?.instrument.settle;
    if (settle !== undefined) draft(settle).cumulativeRealised = draft(settle).cumulativeRealised.plus(position.cumulativeRealised);
  }
  return [...drafts].map(([asset, one]) => finish(account, markets, { ...one, asset, available }));
}

function finish(account: VenueAccount, markets: AccountMarkets, draft: Draft & { asset: string; available: Decimal }): CoinPicture {
  const { asset, available, locked, unrealised, orderIM, positionIM, positionMM, cumulativeRealised } = draft;
  const wallet = account.balance(asset);
  const equity = wallet.plus(unrealised);
  const price = dollarPrice(markets, asset);
  return {
    asset,
    wallet,
    equity,
    locked,
    unrealised,
    orderIM,
    positionIM,
    positionMM,
    cumulativeRealised,
    usdValue: equity.times(price),
    free: Decimal.max(freeOf(account, { wallet, locked, margin: positionIM.plus(orderIM), available, price }), Decimal.ZERO),
  };
}
