import type { Answer, Victim } from './victim';
import type { Witness } from './witness';

const MARKETS = [
  { category: 'linear', symbol: 'BTCUSDT', quantity: '0.05', digits: 1 },
  { category: 'linear', symbol: 'ETHUSDT', quantity: '1.5', digits: 2 },
  { category: 'spot', symbol: 'BTCUSDT', quantity: '0.01', digits: 1 },
] as const;

type Market = (typeof MARKETS)[number];

interface Order extends Record<string, string | number | boolean | undefined> {
  readonly category: string;
  readonly symbol: string;
  readonly orderLinkId: string;
}

/** Trades one account as fast as it is answered, until the exchange is gone; notes what it was told. */
export class Trader {
  private count = 0;
  private readonly resting: { readonly orderId: string; readonly order: Order }[] = [];

  constructor(
    private readonly venue: Victim,
    private readonly account: { readonly id: string; readonly witness: Witness },
    private readonly chance: () => number,
  ) {}

  trade(round: number, isOver: () => boolean): Promise<void> {
    return this.repeat(() => this.act(round), isOver);
  }

  /** Reads all the time, so that what is shown before it is on the disk is noticed. */
  watch(isOver: () => boolean): Promise<void> {
    return this.repeat(() => this.read(), isOver);
  }

  private async repeat(act: () => Promise<void>, isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      try {
        await act();
      } catch (error) {
        if (!isOver()) throw error;
      }
    }
  }

  private async act(round: number): Promise<void> {
    const roll = this.chance();
    if (roll < 0.5) await this.create(await this.order(round));
    else if (roll < 0.65) await this.batch(round);
    else if (roll < 0.8) await this.cancel();
    else if (roll < 0.88) await this.amend();
    else await this.read();
  }

  private async create(order: Order): Promise<void> {
    this.note(order, await this.venue.post(this.account.id, '/v5/order/create', order));
  }

  private async batch(round: number): Promise<void> {
    const first = await this.order(round);
    const request = [first, await this.order(round), await this.order(round)].filter(({ category }) => category === first.category);
    const { result } = await this.venue.post(this.account.id, '/v5/order/create-batch', { category: first.category, request });
    for (const [at, made] of (result.list ?? []).entries()) if (made['orderId']) this.note(request[at]!, { retCode: 0, result: made });
  }

  private async cancel(): Promise<void> {
    const { orderId, order } = this.pick(this.resting) ?? {};
    if (!orderId || !order) return;
    const { retCode } = await this.venue.post(this.account.id, '/v5/order/cancel', { ...placeOf(order), orderId });
    if (retCode === 0) this.account.witness.cancelled.add(orderId);
  }

  private async amend(): Promise<void> {
    const { orderId, order } = this.pick(this.resting) ?? {};
    if (!orderId || !order) return;
    const qty = String(Number(order['qty']) * 2);
    await this.venue.post(this.account.id, '/v5/order/amend', { ...placeOf(order), orderId, qty });
  }

  private async read(): Promise<void> {
    const { category } = this.pick(MARKETS)!;
    const { result } = await this.venue.get(this.account.id, '/v5/execution/list', { category, limit: '20' });
    for (const one of result.list ?? [])
      this.account.witness.seen.set(one['execId']!, `${one['execPrice']} ${one['execQty']} ${one['execFee']}`);
  }

  private note(order: Order, { retCode, result }: Answer): void {
    if (retCode !== 0) return;
    const orderId = String(result['orderId']);
    this.account.witness.made.set(orderId, order.orderLinkId);
    if (order['orderType'] === 'Limit') this.resting.push({ orderId, order });
    if (this.resting.length > 50) this.resting.shift();
  }

  private async order(round: number): Promise<Order> {
    const market = this.pick(MARKETS)!;
    const { category, symbol, quantity: qty } = market;
    this.count += 1;
    const order = { category, symbol, qty, side: this.pick(['Buy', 'Sell']), orderLinkId: `${this.account.id}-${round}-${this.count}` };
    const roll = this.chance();
    if (roll < 0.35) return { ...order, orderType: 'Market', marketUnit: 'baseCoin' };
    const last = await this.last(market);
    const price = (by: number): string => (last * (1 + by)).toFixed(market.digits);
    const limit = { ...order, orderType: 'Limit', price: price((this.chance() - 0.5) / 200) };
    if (roll < 0.75) return limit;
    const triggerPrice = price(roll < 0.88 ? 0.002 : -0.002);
    return { ...limit, triggerPrice, triggerDirection: roll < 0.88 ? 1 : 2, orderFilter: 'StopOrder' };
  }

  private async last({ category, symbol }: Market): Promise<number> {
    const { result } = await this.venue.get(this.account.id, '/v5/market/tickers', { category, symbol });
    return Number(result.list?.[0]?.['lastPrice']);
  }

  private pick<T>(items: readonly T[]): T | undefined {
    return items[Math.floor(this.chance() * items.length)];
  }
}

function placeOf({ category, symbol }: Order): object {
  return { category, symbol };
}
