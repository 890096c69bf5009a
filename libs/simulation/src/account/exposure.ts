import type { PositionIndex } from '../venue/order';
import { NO_ORDERS, withOrder, type Occupied, type OpenSums } from './open-sums';
import type { VenuePosition } from './position';
import { rough } from './rough-number';
import type { MarketSettings } from './settings';

export const POSITION_INDEXES: readonly PositionIndex[] = [0, 1, 2];

/** Where the plain figures of a position and its orders stand, from four times its index on. */
export const Figure = { HELD: 0, COST: 1, BUYS: 2, SELLS: 3 } as const;
export const FIGURES = 4;

/** One account in one market: its positions, its settings there and the sums of its open orders. */
export class Exposure {
  readonly positions: [VenuePosition?, VenuePosition?, VenuePosition?] = [];
  readonly sums: [OpenSums, OpenSums, OpenSums] = [NO_ORDERS, NO_ORDERS, NO_ORDERS];
  settings?: MarketSettings;
  openOrders = 0;
  /** Quantity and cost of each position, value of its open buys and sells, about; side by side, for they are asked with each order. */
  readonly figures = new Float64Array(POSITION_INDEXES.length * FIGURES);
  /** Rises with every change that margins follow from; whoever keeps a derived figure compares it. */
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

  /** Keeps the sums in step with an order: what it was counted with before is what leaves with it. */
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
