import { Decimal } from '@libs/kernel';
import type { AccountMarket, AccountMarkets } from './account-market';
import { unrealisedOf } from './apply-trade';
import { computeNeed, maintenanceMargin, needOf } from './linear-need';
import type { VenuePosition } from './position';
import { RoughStanding } from './rough-standing';
import { standingOf } from './standing';
import { dollarPrice } from './valuation';
import type { VenueAccount } from './venue-account';

/** A position with everything that its risk depends on. */
export interface PositionQuestion {
  readonly account: VenueAccount;
  readonly markets: AccountMarkets;
  readonly market: AccountMarket;
  readonly position: VenuePosition;
}

/**
 * The positions that the venue must liquidate at the current mark prices. Cross margin: all of them, once the account's maintenance margin
 * reaches its margin balance. Isolated: each whose own margin is used up to that point.
 */
export function liquidationDue(account: VenueAccount, markets: AccountMarkets): readonly VenuePosition[] {
  const isolated = account.marginMode === 'ISOLATED';
  if (!isolated && !isAccountDue(account, markets)) return NONE;
  const due: VenuePosition[] = [];
  for (const position of account.positions()) {
    const market = position.quantity.isZero ? undefined : markets.get(position.market);
    if (market && (!isolated || isolatedCushion(market, position, market.mark).sign <= 0)) due.push(position);
  }
  return due;
}

const NONE: readonly VenuePosition[] = [];

function isAccountDue(account: VenueAccount, markets: AccountMarkets): boolean {
  if (new RoughStanding(account, markets).isSafe) return false;
  const { wallet, unrealised, maintenance } = standingOf(account, markets);
  return maintenance.sign > 0 && wallet.plus(unrealised).lte(maintenance);
}

/** The fee to close was reserved in addition to the margin, so it appears on neither side here. */
function isolatedCushion(market: AccountMarket, position: VenuePosition, mark: Decimal): Decimal {
  const margin = position.isolatedMargin.plus(unrealisedOf(position, mark));
  return margin.minus(maintenanceMargin(market, position.quantity.abs().times(mark)));
}

/** Margin balance less maintenance margin of the whole account in the settle coin, at a hypothetical mark price. */
function crossCushion({ account, markets, market }: PositionQuestion, mark: Decimal): Decimal {
  const standing = standingOf(account, markets);
  const exposure = account.exposure(market.key);
  const [here, there] = [needOf(account, market, exposure), computeNeed(account, market, { mark, exposure })];
  const now = inSettleCoin(standing.wallet.plus(standing.unrealised).minus(standing.maintenance), market, markets);
  const moved = there.unrealised.minus(here.unrealised).minus(there.positionMM.minus(here.positionMM));
  return now.plus(moved);
}

/** The margin balance of the whole account in the settle coin. */
export function crossBalance({ account, markets, market }: PositionQuestion): Decimal {
  const { wallet, unrealised } = standingOf(account, markets);
  return inSettleCoin(wallet.plus(unrealised), market, markets);
}

/** The distance of a position to liquidation at a hypothetical mark price; liquidation is due at zero. */
export function cushionAt(question: PositionQuestion, mark: Decimal): Decimal {
  const { account, market, position } = question;
  return account.marginMode === 'ISOLATED' ? isolatedCushion(market, position, mark) : crossCushion(question, mark);
}

const QUOTIENT_SCALE = 18;

function inSettleCoin(dollars: Decimal, market: AccountMarket, markets: AccountMarkets): Decimal {
  const price = dollarPrice(markets, market.instrument.settle);
  return price === Decimal.ONE || price.isZero ? dollars : dollars.dividedBy(price, QUOTIENT_SCALE);
}
