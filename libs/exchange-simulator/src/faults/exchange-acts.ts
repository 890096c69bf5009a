import { decimal, type Category } from '@libs/kernel';
import { marketKey, type SeizureKind, type VenueMarket } from '@libs/simulation';
import type { Exchange } from '../exchange/exchange';
import { createOrder } from '../v5/orders/order-actions';
import { Parameters } from '../v5/parameters';
import type { HubKind } from '../ws/frame';
import type { WebSocketGate } from '../ws/web-socket-gate';
import type { VenueActs } from './fault';

export interface ExchangeActsParts {
  readonly exchange: Exchange;
  /** The sockets come up after the faults that stand before them. */
  readonly gate: () => WebSocketGate;
  readonly wallNow: () => number;
}

/** Carries out what faults do to the exchange itself. */
export class ExchangeActs implements VenueActs {
  constructor(private readonly parts: ExchangeActsParts) {}

  wallNow(): number {
    return this.parts.wallNow();
  }

  restartBooks(isMeant: (topic: string) => boolean): void {
    this.parts.gate().restartTopics((topic) => topic.startsWith('orderbook.') && isMeant(topic));
  }

  closeConnections({ hub, accountId }: { readonly hub?: HubKind; readonly accountId?: string }): void {
    this.parts
      .gate()
      .cut(
        (connection) => (hub === undefined || connection.hub === hub) && (accountId === undefined || connection.accountId === accountId),
      );
  }

  async liquidate(accountId: string, symbol: string, kind: SeizureKind): Promise<void> {
    const market = this.market(symbol, 'linear').key;
    await this.parts.exchange.perform((venue, at) => venue.seize(accountId, { market, kind }, at));
  }

  async payFunding(symbol: string, rate: string): Promise<void> {
    const { key } = this.market(symbol, 'linear');
    await this.parts.exchange.perform((venue, at) => venue.payFunding(key, decimal(rate), at));
  }

  async setHedged(accountId: string, hedged: boolean): Promise<void> {
    const markets = [...this.parts.exchange.venue.markets.values()].filter(({ isSpot }) => !isSpot).map(({ key }) => key);
    const refusal = await this.parts.exchange.perform((venue, at) => venue.setPositionMode(accountId, markets, hedged, at));
    if (refusal && refusal.code !== 'POSITION_MODE_NOT_MODIFIED') throw new Error(`the position mode stays as it is: ${refusal.code}`);
  }

  changeInstrument(symbol: string, category: Category, filters: Readonly<Record<string, string>>): void {
    const changed = Object.entries(filters).map(([name, value]) => [name, decimal(value)] as const);
    this.market(symbol, category).changeFilters(Object.fromEntries(changed));
  }

  setListed(symbol: string, category: Category, listed: boolean): void {
    const market = this.market(symbol, category);
    market.isDelisted = !listed;
    market.isOpen = listed;
  }

  refuseNextTrigger(accountId: string): void {
    this.parts.exchange.venue.bring(accountId, 'REFUSE_NEXT_TRIGGER');
  }

  rejectAfterAck(accountId: string): void {
    this.parts.exchange.venue.bring(accountId, 'REJECT_NEXT_ORDER');
  }

  async placeOrder(accountId: string, body: Readonly<Record<string, unknown>>): Promise<void> {
    const { exchange } = this.parts;
    const key = exchange.keys.ofAccount(accountId);
    if (!key) throw new Error(`there is no account ${accountId}`);
    const { retCode, retMsg } = await createOrder({ exchange, key, parameters: Parameters.ofObject(body) });
    if (retCode !== 0) throw new Error(`the order by hand was refused: ${retCode} ${retMsg}`);
  }

  sendPrivate(accountId: string, topic: string, data: Readonly<Record<string, unknown>>): void {
    const category = String(data['category'] ?? '');
    this.parts.gate().own.tell({ accountId, topic, category }, [data]);
  }

  private market(symbol: string, category: Category): VenueMarket {
    const market = this.parts.exchange.venue.markets.get(marketKey({ category, venueSymbol: symbol }));
    if (!market) throw new Error(`there is no ${category} market ${symbol}`);
    return market;
  }
}
