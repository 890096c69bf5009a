import { Decimal } from '@libs/kernel';
import type { AccountMarket, AccountMarkets } from './account-market';
import { applyPayment } from './apply-trade';
import { MONEY_SCALE } from './fees';
import { spareMargin } from './free-coins';
import { book } from './ledger';
import type { LedgerEntry } from './ledger-entry';
import type { VenuePosition } from './position';
import type { VenueAccount } from './venue-account';

export interface FundingTerms {
  readonly markets: AccountMarkets;
  readonly rate: Decimal;
  readonly at: number;
  readonly sequence: number;
  /** Ids of the ledger lines, and of the executions that clients see. */
  readonly nextId: () => string;
}

export interface FundingPayment {
  readonly executionId: string;
  readonly position: VenuePosition;
  /** Positive is paid by the account. */
  readonly paid: Decimal;
  readonly rate: Decimal;
  readonly price: Decimal;
  readonly value: Decimal;
  readonly entry: LedgerEntry;
}

/** Each position pays its value at the mark price times the rate, half-even at 8 digits: longs pay if the rate is positive. */
export function settleFunding(account: VenueAccount, market: AccountMarket, terms: FundingTerms): readonly FundingPayment[] {
  const held = account.exposures.get(market.key)?.positions ?? [];
  return held.flatMap((position) => (position && !position.quantity.isZero ? [pay(account, market, { position, terms })] : []));
}

function pay(
  account: VenueAccount,
  market: AccountMarket,
  { position, terms }: { position: VenuePosition; terms: FundingTerms },
): FundingPayment {
  const { rate, at, sequence, nextId } = terms;
  const price = market.mark;
  const paid = position.quantity.times(price).times(rate).roundTo(MONEY_SCALE);
  const executionId = nextId();
  const after = applyPayment(position, { paid, fromMargin: missing(account, market, { paid, terms }), at, sequence });
  account.setPosition(after);
  const entry = book(account, {
    id: nextId(),
    kind: 'FUNDING',
    asset: market.instrument.settle,
    market: market.key,
    executionId,
    at,
    orderId: '',
    clientOrderId: '',
    side: position.quantity.sign > 0 ? 'BUY' : 'SELL',
    quantity: position.quantity.abs(),
    price,
    cashFlow: Decimal.ZERO,
    fee: Decimal.ZERO,
    feeRate: rate,
    funding: paid,
    position: position.quantity,
  });
  return { executionId, position: after, paid, rate, price, value: position.quantity.abs().times(price), entry };
}

/**
 * What an isolated position must pay out of its own margin because the account has no free balance; this moves its liquidation price
 * closer. https://www.bybit.com/en/help-center/article/Position-Margin
 */
function missing(account: VenueAccount, market: AccountMarket, { paid, terms }: { paid: Decimal; terms: FundingTerms }): Decimal {
  if (account.marginMode !== 'ISOLATED' || paid.sign <= 0) return Decimal.ZERO;
  const spare = Decimal.max(Decimal.ZERO, spareMargin(account, terms.markets, market.instrument.settle));
  return Decimal.max(Decimal.ZERO, paid.minus(spare));
}
