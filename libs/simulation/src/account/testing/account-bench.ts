import { Decimal, decimal, type OrderSide } from '@libs/kernel';
import { Grid } from '../../market/grid';
import { marketKey, type MarketInstrument } from '../../market/market-instrument';
import type { PositionIndex, SimOrder, SimOrderRequest } from '../../venue/order';
import type { AccountMarket } from '../account-market';
import { settleFunding, type FundingPayment } from '../settle-funding';
import { settleTrade, type Settlement, type TradeToSettle } from '../settle-trade';
import { VenueAccount } from '../venue-account';

const LIMITS = { maxQuantity: decimal('1000'), maxMarketQuantity: decimal('500'), minNotional: decimal('5') };

const tier = (limit: string, maintenance: string, initial: string, maxLeverage: string) => ({
  limit: decimal(limit),
  maintenance: decimal(maintenance),
  initial: decimal(initial),
  maxLeverage: decimal(maxLeverage),
});

/** The first three tiers have the rates that Bybit gave BTCUSDT in 2025, with smaller limits. */
export const BTC: MarketInstrument = {
  venue: 'bybit',
  symbol: 'BTC/USDT:USDT',
  venueSymbol: 'BTCUSDT',
  category: 'linear',
  base: 'BTC',
  quote: 'USDT',
  settle: 'USDT',
  ...LIMITS,
  tickSize: decimal('0.1'),
  lotSize: decimal('0.001'),
  minQuantity: decimal('0.001'),
  maxLeverage: 100,
  riskTiers: [tier('20000', '0.005', '0.01', '100'), tier('26000', '0.0056', '0.0111', '90'), tier('1000000', '0.01', '0.02', '50')],
};

const ETH: MarketInstrument = { ...BTC, symbol: 'ETH/USDT:USDT', venueSymbol: 'ETHUSDT', base: 'ETH' };

export const BTC_SPOT: MarketInstrument = {
  venue: 'bybit',
  symbol: 'BTC/USDT',
  venueSymbol: 'BTCUSDT',
  category: 'spot',
  base: 'BTC',
  quote: 'USDT',
  settle: 'USDT',
  ...LIMITS,
  tickSize: decimal('0.1'),
  lotSize: decimal('0.000001'),
  minQuantity: decimal('0.000001'),
  maxLeverage: 1,
};

const AT = 1_750_000_000_000;

/** Markets with prices that the test sets. */
export class TestMarket implements AccountMarket {
  readonly key: string;
  readonly ticks: Grid;
  mark = Decimal.ZERO;
  lastPrice = Decimal.ZERO;

  constructor(readonly instrument: MarketInstrument) {
    this.key = marketKey(instrument);
    this.ticks = new Grid(instrument.tickSize);
  }

  at(price: string | Decimal): this {
    this.mark = this.lastPrice = typeof price === 'string' ? decimal(price) : price;
    return this;
  }
}

export interface OrderWish {
  readonly market?: TestMarket;
  readonly index?: PositionIndex;
  readonly id?: string;
  readonly more?: Partial<SimOrder>;
}

/** One account in three markets, with an order and a trade in a word. */
export class AccountBench {
  readonly btc = new TestMarket(BTC).at('100');
  readonly eth = new TestMarket(ETH).at('10');
  readonly spot = new TestMarket(BTC_SPOT).at('100');
  readonly markets = new Map([this.btc, this.eth, this.spot].map((market) => [market.key, market]));
  readonly account: VenueAccount;
  private ids = 0;

  constructor(balances: Readonly<Record<string, string>> = { USDT: '10000' }, fees = { maker: '0.0002', taker: '0.0005' }) {
    this.account = new VenueAccount({ id: 'me', number: 1, fees: { maker: decimal(fees.maker), taker: decimal(fees.taker) } });
    for (const [asset, amount] of Object.entries(balances)) this.account.balances.set(asset, decimal(amount));
  }

  readonly nextId = (): string => `id-${(this.ids += 1)}`;

  request(side: OrderSide, quantity: string, price?: string, wish: OrderWish = {}): SimOrderRequest {
    return {
      market: (wish.market ?? this.btc).key,
      clientOrderId: '',
      side,
      quantity: decimal(quantity),
      reduceOnly: false,
      ...(price === undefined ? { type: 'MARKET', timeInForce: 'IOC' } : { type: 'LIMIT', timeInForce: 'GTC', price: decimal(price) }),
      positionIndex: wish.index ?? 0,
      ...wish.more,
    };
  }

  order(side: OrderSide, quantity: string, price?: string, wish: OrderWish = {}): SimOrder {
    const zero = Decimal.ZERO;
    return {
      ...this.request(side, quantity, price, wish),
      purpose: 'ORDER',
      positionIndex: wish.index ?? 0,
      selfTrade: 'NONE',
      orderId: wish.id ?? this.nextId(),
      accountId: 'me',
      status: 'NEW',
      filled: zero,
      filledValue: zero,
      fees: zero,
      feeAsset: 'USDT',
      lastPriceOnCreated: zero,
      createdAt: AT,
      updatedAt: AT,
      sequence: this.ids,
      ...wish.more,
    };
  }

  /** Puts an open order into the account. */
  rest(side: OrderSide, quantity: string, price: string, wish: OrderWish = {}): SimOrder {
    const order = this.order(side, quantity, price, wish);
    this.account.put(order);
    return order;
  }

  cancel(order: SimOrder): void {
    this.account.put({ ...order, status: 'CANCELLED' });
  }

  /** A taker trade at a price. */
  trade(side: OrderSide, quantity: string, price: string, wish: OrderWish & Partial<TradeToSettle> = {}): Settlement {
    const { market = this.btc, index: _index, id: _id, more: _more, ...terms } = wish;
    return settleTrade(this.account, market, {
      order: this.order(side, quantity, undefined, wish),
      kind: 'TRADE',
      executionId: this.nextId(),
      price: decimal(price),
      quantity: decimal(quantity),
      isMaker: false,
      at: AT,
      sequence: this.ids,
      nextId: this.nextId,
      ...terms,
    });
  }

  fund(rate: string, market = this.btc): readonly FundingPayment[] {
    return settleFunding(this.account, market, {
      markets: this.markets,
      rate: decimal(rate),
      at: AT,
      sequence: this.ids,
      nextId: this.nextId,
    });
  }

  balance(asset = 'USDT'): string {
    return this.account.balance(asset).toString();
  }
}

/** The named numbers of a record as text. */
export function texts<T extends object, K extends keyof T>(record: T, ...keys: readonly K[]): Record<K, string> {
  return Object.fromEntries(keys.map((key) => [key, String(record[key])])) as Record<K, string>;
}
