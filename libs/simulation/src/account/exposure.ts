import type { PositionIndex } from '../venue/order';
import { NO_ORDERS, withOrder, type Occupied, type OpenSums } from './open-sums';
import type { VenuePosition } from './position';
import { rough } from './rough-number';
import type { MarketSettings } from './settings';

export const POSITION_INDEXES: readonly PositionIndex[] = [0, 1, 2];

/** Offsets of a position's approximate figures, from four times its index on. */
export const Figure = { HELD: 0, COST: 1, BUYS: 2, SELLS: 3 } as const;
export const FIGURES = 4;

/** One account in one market: positions, settings and the sums of open orders. */
export class Exposure {
  readonly positions: [VenuePosition?, VenuePosition?, VenuePosition?] = [];
  readonly sums: [OpenSums, OpenSums, OpenSums] = [NO_ORDERS, NO_ORDERS, NO_ORDERS];
  settings?: MarketSettings;
  openOrders = 0;
  /**
   * Approximate quantity and cost of each position and value of its open buys and sells; contiguous, because they are read for each order.
   */
  readonly figures = new Float64Array(POSITION_INDEXES.length * FIGURES);
  /** Incremented with every change that affects margins; a cached figure is valid while it is unchanged. */
  revision = 0;

  constructor(readonly market: string) {}

  setPosition(position: VenuePosition): void {
    const { index, quantity, cost } = position;
    this.positions[index] = position;
    this.figures[index * FIGURES + Figure.HELD] = rough(quantity);
    this.figures[index * FIGURES + Figure.COST] = rough(cost);
    this.revision += 1;
  }

  setSettings(settings: MarketSettings): void {
    this.settings = settings;
    this.revision += 1;
  }

  /** Updates the sums for an order: exactly what was added for it before is removed. */
  recount(index: PositionIndex, before: Occupied | undefined, now: Occupied | undefined): void {
    this.revision += 1;
    if (before) {
      this.openOrders -= 1;
      this.sums[index] = this.openOrders === 0 ? NO_ORDERS : withOrder(this.sums[index], before, -1);
    }
    if (now) {
      this.openOrders += 1;
      this.sums[index] = withOrder(this.sums[index], now, 1);
    }
    const { buys, sells } = this.sums[index];
    this.figures[index * FIGURES + Figure.BUYS] = rough(buys.value);
    this.figures[index * FIGURES + Figure.SELLS] = rough(sells.value);
  }

  get isIdle(): boolean {
    return this.openOrders === 0 && this.positions.every((position) => !position || position.quantity.isZero);
  }

  position(index: PositionIndex): VenuePosition | undefined {
    return this.positions[index];
  }
}
