import type { PositionIndex } from '../venue/order';
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

  /** Keeps the sums in step with an order: what it was counted with before is what leaves with it. */
  recount(index: PositionIndex, before: Occupied | undefined, now: Occupied | undefined): void {
    this.revision += 1;
    if (before) {
      this.openOrders -= 1;
      this.sums[index] = this.openOrders === 0 ? NO_ORDERS : withOrder(this.sums[index], before, -1);
    }
    if (!now) return;
    this.openOrders += 1;
    this.sums[index] = withOrder(this.sums[index], now, 1);
  }

  get isIdle(): boolean {
    return this.openOrders === 0 && this.positions.every((position) => !position || position.quantity.isZero);
  }

  position(index: PositionIndex): VenuePosition | undefined {
    return this.positions[index];
  }
}
