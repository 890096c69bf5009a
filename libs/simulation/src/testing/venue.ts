import { decimal, type Decimal } from '@libs/kernel';
import type { FillEngine as Engine } from '../engine/fill-engine';
import { FillEngine } from '../engine/fill-engine';
import type { MarketState } from '../engine/market-state';
import type { SimOrder, SimOrderRequest } from '../engine/order';
import type { SubmitResult } from '../venue/requests';
import type { MarketInstrument } from '../market/market-instrument';

const LIMITS = { maxQuantity: decimal('100'), maxMarketQuantity: decimal('50'), minNotional: decimal('5'), maxLeverage: 10 };
const NAMES = { venue: 'bybit', venueSymbol: 'BTCUSDT', base: 'BTC', quote: 'USDT', settle: 'USDT' };

export const LINEAR: MarketInstrument = {
  ...{ ...NAMES, ...LIMITS, symbol: 'BTC/USDT:USDT', category: 'linear' },
  ...{ tickSize: decimal('0.5'), lotSize: decimal('0.01'), minQuantity: decimal('0.01') },
};

export const SPOT: MarketInstrument = {
  ...{ ...NAMES, ...LIMITS, symbol: 'BTC/USDT', category: 'spot' },
  ...{ tickSize: decimal('0.5'), lotSize: decimal('0.001'), minQuantity: decimal('0.001') },
};

export const AT = 1_750_000_000_000;
export const ME = 'me';

/** Levels as `[price, quantity]` text, best first. */
export interface BookText {
  readonly bids: readonly (readonly [string, string])[];
  readonly asks: readonly (readonly [string, string])[];
}

/** One engine with one market and one account, for tests. */
export class Venue {
  readonly engine: Engine = new FillEngine(7);
  readonly market: MarketState;
  private ids = 0;

  constructor(
    readonly instrument: MarketInstrument = LINEAR,
    balances: Readonly<Record<string, string>> = { USDT: '100000' },
    fees = { maker: '0.0002', taker: '0.0005' },
  ) {
    this.market = this.engine.addMarket(instrument);
    this.market.isOpen = true;
    const amounts = Object.fromEntries(Object.entries(balances).map(([asset, text]) => [asset, decimal(text)]));
    this.engine.openAccount(ME, { fees: { maker: decimal(fees.maker), taker: decimal(fees.taker) }, balances: amounts });
  }

  /** Sets the book and takes the best bid as the last trade. */
  quote({ bids, asks }: BookText, last = bids[0]![0]): this {
    const { book, ticks, lots } = this.market;
    for (const [side, levels] of [
      [book.bids, bids],
      [book.asks, asks],
    ] as const) {
      side.ticks.splice(0, Infinity, ...levels.map(([price]) => ticks.toUnits(decimal(price))));
      side.lots.splice(0, Infinity, ...levels.map(([, quantity]) => lots.toUnits(decimal(quantity))));
    }
    this.market.last = ticks.toUnits(decimal(last));
    this.engine.onMarketMoved(this.market, AT);
    return this;
  }

  send(side: 'BUY' | 'SELL', quantity: string, more: Partial<Omit<SimOrderRequest, 'price'>> & { price?: string } = {}): SubmitResult {
    const { price, ...rest } = more;
    this.ids += 1;
    return this.engine.submit(
      ME,
      {
        ...{ market: this.market.key, clientOrderId: `c-${this.ids}`, side, quantity: decimal(quantity) },
        ...{ type: price === undefined ? 'MARKET' : 'LIMIT', timeInForce: price === undefined ? 'IOC' : 'GTC', reduceOnly: false },
        ...(price === undefined ? {} : { price: decimal(price) }),
        ...rest,
      },
      AT,
    );
  }

  /** Sends and expects acceptance. */
  order(...args: Parameters<Venue['send']>): SimOrder {
    const result = this.send(...args);
    if (result.kind === 'refused') throw new Error(`refused: ${JSON.stringify(result.refusal)}`);
    return result.order;
  }

  balance(asset: string): string {
    return this.account.balance(asset).toString();
  }

  get account(): ReturnType<Engine['account']> {
    return this.engine.account(ME);
  }

  get position(): { quantity: Decimal; cost: Decimal } {
    return this.account.position(this.market.key);
  }
}
