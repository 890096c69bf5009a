import type { Decimal } from '@libs/kernel';
import type { VenueMarket } from './market';
import type { ExitRule } from './order';
import type { OrderDraft } from './order-draft';
import { refuse, type Refusal } from './refusal';

export interface ExitPair {
  readonly takeProfit?: ExitRule | null | undefined;
  readonly stopLoss?: ExitRule | null | undefined;
}

/** The exits attached to an order must be on the right sides of its price. */
export function checkExitRules({ request, market, side, price }: OrderDraft): Refusal | undefined {
  if (!request.takeProfit && !request.stopLoss) return undefined;
  const base = request.price ?? request.trigger?.price;
  return checkExits(market, request, { side, base: base ?? price });
}

/** Checks that both exits are on the right side of `base`, or of the current price, for a position of `side`. */
export function checkExits(market: VenueMarket, pair: ExitPair, position: { side: 1 | -1; base?: Decimal }): Refusal | undefined {
  const { side, base } = position;
  return (
    (pair.takeProfit ? checkExit(market, pair.takeProfit, { base, above: side === 1 }) : undefined) ??
    (pair.stopLoss ? checkExit(market, pair.stopLoss, { base, above: side === -1 }) : undefined)
  );
}

function checkExit(market: VenueMarket, rule: ExitRule, where: { base: Decimal | undefined; above: boolean }): Refusal | undefined {
  const { tickSize, maxPrice } = market.instrument;
  for (const price of [rule.price, rule.limit]) {
    if (price && (price.sign <= 0 || Number.isNaN(market.prices.units(price)))) return refuse('TRIGGER_OFF_TICK', tickSize, price);
    if (price && maxPrice && price.gt(maxPrice)) return refuse('PRICE_OUT_OF_RANGE', maxPrice, price);
  }
  const base = where.base ?? market.priceOf(rule.source);
  const fits = where.above ? rule.price.gt(base) : rule.price.lt(base);
  return fits ? undefined : refuse('EXIT_PRICE_ON_WRONG_SIDE', base, rule.price);
}
