import { Decimal } from '@libs/kernel';
import type { AccountMarket, AccountMarkets } from './account-market';
import type { Exposure } from './exposure';
import { needOf, type LinearNeed } from './linear-need';
import { dollarPrice } from './valuation';
import type { VenueAccount } from './venue-account';

/** Totals of the whole account, in dollars. */
export interface Standing {
  readonly wallet: Decimal;
  readonly unrealised: Decimal;
  readonly initial: Decimal;
  readonly maintenance: Decimal;
  /** Value of the coins that open spot orders hold. */
  readonly locked: Decimal;
}

export interface Needed {
  readonly market: AccountMarket;
  readonly exposure: Exposure;
  readonly need: LinearNeed;
}

/** The linear markets in which the account has a position or orders. */
export function* linearNeeds(account: VenueAccount, markets: AccountMarkets): Generator<Needed> {
  for (const exposure of account.exposures.values()) {
    if (exposure.isIdle) continue;
    const market = markets.get(exposure.market);
    if (market?.instrument.category === 'linear') yield { market, exposure, need: needOf(account, market, exposure) };
  }
}

export interface Lock {
  readonly asset: string;
  readonly amount: Decimal;
}

/** Coins reserved by open spot orders: the quote coins of buys, the base coins of sells. */
export function* spotLocks(account: VenueAccount, markets: AccountMarkets): Generator<Lock> {
  for (const { market: key, openOrders, sums } of account.exposures.values()) {
    if (openOrders === 0) continue;
    const instrument = markets.get(key)?.instrument;
    if (instrument?.category !== 'spot') continue;
    const [{ buys, sells }] = sums;
    if (!buys.value.isZero) yield { asset: instrument.quote, amount: buys.value };
    if (!sells.quantity.isZero) yield { asset: instrument.base, amount: sells.quantity };
  }
}

export function lockedOf(account: VenueAccount, markets: AccountMarkets, asset: string): Decimal {
  let locked = Decimal.ZERO;
  for (const lock of spotLocks(account, markets)) if (lock.asset === asset) locked = locked.plus(lock.amount);
  return locked;
}

export function standingOf(account: VenueAccount, markets: AccountMarkets): Standing {
  let [wallet, unrealised, initial, maintenance, locked] = [Decimal.ZERO, Decimal.ZERO, Decimal.ZERO, Decimal.ZERO, Decimal.ZERO];
  for (const [asset, amount] of account.balances) if (!amount.isZero) wallet = wallet.plus(inDollars(markets, asset, amount));
  for (const { market, need } of linearNeeds(account, markets)) {
    const { settle } = market.instrument;
    unrealised = unrealised.plus(inDollars(markets, settle, need.unrealised));
    initial = initial.plus(inDollars(markets, settle, need.positionIM.plus(need.orderIM)));
    maintenance = maintenance.plus(inDollars(markets, settle, need.positionMM));
  }
  for (const { asset, amount } of spotLocks(account, markets)) locked = locked.plus(inDollars(markets, asset, amount));
  return { wallet, unrealised, initial, maintenance, locked };
}

/** Balance available as margin, in dollars: cross margin includes unrealised profit and loss, isolated margin does not. */
export function availableOf(account: VenueAccount, { wallet, unrealised, initial, locked }: Standing): Decimal {
  const balance = account.marginMode === 'CROSS' ? wallet.plus(unrealised) : wallet;
  return balance.minus(initial).minus(locked);
}

function inDollars(markets: AccountMarkets, asset: string, amount: Decimal): Decimal {
  const price = dollarPrice(markets, asset);
  return price === Decimal.ONE ? amount : amount.times(price);
}
