import type { Effect } from '../effect';
import type { VenueReport } from '../input';
import type { CoreDriver } from './core-driver';

interface Standing {
  readonly side: 'BUY' | 'SELL';
  readonly reduces: boolean;
  readonly price: string | undefined;
  readonly quantity: number;
  filled: number;
}

/** What becomes of the next orders on their way. */
export type Weather = 'fair' | 'busy' | 'banned' | 'late' | 'lost' | 'unanswered' | 'refusing';

const BAN_MS = 600_000;

/**
 * A venue that holds one position, cuts what is sent reduce-only to it, and whose news are heard later. Orders may be lost in every way;
 * those of which nothing is said are found, or not, when somebody asks.
 */
export class FaultyVenue {
  weather: Weather = 'fair';
  position = 0;
  /** Exits that enlarged the position or turned it around. */
  readonly opened: string[] = [];
  private readonly orders = new Map<string, Standing>();
  private readonly news: (() => void)[] = [];
  private readonly asked: (() => void)[] = [];
  private fills = 0;
  private taken = 0;

  constructor(private readonly driver: CoreDriver) {}

  /** Carries out what the core has asked for since the last time, and answers for the strategy until nothing is owed. */
  settle(): void {
    const { driver } = this;
    do {
      for (; this.taken < driver.results.length; this.taken += 1)
        for (const effect of driver.results[this.taken]!.effects) this.take(effect);
      const [owed] = driver.core.outstanding();
      if (owed) driver.answer([], owed.deploymentId);
    } while (this.taken < driver.results.length);
  }

  /** Somebody trades with an order that stands here. */
  fill(index: number, lots: number): void {
    const [id, order] = [...this.orders][index % Math.max(1, this.orders.size)] ?? [];
    if (id === undefined || order === undefined) return;
    const sign = order.side === 'BUY' ? 1 : -1;
    const room = order.reduces ? Math.max(0, -sign * this.position) : Infinity;
    const quantity = Math.min(lots, order.quantity - order.filled, room);
    if (quantity === 0) return this.end(id, order);
    const before = this.position;
    this.position += sign * quantity;
    const isExit = this.driver.core.order(id)?.reduceOnly === true;
    if (isExit && (Math.abs(this.position) > Math.abs(before) || this.position * before < 0)) this.opened.push(id);
    order.filled += quantity;
    const executionId = `x${(this.fills += 1)}`;
    this.news.push(() => void this.driver.fill(id, executionId, String(quantity), order.price ?? '95'));
    if (order.filled === order.quantity) this.orders.delete(id);
    this.tell(id, order, order.filled === order.quantity ? 'FILLED' : 'PARTIALLY_FILLED');
  }

  /** Nobody trades with the rest of an order that does not rest. */
  cut(index: number): void {
    const [id, order] = [...this.orders][index % Math.max(1, this.orders.size)] ?? [];
    if (id !== undefined && order?.price === undefined && order) this.end(id, order);
  }

  hear(most = Infinity): boolean {
    let heard = 0;
    for (; heard < most && this.news.length > 0; heard += 1) {
      this.news.shift()!();
      this.settle();
    }
    return heard > 0;
  }

  /** What is in doubt is asked about, and the answers are news. */
  ask(): void {
    this.news.push(...this.asked.splice(0));
  }

  private take(effect: Effect): void {
    if (effect.type === 'submit') this.submit(effect.ticket);
    if (effect.type === 'amend') {
      const { clientOrderId } = effect.ticket;
      this.report({ kind: 'amend-refused', clientOrderId, code: 'NOT_SUPPORTED', message: 'no' });
    }
    if (effect.type !== 'cancel') return;
    const order = this.orders.get(effect.clientOrderId);
    if (order) this.end(effect.clientOrderId, order);
  }

  private submit({ clientOrderId, side, quantity, price, reduceOnly: reduces }: Extract<Effect, { type: 'submit' }>['ticket']): void {
    const aborted = { kind: 'aborted', clientOrderId, message: 'test' } as const;
    switch (this.weather) {
      case 'busy':
        return this.report({ ...aborted, code: 'VENUE_BUSY' });
      case 'banned':
        return this.report({ ...aborted, code: 'VENUE_BUSY', retryAfter: BAN_MS });
      case 'late':
        return this.report({ ...aborted, code: 'STALE' });
      case 'refusing':
        return this.report({ kind: 'refused', clientOrderId, code: '110007', message: 'no' });
      case 'lost':
        this.report({ kind: 'unknown', clientOrderId, cause: 'no answer' });
        return void this.asked.push(() => void this.driver.report({ kind: 'never-received', clientOrderId }));
      case 'fair':
      case 'unanswered': {
        const order = { side, reduces, quantity: Number(quantity), filled: 0, price };
        this.orders.set(clientOrderId, order);
        if (this.weather === 'fair') return this.report({ kind: 'accepted', clientOrderId, venueOrderId: `v-${clientOrderId}` });
        this.report({ kind: 'unknown', clientOrderId, cause: 'no answer' });
        this.asked.push(() => this.orders.has(clientOrderId) && this.driver.report(this.stateOf(clientOrderId, order, 'ACCEPTED')));
      }
    }
  }

  private report(report: VenueReport): void {
    this.news.push(() => void this.driver.report(report));
  }

  private end(id: string, order: Standing): void {
    this.orders.delete(id);
    this.tell(id, order, 'CANCELED');
  }

  private tell(id: string, order: Standing, status: 'PARTIALLY_FILLED' | 'FILLED' | 'CANCELED'): void {
    this.report(this.stateOf(id, order, status));
  }

  private stateOf(clientOrderId: string, { quantity, filled }: Standing, status: 'ACCEPTED' | 'PARTIALLY_FILLED' | 'FILLED' | 'CANCELED') {
    const told = { clientOrderId, venueOrderId: `v-${clientOrderId}`, filledQuantity: String(filled), quantity: String(quantity) };
    return { kind: 'order', ...told, status: status === 'ACCEPTED' && filled > 0 ? 'PARTIALLY_FILLED' : status } as const;
  }
}
