import { decimal, type Decimal } from '@libs/kernel';
import type { VenuePosition } from '../account/position';
import type { VenueAccount } from '../account/venue-account';
import type { MarketInstrument } from '../market/market-instrument';
import type { Change } from '../venue/change';
import type { VenueMarket } from '../venue/market';
import type { ExitRule, SimOrder, SimOrderRequest } from '../venue/order';
import type { OrderAmendment, SubmitResult } from '../venue/requests';
import { Venue } from '../venue/venue';

const LIMITS = { maxQuantity: decimal('100'), maxMarketQuantity: decimal('50'), minNotional: decimal('5'), maxLeverage: 10 };
const NAMES = { venue: 'bybit', venueSymbol: 'BTCUSDT', base: 'BTC', quote: 'USDT', settle: 'USDT' };

export const CONTRACT: MarketInstrument = {
  ...NAMES,
  ...LIMITS,
  symbol: 'BTC/USDT:USDT',
  category: 'linear',
  tickSize: decimal('0.5'),
  lotSize: decimal('0.01'),
  minQuantity: decimal('0.01'),
};

export const COIN: MarketInstrument = {
  ...NAMES,
  ...LIMITS,
  symbol: 'BTC/USDT',
  category: 'spot',
  tickSize: decimal('0.5'),
  lotSize: decimal('0.001'),
  minQuantity: decimal('0.001'),
};

export const NOW = 1_750_000_000_000;
export const ME = 'me';
export const OTHER = 'other';

/** Levels as `[price, quantity]` text, best first. */
export interface Quotes {
  readonly bids: readonly (readonly [string, string])[];
  readonly asks: readonly (readonly [string, string])[];
}

/** What a test says about an order beyond side and quantity; prices as text. */
export type Said = Partial<Omit<SimOrderRequest, 'price'>> & { readonly price?: string; readonly as?: string };

/** One venue with one market and two accounts, for tests. */
export class Floor {
  readonly venue = new Venue({ salt: 7 });
  readonly market: VenueMarket;
  at = NOW;
  ids = 0;

  constructor(
    readonly instrument: MarketInstrument = CONTRACT,
    balances: Readonly<Record<string, string>> = { USDT: '100000' },
    fees = { maker: '0.0002', taker: '0.0005' },
  ) {
    this.market = this.venue.addMarket(instrument);
    this.market.isOpen = true;
    const terms = {
      fees: { maker: decimal(fees.maker), taker: decimal(fees.taker) },
      balances: Object.fromEntries(Object.entries(balances).map(([asset, text]) => [asset, decimal(text)])),
    };
    for (const id of [ME, OTHER]) this.venue.openAccount(id, terms, NOW);
    this.venue.drain();
  }

  get key(): string {
    return this.market.key;
  }

  /** Sets what the market itself offers and its last price, and lets the venue follow. */
  quote({ bids, asks }: Quotes, last = bids[0]![0]): this {
    this.venue.setHouse(this.key, this.levels(bids), this.levels(asks), this.at);
    this.venue.setLast(this.key, this.ticks(last), this.at);
    this.venue.moved(this.key, this.at);
    return this;
  }

  /** One bid half a unit below and one ask half a unit above `last`, deep. */
  price(last: string, depth = '1000'): this {
    const step = decimal('0.5');
    const [bid, ask] = [decimal(last).minus(step), decimal(last).plus(step)];
    return this.quote({ bids: [[bid.toString(), depth]], asks: [[ask.toString(), depth]] }, last);
  }

  mark(price: string): this {
    this.venue.setReference(this.key, { mark: decimal(price) }, this.at);
    this.venue.moved(this.key, this.at);
    return this;
  }

  /** A trade of others. */
  print(takerSide: 'BUY' | 'SELL', price: string, quantity: string): this {
    this.venue.printTrade(this.key, takerSide, this.ticks(price), this.market.quantities.units(decimal(quantity)), this.at);
    this.venue.moved(this.key, this.at);
    return this;
  }

  send(side: 'BUY' | 'SELL', quantity: string, { price, as = ME, ...rest }: Said = {}): SubmitResult {
    this.ids += 1;
    return this.venue.submit(
      as,
      {
        market: this.key,
        clientOrderId: `c-${this.ids}`,
        side,
        quantity: decimal(quantity),
        type: price === undefined ? 'MARKET' : 'LIMIT',
        timeInForce: price === undefined ? 'IOC' : 'GTC',
        reduceOnly: false,
        ...(price === undefined ? {} : { price: decimal(price) }),
        ...rest,
      },
      this.at,
    );
  }

  /** Sends and expects acceptance. */
  order(...args: Parameters<Floor['send']>): SimOrder {
    return accepted(this.send(...args));
  }

  amend(order: SimOrder, change: OrderAmendment): SubmitResult {
    return this.venue.amend(order.accountId, { market: order.market, orderId: order.orderId }, change, this.at);
  }

  cancel(order: SimOrder): SubmitResult {
    return this.venue.cancel(order.accountId, { market: order.market, orderId: order.orderId }, this.at);
  }

  /** The present value of an order. */
  now({ accountId, orderId }: SimOrder): SimOrder {
    return this.account(accountId).orders.get(orderId)!;
  }

  account(id = ME): VenueAccount {
    return this.venue.account(id);
  }

  open(id = ME): readonly SimOrder[] {
    return [...this.account(id).orders.open.values()];
  }

  balance(asset: string, id = ME): string {
    return this.account(id).balance(asset).toString();
  }

  position(index: 0 | 1 | 2 = 0, id = ME): VenuePosition {
    return this.account(id).position(this.key, index);
  }

  held(index: 0 | 1 | 2 = 0, id = ME): string {
    return this.position(index, id).quantity.toString();
  }

  /** `quantity@price` of each execution so far. */
  fills(id = ME): readonly string[] {
    return this.account(id).executions.items.map(({ price, quantity }) => `${quantity}@${price}`);
  }

  changes<T extends Change['type']>(type: T): readonly Extract<Change, { type: T }>[] {
    return this.venue.drain().filter((change): change is Extract<Change, { type: T }> => change.type === type);
  }

  private levels(levels: Quotes['bids']): { ticks: number[]; lots: number[] } {
    return {
      ticks: levels.map(([price]) => this.ticks(price)),
      lots: levels.map(([, quantity]) => this.market.quantities.units(decimal(quantity))),
    };
  }

  private ticks(price: string): number {
    return this.market.prices.units(decimal(price));
  }
}

function accepted(result: SubmitResult): SimOrder {
  if (result.kind === 'refused') throw new Error(`refused: ${JSON.stringify(result.refusal)}`);
  return result.order;
}

export function exit(price: string, source: ExitRule['source'] = 'LAST', limit?: string): ExitRule {
  return { price: decimal(price), source, ...(limit === undefined ? {} : { limit: decimal(limit) }) };
}

export function stop(
  price: string,
  direction: 'RISE' | 'FALL',
  source: ExitRule['source'] = 'LAST',
): { trigger: { price: Decimal; source: ExitRule['source']; direction: 'RISE' | 'FALL' } } {
  return { trigger: { price: decimal(price), source, direction } };
}
