import { Decimal } from '@libs/kernel';
import type { AccountMarkets } from './account-market';
import { MONEY_SCALE } from './fees';
import { availableOf, linearNeeds, lockedOf, standingOf } from './standing';
import { dollarPrice } from './valuation';
import type { VenueAccount } from './venue-account';

export interface CoinFunds {
  readonly wallet: Decimal;
  readonly locked: Decimal;
  readonly margin: Decimal;
  /** Of the whole account, in dollars. */
  readonly available: Decimal;
  readonly price: Decimal;
}

/** Isolated margin: the unreserved balance. Cross margin: at most what the whole account can spare. */
export function freeOf(account: VenueAccount, { wallet, locked, margin, available, price }: CoinFunds): Decimal {
  const unlocked = wallet.minus(locked);
  if (account.marginMode === 'ISOLATED') return unlocked.minus(margin);
  return price.isZero ? unlocked : Decimal.min(unlocked, available.dividedBy(price, MONEY_SCALE, 'FLOOR'));
}

/** The spendable or withdrawable balance of a coin; negative if more is reserved than exists. */
export function freeCoins(account: VenueAccount, markets: AccountMarkets, asset: string): Decimal {
  let margin = Decimal.ZERO;
  for (const { market, need } of linearNeeds(account, markets)) {
    if (market.instrument.settle === asset) margin = margin.plus(need.positionIM).plus(need.orderIM);
  }
  const available = availableOf(account, standingOf(account, markets));
  const locked = lockedOf(account, markets, asset);
  return freeOf(account, { wallet: account.balance(asset), locked, margin, available, price: dollarPrice(markets, asset) });
}

/** Balance available as margin in a settle coin; cross margin includes every coin of the account. Negative if it is short. */
export function spareMargin(account: VenueAccount, markets: AccountMarkets, coin: string): Decimal {
  if (account.marginMode === 'ISOLATED') return freeCoins(account, markets, coin);
  const available = availableOf(account, standingOf(account, markets));
  const price = dollarPrice(markets, coin);
  return price === Decimal.ONE || price.isZero ? available : available.dividedBy(price, MONEY_SCALE, 'FLOOR');
}
