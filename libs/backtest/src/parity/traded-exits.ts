import type { Order } from '@libs/kernel';
import { EXIT } from './moment';
import type { TradedOrder } from './traded-run';

/** An order that the platform placed as an exit of a strategy's bracket. */
export interface BracketExit {
  readonly order: Order;
  /** The strategy's entry. */
  readonly entry: Pick<TradedOrder, 'heard' | 'place'>;
  readonly came: Pick<TradedOrder, 'fills' | 'closedAt' | 'touches' | 'others'>;
}

/**
 * The filled ones, in order of placement. No decision caused them, so they are identified by the event behind their entry, their kind, and
 * the number of earlier ones of that kind.
 */
export function tradedExits(exits: readonly BracketExit[]): readonly TradedOrder[] {
  const places = new Map<string, number>();
  return exits
    .filter(({ came }) => came.fills.length > 0)
    .map(({ order, entry, came }) => {
      const { clientOrderId, symbol, side, type, quantity, price = null, createdAt } = order;
      const which = entry.place === 0 ? '' : `, number ${entry.place + 1}`;
      const name = `the ${order.stop === undefined ? 'take-profit' : 'stop'} of what was wanted on ${entry.heard.name}${which}`;
      const place = places.get(`${name} ${side}`) ?? 0;
      places.set(`${name} ${side}`, place + 1);
      return {
        clientOrderId,
        heard: { type: EXIT, name },
        place,
        symbol,
        side,
        type,
        quantity,
        price,
        decidedAt: createdAt,
        toldAt: createdAt,
        refusal: null,
        ...came,
      };
    });
}
