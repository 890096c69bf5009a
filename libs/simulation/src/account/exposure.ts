import type { PositionIndex, SimOrder } from '../venue/order';
import { NO_ORDERS, withOrder, type Occupied, type OpenSums } from './open-sums';
import type { VenuePosition } from './position';
import type { MarketSettings } from './settings';

export const POSITION_INDEXES: readonly PositionIndex[] = [0, 1, 2];

/** One account in one market: its positions, its settings there and the sums of its open orders. */
export class Exposure {
  readonly positions: [VenuePosition?, VenuePosition?, VenuePosition?] = [];
  readonly sums: [OpenSums, OpenSums, OpenSums] = [NO_ORDERS, NO_ORDERS, NO_ORDERS];
  settings?: MarketSettings;
  openOrders = 0;
  /** Rises with every change that margins follow from; whoever keeps a derived figure compares it. */
  revision = 0;

  constructor(readonly market: string) {}

  setPosition(position: VenuePosition): void {
    this.positions[position.index] = position;
    this.revision += 1;
  }

  setSettings(settings: MarketSettings): void {
    this.settings = settings;
    this.revision += 1;
  }

  occupy(index: PositionIndex, order: Occupied): void {
    this.sums[index] = withOrder(this.sums[index], order, 1);
    this.openOrders += 1;
    this.revision += 1;
  }

  release(index: PositionIndex, order: Occupied): void {
    this.openOrders -= 1;
    this.revision += 1;
    const sums = withOrder(this.sums[index], order, -1);
    this.sums[index] = this.openOrders === 0 ? NO_ORDERS : sums;
  }

  get isIdle(): boolean {
    return this.openOrders === 0 && this.positions.every((position) => !position || position.quantity.isZero);
  }

  position(index: PositionIndex): VenuePosition | undefined {
    return this.positions[index];
  }
}

/** Keeps the sums of the exposures in step with the orders: what an order was counted with is what leaves with it. */
export class OrderSums {
  private readonly counted = new Map<string, Occupied>();

  constructor(private readonly exposureOf: (market: string) => Exposure) {}

  update(order: SimOrder, occupied: Occupied | undefined): void {
    const before = this.counted.get(order.orderId);
    if (!before && !occupied) return;
    const exposure = this.exposureOf(order.market);
    if (before) exposure.release(order.positionIndex, before);
    if (occupied) {
      exposure.occupy(order.positionIndex, occupied);
      this.counted.set(order.orderId, occupied);
    } else this.counted.delete(order.orderId);
  }
}
