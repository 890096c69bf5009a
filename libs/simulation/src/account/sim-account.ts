import { Decimal } from '@libs/kernel';
import { isOpen, type SimExecution, type SimOrder } from '../engine/order';
import { flatPosition, type LinearPosition } from './linear-position';

export interface FeeRates {
  readonly maker: Decimal;
  readonly taker: Decimal;
}

export const DEFAULT_LEVERAGE = 10;

/** Closed orders and executions that are kept; client ids are remembered for ever. */
const KEPT = 20_000;

/** One account of the venue: what it owns, holds and ordered. */
export class SimAccount {
  readonly balances = new Map<string, Decimal>();
  readonly positions = new Map<string, LinearPosition>();
  readonly leverage = new Map<string, number>();
  readonly orders = new Map<string, SimOrder>();
  readonly open = new Map<string, SimOrder>();
  readonly executions: SimExecution[] = [];
  private readonly orderIds = new Map<string, string>();

  constructor(
    readonly id: string,
    public fees: FeeRates,
  ) {}

  balance(asset: string): Decimal {
    return this.balances.get(asset) ?? Decimal.ZERO;
  }

  credit(asset: string, amount: Decimal): void {
    this.balances.set(asset, this.balance(asset).plus(amount));
  }

  position(market: string, at = 0): LinearPosition {
    return this.positions.get(market) ?? flatPosition(market, at);
  }

  leverageOf(market: string): number {
    return this.leverage.get(market) ?? DEFAULT_LEVERAGE;
  }

  put(order: SimOrder): void {
    this.orders.set(order.orderId, order);
    if (order.clientOrderId !== '') this.orderIds.set(clientKey(order.market, order.clientOrderId), order.orderId);
    if (isOpen(order)) this.open.set(order.orderId, order);
    else this.open.delete(order.orderId);
    if (this.orders.size > KEPT) this.forgetOldest();
  }

  record(execution: SimExecution): void {
    this.executions.push(execution);
    if (this.executions.length > KEPT * 1.25) this.executions.splice(0, this.executions.length - KEPT);
  }

  /** Finds by venue id or, within one market's category, by client id. */
  find(id: { readonly orderId?: string; readonly clientOrderId?: string; readonly market: string }): SimOrder | undefined {
    const orderId = id.orderId || this.orderIds.get(clientKey(id.market, id.clientOrderId ?? ''));
    return orderId === undefined ? undefined : this.orders.get(orderId);
  }

  hasUsed(market: string, clientOrderId: string): boolean {
    return this.orderIds.has(clientKey(market, clientOrderId));
  }

  /** Client ids whose orders were forgotten, as pairs with the venue id. */
  get knownIds(): ReadonlyMap<string, string> {
    return this.orderIds;
  }

  rememberId(key: string, orderId: string): void {
    this.orderIds.set(key, orderId);
  }

  private forgetOldest(): void {
    for (const [orderId, order] of this.orders) {
      if (this.orders.size <= KEPT) return;
      if (!isOpen(order)) this.orders.delete(orderId);
    }
  }
}

/** Client ids are unique per category, as on the real exchange. */
function clientKey(market: string, clientOrderId: string): string {
  return `${market.slice(0, market.indexOf(':'))}:${clientOrderId}`;
}
