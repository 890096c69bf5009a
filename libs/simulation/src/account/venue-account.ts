import { Decimal, type OrderSide } from '@libs/kernel';
import type { MarketInstrument } from '../market/market-instrument';
import type { PositionIndex, SimExecution, SimOrder } from '../venue/order';
import { flatPosition } from './apply-trade';
import { Exposure } from './exposure';
import type { FeeRates } from './fees';
import type { LedgerEntry } from './ledger-entry';
import { NO_ORDERS, occupiedBy, type Occupied, type OpenSums, type SideSums } from './open-sums';
import type { StoredOrder } from './order-lists';
import { OrderStore, type OrderLookup } from './order-store';
import type { ClosedPosition, VenuePosition } from './position';
import { Recent, RecentMap } from './recent';
import { defaultSettings, type MarginMode, type MarketSettings } from './settings';

/** Closed orders, executions and ledger lines kept per account. */
const KEPT = 20_000;

export interface AccountIdentity {
  readonly id: string;
  /** Small and dense: the account's number in the order books. */
  readonly number: number;
  readonly fees: FeeRates;
}

interface SettingsOwner {
  readonly key: string;
  readonly instrument: Pick<MarketInstrument, 'maxLeverage'>;
}

/** One account of the venue: balances, positions, orders and settings. Whoever changes it publishes the change. */
export class VenueAccount {
  readonly id: string;
  readonly number: number;
  readonly balances = new Map<string, Decimal>();
  readonly orders: OrderStore;
  readonly executions: Recent<SimExecution>;
  readonly ledger: Recent<LedgerEntry>;
  /** By closing order, the oldest first. */
  readonly closed: RecentMap<ClosedPosition>;
  readonly exposures = new Map<string, Exposure>();
  private rates: FeeRates;
  private mode: MarginMode = 'CROSS';

  constructor(identity: AccountIdentity, kept = KEPT) {
    this.id = identity.id;
    this.number = identity.number;
    this.rates = identity.fees;
    this.orders = new OrderStore(kept);
    this.executions = new Recent(kept);
    this.ledger = new Recent(kept);
    this.closed = new RecentMap(kept);
  }

  get fees(): FeeRates {
    return this.rates;
  }

  set fees(rates: FeeRates) {
    this.rates = rates;
    this.touchAll();
  }

  get marginMode(): MarginMode {
    return this.mode;
  }

  /** Sets only the mode; `changeMarginMode` also moves the margin of open positions. */
  set marginMode(mode: MarginMode) {
    this.mode = mode;
    this.touchAll();
  }

  balance(asset: string): Decimal {
    return this.balances.get(asset) ?? Decimal.ZERO;
  }

  /** Lives as long as the account; empty until something happens in the market. */
  exposure(market: string): Exposure {
    let exposure = this.exposures.get(market);
    if (!exposure) this.exposures.set(market, (exposure = new Exposure(market)));
    return exposure;
  }

  position(market: string, index: PositionIndex = 0, at = 0): VenuePosition {
    return this.exposures.get(market)?.position(index) ?? flatPosition(market, index, at);
  }

  setPosition(position: VenuePosition): void {
    this.exposure(position.market).setPosition(position);
  }

  /** Every position ever opened, including flat ones. */
  *positions(): Generator<VenuePosition> {
    for (const exposure of this.exposures.values()) for (const position of exposure.positions) if (position) yield position;
  }

  settings(market: SettingsOwner): MarketSettings {
    return this.exposures.get(market.key)?.settings ?? defaultSettings(market.instrument);
  }

  setSettings(market: string, settings: MarketSettings): void {
    this.exposure(market).setSettings(settings);
  }

  /** What the account's open orders would add on one side of a position. */
  openSums(market: string, side: OrderSide, index: PositionIndex = 0): SideSums {
    const sums: OpenSums = this.exposures.get(market)?.sums[index] ?? NO_ORDERS;
    return side === 'BUY' ? sums.buys : sums.sells;
  }

  /** Stores the newest value of an order, open or closed, and counts what it reserves. */
  put(order: SimOrder, known?: StoredOrder): StoredOrder {
    const stored = this.orders.put(order, known);
    this.recount(stored);
    const sibling = this.siblingOf(order);
    if (sibling) this.recount(sibling);
    return stored;
  }

  record(execution: SimExecution): void {
    this.executions.push(execution);
  }

  find(id: OrderLookup): SimOrder | undefined {
    return this.orders.find(id);
  }

  hasUsed(market: string, clientOrderId: string): boolean {
    return this.orders.hasUsed(market, clientOrderId);
  }

  /** Stores the newest value of a closing record; an order that closes in several trades has one record. */
  putClosed(closed: ClosedPosition): void {
    this.closed.set(closed.orderId, closed);
  }

  closedBy(orderId: string, index: PositionIndex): ClosedPosition | undefined {
    const closed = this.closed.get(orderId);
    return closed?.index === index ? closed : undefined;
  }

  private recount(stored: StoredOrder): void {
    const { order, counted } = stored;
    const now = this.occupied(order);
    if (!counted && !now) return;
    stored.counted = now && order;
    // Its previous contribution is recomputed, which costs less than storing it for each order.
    this.exposure(order.market).recount(order.positionIndex, counted && occupiedBy(counted), now);
  }

  /** Of two siblings only one can trade, so the younger one reserves nothing while the older is open. */
  private occupied(order: SimOrder): Occupied | undefined {
    const sibling = this.siblingOf(order)?.order;
    if (sibling && sibling.orderId < order.orderId && occupiedBy(sibling)) return undefined;
    return occupiedBy(order);
  }

  private siblingOf({ market, siblingOrderId }: SimOrder): StoredOrder | undefined {
    if (siblingOrderId === undefined) return undefined;
    const sibling = this.orders.stored({ market, orderId: siblingOrderId });
    return sibling?.isOpen ? sibling : undefined;
  }

  private touchAll(): void {
    for (const exposure of this.exposures.values()) exposure.revision += 1;
  }
}
