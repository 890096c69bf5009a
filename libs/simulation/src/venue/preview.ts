import { checkOrder } from './check-order';
import { OrderDraft } from './order-draft';
import type { SimOrderRequest } from './order';
import { refuse, type Refusal } from './refusal';
import type { VenueState } from './venue-state';

/** Why an order would be refused, without placing it. */
export function preview(state: VenueState, accountId: string, request: SimOrderRequest): Refusal | undefined {
  const client = state.client(accountId);
  const market = state.markets.get(request.market);
  if (!market) return refuse('UNKNOWN_MARKET', undefined, request.market);
  return checkOrder(state, new OrderDraft(request, client.desk(market)));
}
