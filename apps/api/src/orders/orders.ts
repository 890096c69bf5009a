import type { FillPage } from './fills.types';
import type { Order, OrderPage } from './orders.types';

export interface PageRequest {
  readonly accountId: string;
  readonly first: number;
  /** `nextCursor` of the page before. */
  readonly after?: string | null | undefined;
}

export interface OrderRequest extends PageRequest {
  /** Only those that can still change. */
  readonly open?: boolean;
}

/** What is known of orders and fills; pages go from the newest to the oldest. */
export interface Orders {
  page(request: OrderRequest): Promise<OrderPage>;
  find(clientOrderId: string): Promise<Order | null>;
  fills(request: PageRequest): Promise<FillPage>;
  /** Orders of an account that can still change. */
  countOpen(accountId: string): Promise<number>;
}
