import { ORDER_ENDPOINTS } from '../v5/order-endpoints';
import type { PrivateHandler } from '../v5/request';

export interface TradeOperation {
  /** The REST call that does the same: it shares permission and rate limit. */
  readonly route: string;
  readonly handler: PrivateHandler;
}

/** Order entry by name: each is the REST call of the same name. */
export const TRADE_OPERATIONS: ReadonlyMap<string, TradeOperation> = new Map(
  ['create', 'amend', 'cancel', 'create-batch', 'amend-batch', 'cancel-batch'].flatMap((action) => {
    const route = `POST /v5/order/${action}`;
    const handler = ORDER_ENDPOINTS[route];
    return handler ? [[`order.${action}`, { route, handler }] as const] : [];
  }),
);
