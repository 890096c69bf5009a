import type { OrderStatus } from '@libs/kernel';
import type { Alert } from './alert';

/** An account's news of a stop, as its journal has them. */
export type StopNews =
  | { readonly type: 'StopDelayed'; readonly clientOrderId: string; readonly symbol: string; readonly waitsFor: readonly string[] }
  | { readonly type: 'OrderChanged'; readonly order: { readonly clientOrderId: string; readonly status: OrderStatus } };

interface Told {
  readonly accountId: string;
  readonly accountName: string;
  /** Wall time, epoch milliseconds. */
  readonly now: number;
}

/** The alerts of stops that were let go and wait: one when that takes too long, and one when the stop is sent or over. */
export class StopDelayAlerts {
  /** Symbols by client order id. */
  private readonly waiting = new Map<string, string>();

  /** Null where the news is none of an alert. */
  take(news: StopNews, told: Told): Alert | null {
    return news.type === 'StopDelayed' ? this.begin(news, told) : this.end(news, told);
  }

  private begin({ clientOrderId, symbol, waitsFor }: Extract<StopNews, { type: 'StopDelayed' }>, told: Told): Alert | null {
    if (this.waiting.has(clientOrderId)) return null;
    this.waiting.set(clientOrderId, symbol);
    const cause = waitsFor.length === 0 ? 'until the account may send it' : `for the exchange to say what became of ${waitsFor.join(', ')}`;
    const text = `The stop ${clientOrderId} of ${symbol} was let go and still waits ${cause}`;
    return alert(clientOrderId, told, { state: 'RAISED', severity: 'critical', text });
  }

  private end({ order: { clientOrderId, status } }: Extract<StopNews, { type: 'OrderChanged' }>, told: Told): Alert | null {
    const symbol = this.waiting.get(clientOrderId);
    if (symbol === undefined || status === 'RELEASED') return null;
    this.waiting.delete(clientOrderId);
    const text = `The stop ${clientOrderId} of ${symbol} waits no longer, it is ${status}`;
    return alert(clientOrderId, told, { state: 'RESOLVED', severity: 'info', text });
  }
}

function alert(clientOrderId: string, { accountId, accountName, now }: Told, said: Pick<Alert, 'state' | 'severity' | 'text'>): Alert {
  const id = `stop-delayed:${accountId}:${clientOrderId}:${said.state}`;
  return { id, kind: 'stop-delayed', ...said, subject: `account ${accountName}`, at: new Date(now).toISOString() };
}
