import type { Order } from 'ccxt';
import type { Decimal } from '@libs/kernel';
import { ccxtClient, LINEAR, type CcxtClient } from '../../clients/ccxt-client';
import type { Trial } from '../../suite/trial';
import type { MarketName } from '../../venue/counterparty';
import type { Keys, Terms } from '../../venue/keys';
import { away, d, type Row } from '../accounting';

export const LINEAR_MARKET: MarketName = { category: 'linear', symbol: 'BTCUSDT' };
export const SPOT_MARKET: MarketName = { category: 'spot', symbol: 'BTCUSDT' };
export const TICK = d('0.1');
const LOT = d('0.001');

type PlaceArguments = readonly [
  type: 'market' | 'limit',
  side: 'buy' | 'sell',
  amount: number,
  price?: number | undefined,
  params?: Record<string, unknown>,
  symbol?: string,
];

/** A fresh account with ccxt logged in on it. */
export class Desk {
  private constructor(
    readonly trial: Trial,
    readonly client: CcxtClient,
    readonly keys: Keys,
  ) {}

  static async open(trial: Trial, terms: Terms = {}): Promise<Desk> {
    const keys = await trial.account(terms);
    return new Desk(trial, await ccxtClient(trial, keys), keys);
  }

  /** Raw executions, oldest first. */
  async executions(symbol = LINEAR, orderId?: string): Promise<readonly Row[]> {
    const params = orderId === undefined ? {} : { orderId };
    const trades = await this.client.fetchMyTrades(symbol, undefined, undefined, params);
    return trades.map(({ info }) => info as Row);
  }

  async wallet(coin = 'USDT'): Promise<Row> {
    const { info } = await this.client.fetchBalance();
    const list = (info as { result: { list: { coin: Row[] }[] } }).result.list;
    return list[0]?.coin.find((row) => row['coin'] === coin) ?? {};
  }

  /** createOrder, and the id that it answered. */
  async place(...order: PlaceArguments): Promise<string> {
    const [type, side, amount, price, params = {}, symbol = LINEAR] = order;
    return (await this.client.createOrder(symbol, type, side, amount, price, params)).id!;
  }

  order(id: string, symbol = LINEAR, params: Record<string, unknown> = {}): Promise<Order> {
    return this.client.fetchOrder(id, symbol, { acknowledged: true, ...params });
  }

  /** Waits until the order has this status in ccxt's words. */
  settled(id: string, status: string, symbol = LINEAR): Promise<Order> {
    return this.trial.until(`order ${id} is ${status}`, async () => {
      const order = await this.order(id, symbol).catch(() => undefined);
      return order?.status === status && order;
    });
  }

  /** A price so far from the market that an order there rests. */
  async awayFrom(fraction: number, market = LINEAR_MARKET): Promise<number> {
    return away(await this.trial.venue.counterparty.book(market), fraction, TICK).toNumber();
  }

  async position(symbol = LINEAR): Promise<Row> {
    const found = await this.client.fetchPosition(symbol);
    return found.info as Row;
  }

  /** Makes this price the last one. */
  print(price: Decimal, market = LINEAR_MARKET): Promise<void> {
    return this.trial.venue.counterparty.printAt(market, price, LOT);
  }
}
