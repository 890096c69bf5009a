import type { RestClientV5 } from 'bybit-api';
import { bybitRest } from '../../clients/bybit-api-client';
import type { Trial } from '../../suite/trial';
import type { Keys, Terms } from '../../venue/keys';
import { away, d, type Row } from '../accounting';
import { LINEAR_MARKET, TICK } from '../ccxt/desk';

export const PERPETUAL = { category: 'linear', symbol: 'BTCUSDT' } as const;

/** Throws what the venue said when it did not say OK. */
export async function ok<T>(call: Promise<{ readonly retCode: number; readonly retMsg: string; readonly result: T }>): Promise<T> {
  const { retCode, retMsg, result } = await call;
  if (retCode !== 0) throw new Error(`${retCode} ${retMsg}`);
  return result;
}

/** The library's types are taken for what they are: rows of text. */
export function rowsOf(result: unknown): readonly Row[] {
  return (result as { readonly list?: readonly Row[] }).list ?? [];
}

/** A fresh account with bybit-api logged in on it. */
export class BybitDesk {
  private constructor(
    readonly trial: Trial,
    readonly client: RestClientV5,
    readonly keys: Keys,
  ) {}

  static async open(trial: Trial, terms: Terms = {}): Promise<BybitDesk> {
    const keys = await trial.account(terms);
    return new BybitDesk(trial, bybitRest(trial, keys), keys);
  }

  async place(side: 'Buy' | 'Sell', qty: string, more: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const orderType = 'price' in more ? 'Limit' : 'Market';
    const { orderId } = await ok(this.client.submitOrder({ ...PERPETUAL, side, qty, orderType, ...more }));
    return orderId;
  }

  async order(orderId: string, category: 'linear' | 'spot' = 'linear'): Promise<Row> {
    return rowsOf(await ok(this.client.getActiveOrders({ category, orderId })))[0] ?? {};
  }

  settled(orderId: string, status: string, category: 'linear' | 'spot' = 'linear'): Promise<Row> {
    return this.trial.until(`order ${orderId} is ${status}`, async () => {
      const row = await this.order(orderId, category);
      return row['orderStatus'] === status && row;
    });
  }

  async executions(category: 'linear' | 'spot' = 'linear', orderId?: string): Promise<readonly Row[]> {
    const filter = orderId === undefined ? {} : { orderId };
    return rowsOf(await ok(this.client.getExecutionList({ category, symbol: 'BTCUSDT', limit: 100, ...filter })));
  }

  async position(): Promise<Row> {
    return rowsOf(await ok(this.client.getPositionInfo(PERPETUAL)))[0] ?? {};
  }

  async wallet(coin = 'USDT'): Promise<Row> {
    const [account] = rowsOf(await ok(this.client.getWalletBalance({ accountType: 'UNIFIED' })));
    return ((account as unknown as { coin: Row[] }).coin ?? []).find((row) => row['coin'] === coin) ?? {};
  }

  async awayFrom(fraction: number): Promise<string> {
    return away(await this.trial.venue.counterparty.book(LINEAR_MARKET), fraction, TICK).toString();
  }

  async shifted(price: string, by: string): Promise<string> {
    return d(price).plus(d(by)).toString();
  }
}
