import type { OrderStatus } from '@libs/kernel';
import { alertOf } from './alert';
import type { Alert, Told } from './alert';

/** Journal events about a stop. */
export type StopNews =
  | {
      readonly type: 'StopDelayed';
      readonly clientOrderId: string;
      readonly symbol: string;
      readonly waitsFor: readonly string[];
      readonly isClose?: true;
    }
  | { readonly type: 'OrderChanged'; readonly order: { readonly clientOrderId: string; readonly status: OrderStatus } };

/** Alerts about waiting triggered stops and closes: one if it takes too long, and one when it is sent or over. */
export class StopDelayAlerts {
  /** What waits, in words, by client order id. */
  private readonly waiting = new Map<string, string>();

  /** Nothing if the event concerns no alert. */
  take(news: StopNews, told: Told): readonly Alert[] {
    return news.type === 'StopDelayed' ? this.begin(news, told) : this.end(news, told);
  }

  private begin({ clientOrderId, symbol, waitsFor, isClose }: Extract<StopNews, { type: 'StopDelayed' }>, told: Told): readonly Alert[] {
    if (this.waiting.has(clientOrderId)) return [];
    const [what, rest] = isClose ? [`The close ${clientOrderId}`, ''] : [`The stop ${clientOrderId}`, ' has triggered and'];
    this.waiting.set(clientOrderId, `${what} of ${symbol}`);
    const cause =
      waitsFor.length === 0 ? 'until the account may send orders' : `for the exchange to report the outcome of ${waitsFor.join(', ')}`;
    const text = `${what} of ${symbol}${rest} is still waiting ${cause}`;
    return [alertOf('stop-delayed', told, { what: clientOrderId, state: 'RAISED', severity: 'critical', text })];
  }

  private end({ order: { clientOrderId, status } }: Extract<StopNews, { type: 'OrderChanged' }>, told: Told): readonly Alert[] {
    const waiting = this.waiting.get(clientOrderId);
    if (waiting === undefined || status === 'RELEASED') return [];
    this.waiting.delete(clientOrderId);
    const text = `${waiting} is no longer waiting, it is ${status}`;
    return [alertOf('stop-delayed', told, { what: clientOrderId, state: 'RESOLVED', severity: 'info', text })];
  }
}
