import fc from 'fast-check';
import { Decimal } from '@libs/kernel';
import type { Effect } from './effect';
import { bracket, resting } from './testing/bracket-driver';
import { CoreDriver, MANUAL, PERP } from './testing/core-driver';

type Act = { act: 'fill'; order: number; lots: number } | { act: 'read'; count: number } | { act: 'price'; price: number };
const acts: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ act: fc.constant('fill' as const), order: fc.nat(5), lots: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ act: fc.constant('read' as const), count: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ act: fc.constant('price' as const), price: fc.constantFrom(94, 96, 99, 103) }),
);

/** A venue that takes all it is sent, in order, and whose news are read whenever the script says so. */
class Venue {
  readonly orders = new Map<string, { side: string; quantity: number; filled: number; price: string | undefined }>();
  readonly news: (() => void)[] = [];
  position = 0;
  private fills = 0;

  constructor(private readonly driver: CoreDriver) {}

  take(effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (effect.type === 'submit') {
        const { clientOrderId: id, side, quantity, price } = effect.ticket;
        this.orders.set(id, { side, quantity: Number(quantity), filled: 0, price });
        this.news.push(() => void this.driver.report({ kind: 'accepted', clientOrderId: id, venueOrderId: `v-${id}` }));
      }
      if (effect.type === 'amend') {
        const { clientOrderId: id, quantity } = effect.ticket;
        const order = this.orders.get(id);
        if (order && Number(quantity) > order.filled) this.tell(id, Object.assign(order, { quantity: Number(quantity) }));
        else this.news.push(() => void this.driver.report({ kind: 'amend-refused', clientOrderId: id, code: 'gone', message: 'gone' }));
      }
      if (effect.type === 'cancel') {
        const id = effect.clientOrderId;
        const order = this.orders.get(id);
        this.orders.delete(id);
        if (order) this.tell(id, order, 'CANCELED');
        else this.news.push(() => void this.driver.report({ kind: 'cancel-refused', clientOrderId: id, code: 'gone', message: 'gone' }));
      }
    }
  }

  fill(index: number, lots: number): void {
    const [id, order] = [...this.orders][index % Math.max(1, this.orders.size)] ?? [];
    if (id === undefined || order === undefined) return;
    const quantity = Math.min(lots, order.quantity - order.filled);
    order.filled += quantity;
    this.position += order.side === 'BUY' ? quantity : -quantity;
    const executionId = `x${(this.fills += 1)}`;
    this.news.push(() => void this.driver.fill(id, executionId, String(quantity), order.price ?? '95'));
    if (order.filled === order.quantity) this.orders.delete(id);
    this.tell(id, order, order.filled === order.quantity ? 'FILLED' : 'PARTIALLY_FILLED');
  }

  read(): boolean {
    const news = this.news.shift();
    news?.();
    if (news) this.take(this.driver.last.effects);
    return news !== undefined;
  }

  private tell(
    id: string,
    order: { quantity: number; filled: number; price: string | undefined },
    status: 'ACCEPTED' | 'PARTIALLY_FILLED' | 'FILLED' | 'CANCELED' = order.filled > 0 ? 'PARTIALLY_FILLED' : 'ACCEPTED',
  ): void {
    const { quantity, filled, price } = order;
    const told = {
      clientOrderId: id,
      venueOrderId: `v-${id}`,
      status,
      filledQuantity: String(filled),
      quantity: String(quantity),
      ...(price ? { price } : {}),
    };
    this.news.push(() => void this.driver.report({ kind: 'order', ...told }));
  }
}

describe('whatever fills when, and whatever is heard of it late', () => {
  it('a bracket never sells more than it bought, is covered while it holds, and leaves nothing behind', () => {
    fc.assert(
      fc.property(fc.array(acts, { maxLength: 40 }), fc.boolean(), (script, isLimit) => {
        const driver = new CoreDriver().running();
        const venue = new Venue(driver);
        const command = isLimit ? resting({ quantity: '8' }) : bracket({ quantity: '8' });
        driver.trade(command);
        venue.take(driver.last.effects);
        const settle = (): void => {
          for (let owed = driver.core.outstanding(); owed.length > 0; owed = driver.core.outstanding()) {
            driver.answer([], owed[0]!.deploymentId);
            venue.take(driver.last.effects);
          }
        };
        settle();
        for (const step of script) {
          if (step.act === 'fill') venue.fill(step.order, step.lots);
          else if (step.act === 'price') {
            driver.quote(String(step.price), String(step.price));
            venue.take(driver.last.effects);
          } else for (let n = 0; n < step.count; n += 1) venue.read();
          settle();
          expect(venue.position).toBeGreaterThanOrEqual(0);
        }
        while (venue.read()) settle();
        const held = driver.core.positions().find(({ deploymentId }) => deploymentId === null)?.position.quantity ?? Decimal.ZERO;
        expect(held.toString()).toBe(String(venue.position));
        const exits = driver.core.openOrders().filter(({ bracket: of }) => of !== undefined);
        const leaves = (isStop: boolean): string[] =>
          exits
            .filter(({ stop }) => (stop !== undefined) === isStop)
            .map(({ quantity, filledQuantity }) => quantity.minus(filledQuantity).toString());
        if (held.isZero) expect(exits).toEqual([]);
        else {
          expect(leaves(true)).toEqual([held.toString()]);
          // Once the stop goes, it goes alone.
          const isGoing = exits.some(({ stop, status }) => stop !== undefined && status !== 'EMULATED');
          expect(leaves(false)).toEqual(isGoing ? [] : [held.toString()]);
        }
        expect(driver.core.tradingState()).toBe('ACTIVE');
        expect(driver.core.positions().some(({ deploymentId }) => deploymentId === MANUAL)).toBe(false);
        expect(PERP).toBe(driver.core.openOrders()[0]?.symbol ?? PERP);
      }),
      { numRuns: 200 },
    );
  });
});
