import { Decimal } from '@libs/kernel';
import {
  levelAt,
  leverageOf,
  marginPicture,
  riskLevels,
  type SimOrderRequest,
  type VenueAccount,
  type VenueMarket,
} from '@libs/simulation';
import { ok, type Reply } from '../envelope';
import { badParameter } from '../parameters';
import { refusalReply } from '../refusals';
import type { SignedIn } from '../request';
import { requireMarket } from './order-actions';
import { readOrder } from './read-order';

const TEN_THOUSANDTHS = Decimal.parse('10000');
const RATE_SCALE = 8;

/** The margin rates of the account before and after an order, and whether it would be taken; nothing is placed. */
export function preCheck({ exchange, key, parameters }: SignedIn): Reply {
  const { venue } = exchange;
  const category = parameters.category();
  const market = requireMarket(venue, parameters, category);
  const account = venue.account(key.accountId);
  if (account.marginMode === 'ISOLATED') throw badParameter('params error: pre-check supports cross margin only');
  const request = readOrder(parameters, category, market);
  if (request.trigger) throw badParameter('params error: pre-check does not support conditional orders');
  const refusal = venue.preview(key.accountId, request);
  const picture = marginPicture(account, venue.markets);
  const added = category === 'linear' ? addedMargin(account, market, request) : { initial: Decimal.ZERO, maintenance: Decimal.ZERO };
  const rate = (margin: Decimal): number =>
    picture.totalMarginBalance.sign > 0
      ? margin.dividedBy(picture.totalMarginBalance, RATE_SCALE).times(TEN_THOUSANDTHS).roundTo(0).toNumber()
      : 0;
  const after = {
    postImrE4: rate(picture.totalInitialMargin.plus(added.initial)),
    postMmrE4: rate(picture.totalMaintenanceMargin.plus(added.maintenance)),
  };
  if (refusal) {
    const reply = refusalReply(refusal, category);
    const names = { future_order_id: '', future_order_link_id: request.clientOrderId };
    const rates = reply.retCode === 110007 ? { post_imr_e4: after.postImrE4, post_mmr_e4: after.postMmrE4 } : {};
    return { ...reply, retExtInfo: { ...names, ...rates } };
  }
  const before = { preImrE4: rate(picture.totalInitialMargin), preMmrE4: rate(picture.totalMaintenanceMargin) };
  return ok({ orderId: '', orderLinkId: request.clientOrderId, ...before, ...after });
}

/** What the part of the order that opens would need on its own, at the tier of the whole position. */
function addedMargin(account: VenueAccount, market: VenueMarket, request: SimOrderRequest): { initial: Decimal; maintenance: Decimal } {
  const index = request.positionIndex ?? 0;
  const held = account.position(market.key, index).quantity;
  const isOpposite = held.sign !== 0 && (request.side === 'BUY' ? held.sign < 0 : held.sign > 0);
  const opened = isOpposite ? Decimal.max(Decimal.ZERO, request.quantity.minus(held.abs())) : request.quantity;
  if (request.reduceOnly || opened.isZero) return { initial: Decimal.ZERO, maintenance: Decimal.ZERO };
  const value = opened.times(request.price ?? market.lastPrice);
  const { maintenance } = levelAt(riskLevels(market.instrument), value.plus(held.abs().times(market.mark)));
  const initial = value.dividedBy(leverageOf(account.settings(market), index), RATE_SCALE).plus(value.times(account.fees.taker));
  return { initial, maintenance: value.times(maintenance) };
}
