import { occupiedBy } from '../account/open-sums';
import { lockedOf } from '../account/standing';
import { cancelLive } from './cancel';
import type { Client } from './desk';
import type { VenueState } from './venue-state';

/** Nobody lends coins: open spot orders whose coins a contract has used up are cancelled, oldest first. */
export function cancelUnpaid(state: VenueState, client: Client): void {
  if (client.spotOrders === 0) return;
  const { account } = client;
  for (const order of [...account.orders.open.values()]) {
    const live = state.find(account, order);
    if (!live?.desk.market.isSpot || !occupiedBy(live.order)) continue;
    const { base, quote } = live.desk.market.instrument;
    const asset = order.side === 'BUY' ? quote : base;
    if (lockedOf(account, state.markets, asset).gt(account.balance(asset))) cancelLive(state, live, 'CANNOT_PAY');
  }
}
