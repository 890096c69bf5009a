import type {
  AccountQueries,
  Category,
  ExchangeOptions,
  OrderTicket,
  VenueBalance,
  VenueExecution,
  VenueOrder,
  VenuePosition,
} from '@libs/sdk';
import { toExecution, toOrder, toPosition } from './records';
import { RestClient } from './rest-client';
import { fields, list, millis, text, textOr } from './wire';
import type { Fields } from './wire';

const WEEK = 7 * 86_400_000;

/** Lists of contracts want a settle coin; spot takes none. */
const LISTS: readonly { readonly category: Category; readonly settleCoin?: string }[] = [
  { category: 'linear', settleCoin: 'USDT' },
  { category: 'linear', settleCoin: 'USDC' },
  { category: 'spot' },
];

/** What the venue knows of our account; https://bybit-exchange.github.io/docs/v5/order/open-order */
export class BybitAccountQueries implements AccountQueries {
  private readonly rest: RestClient;

  constructor(private readonly options: ExchangeOptions) {
    this.rest = new RestClient(options);
  }

  async findOrder(order: { readonly clientOrderId: string; readonly instrument: OrderTicket['instrument'] }): Promise<VenueOrder | null> {
    const { category, venueSymbol } = order.instrument;
    const query = { category, symbol: venueSymbol, orderLinkId: order.clientOrderId };
    // Realtime loses closed orders on a restart of the service and history lags, so both are asked, the fresher one first.
    for (const path of ['/v5/order/realtime', '/v5/order/history']) {
      const result = await this.rest.privateGet(path, query);
      const found = list(result['list'], 'orders')
        .map((record) => toOrder(fields(record, 'an order'), category))
        .find((candidate) => candidate?.clientOrderId === order.clientOrderId);
      if (found) return found;
    }
    return null;
  }

  async openOrders(): Promise<readonly VenueOrder[]> {
    const orders = new Map<string, VenueOrder>();
    for (const query of LISTS) {
      for (const record of await this.rest.pages('/v5/order/realtime', { ...query, openOnly: 0, limit: 50 }, 'privateGet')) {
        const order = toOrder(record, query.category);
        if (order && (order.status === 'ACCEPTED' || order.status === 'PARTIALLY_FILLED')) orders.set(order.venueOrderId, order);
      }
    }
    return [...orders.values()];
  }

  async executionsSince(since: number): Promise<readonly VenueExecution[]> {
    const found = new Map<string, VenueExecution>();
    const now = await this.marketNow(since);
    // A request covers at most seven days; the last window is left open so that nothing is cut by a clock difference.
    for (let from = since; ; from += WEEK) {
      const last = from + WEEK > now;
      for (const execution of await this.executionsBetween(from, last ? undefined : from + WEEK))
        found.set(execution.executionId, execution);
      if (last) break;
    }
    return [...found.values()].sort((a, b) => a.at - b.at);
  }

  async positions(): Promise<readonly VenuePosition[]> {
    const positions: VenuePosition[] = [];
    for (const { category, settleCoin } of LISTS) {
      if (settleCoin === undefined) continue;
      for (const record of await this.rest.pages('/v5/position/list', { category, settleCoin, limit: 200 }, 'privateGet')) {
        const position = toPosition(record);
        if (position) positions.push(position);
      }
    }
    return positions;
  }

  async balances(): Promise<readonly VenueBalance[]> {
    const result = await this.rest.privateGet('/v5/account/wallet-balance', { accountType: 'UNIFIED' });
    const accounts = list(result['list'], 'wallets').map((wallet) => fields(wallet, 'a wallet'));
    return accounts.flatMap((wallet) => list(wallet['coin'], 'coins').map((coin) => toBalance(fields(coin, 'a coin'))));
  }

  /**
   * The market's own time, where it matters: a replayed market lives in the past, and there would be a request for each week
   * between it and today.
   */
  private async marketNow(since: number): Promise<number> {
    const now = this.options.now();
    if (since + WEEK > now) return now;
    for (const category of ['linear', 'spot'] as const) {
      const { list: instruments } = await this.rest.publicGet('/v5/market/instruments-info', { category, limit: 1 });
      const [first] = list(instruments, 'instruments');
      if (first === undefined) continue;
      const book = await this.rest.publicGet('/v5/market/orderbook', {
        category,
        symbol: text(fields(first, 'an instrument'), 'symbol'),
        limit: 1,
      });
      return Math.min(now, millis(book['ts'], 'an order book time'));
    }
    return now;
  }

  private async executionsBetween(startTime: number, endTime: number | undefined): Promise<readonly VenueExecution[]> {
    const executions: VenueExecution[] = [];
    for (const category of ['linear', 'spot'] as const) {
      for (const record of await this.rest.pages('/v5/execution/list', { category, startTime, endTime, limit: 100 }, 'privateGet')) {
        const execution = toExecution(record, category);
        if (execution) executions.push(execution);
      }
    }
    return executions;
  }
}

function toBalance(coin: Fields): VenueBalance {
  return { asset: text(coin, 'coin'), total: textOr(coin, 'walletBalance', '0') };
}
