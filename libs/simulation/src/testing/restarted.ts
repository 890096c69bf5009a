import type { Decimal } from '@libs/kernel';
import { Floor } from './floor';

/** A venue with the same markets whose accounts were filled in from another one, as after a restart. */
export function restarted(floor: Floor, mark?: Decimal): Floor {
  const copy = new Floor(floor.instrument);
  copy.at = floor.at;
  copy.ids = floor.ids;
  copy.venue.sequence = floor.venue.sequence;
  for (const [id, account] of floor.venue.accounts) {
    const mine = copy.account(id);
    mine.fees = account.fees;
    mine.balances.clear();
    for (const [asset, amount] of account.balances) mine.balances.set(asset, amount);
    mine.marginMode = account.marginMode;
    mine.setSettings(floor.key, account.settings(floor.market));
    for (const position of account.positions()) mine.setPosition(position);
    for (const order of account.orders.all()) mine.put(order);
    for (const closed of account.closed.values()) mine.putClosed(closed);
    for (const execution of account.executions.items) mine.record(execution);
  }
  copy.market.last = floor.market.last;
  copy.market.setReference(mark, undefined);
  copy.venue.restore();
  return copy;
}
