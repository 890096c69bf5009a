import { Decimal } from '@libs/kernel';
import { refuse, type Refusal } from '../venue/refusal';
import type { AccountMarkets } from './account-market';
import { MONEY_SCALE } from './fees';
import { spareMargin } from './free-coins';
import type { PositionQuestion } from './liquidation';
import type { VenuePosition } from './position';
import { leverageOf } from './settings';
import type { VenueAccount } from './venue-account';

/** Minimum margin of a position in isolated margin: its cost divided by its leverage. */
function leastMargin({ account, market, position }: PositionQuestion): Decimal {
  const leverage = leverageOf(account.settings(market), position.index);
  return position.cost.abs().dividedBy(leverage, MONEY_SCALE, 'UP');
}

/** Why margin cannot be added to a position, or taken from it if `amount` is negative. */
export function checkAddedMargin(question: PositionQuestion, amount: Decimal): Refusal | undefined {
  const { account, markets, market, position } = question;
  if (account.marginMode !== 'ISOLATED') return refuse('POSITION_IS_CROSS');
  if (position.quantity.isZero) return refuse('MARGIN_WITHOUT_POSITION');
  if (amount.isZero) return refuse('MARGIN_NOT_MODIFIED');
  if (amount.sign < 0) {
    const most = position.isolatedMargin.minus(leastMargin(question));
    return amount.abs().gt(most) ? refuse('MARGIN_CANNOT_SHRINK', most, amount.abs()) : undefined;
  }
  const spare = spareMargin(account, markets, market.instrument.settle);
  return amount.gt(spare) ? refuse('INSUFFICIENT_MARGIN', spare, amount) : undefined;
}

/** What a position with auto-add margin takes from the account when it is due: its minimum margin once more, or what is left. */
export function replenishment(account: VenueAccount, markets: AccountMarkets, position: VenuePosition): Decimal {
  const market = markets.get(position.market);
  if (!market || !position.addsMargin) return Decimal.ZERO;
  const spare = spareMargin(account, markets, market.instrument.settle);
  return Decimal.max(Decimal.ZERO, Decimal.min(spare, leastMargin({ account, markets, market, position })));
}
