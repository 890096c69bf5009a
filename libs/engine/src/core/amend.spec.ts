import fc from 'fast-check';
import type { StrategyCommand } from '@libs/sdk';
import { CoreDriver, PERP, market, words } from './testing/core-driver';
import { TradingCore } from './trading-core';

const limit = market({ type: 'LIMIT', price: '90', quantity: '10', timeInForce: 'GTC' });
const amend = (clientOrderId: string, changes: { quantity?: string; price?: string }): StrategyCommand => ({
  kind: 'amend',
  clientOrderId,
  ...changes,
});

function resting(command: StrategyCommand = limit) {
  const driver = new CoreDriver().running();
  const id = driver.accepted(command);
  driver.settle();
  const shown = (quantity: string, price: string, filledQuantity = '0', status: 'ACCEPTED' | 'PARTIALLY_FILLED' | 'FILLED' = 'ACCEPTED') =>
    driver.report({ kind: 'order', clientOrderId: id, venueOrderId: `v-${id}`, status, filledQuantity, quantity, price });
  const order = () => driver.core.order(id)!;
  const stands = () => [order().status, order().quantity.toString(), order().price?.toString()];
  const heard = () => driver.results.flatMap(({ effects }) => effects.flatMap((e) => (e.type === 'deliver' ? [e.delivery.event] : [])));
  return { driver, id, shown, order, stands, heard };
}

describe('an amendment', () => {
  it('is sent with what is new, and is what the order is once the venue shows it', () => {
    const { driver, id, shown, stands, heard } = resting();
    driver.trade(amend(id, { price: '91', quantity: '10' }));
    expect(words(driver.last)).toEqual(['OrderChanged.UpdateRequested', 'amend']);
    expect(driver.last.effects[0]).toMatchObject({
      type: 'amend',
      ticket: { clientOrderId: id, quantity: '10', price: '91', amendment: { price: '91' } },
    });
    expect(driver.last.effects[0]).not.toHaveProperty('ticket.amendment.quantity');
    expect(stands()).toEqual(['PENDING_UPDATE', '10', '90']);
    shown('10', '90');
    expect(stands()).toEqual(['PENDING_UPDATE', '10', '90']);
    shown('10', '91');
    expect(stands()).toEqual(['ACCEPTED', '10', '91']);
    expect(heard().at(-1)).toEqual({ type: 'order', clientOrderId: id, symbol: PERP, status: 'ACCEPTED' });
  });

  it('that the venue refuses leaves the order as it was, and says why', () => {
    const { driver, id, stands, heard } = resting();
    driver.fill(id, 'x1', '4', '90');
    driver.settle();
    driver.trade(amend(id, { quantity: '12' }));
    driver.report({ kind: 'amend-refused', clientOrderId: id, code: '110007', message: 'not enough' });
    expect(stands()).toEqual(['PARTIALLY_FILLED', '10', '90']);
    expect(heard().at(-1)).toMatchObject({ status: 'PARTIALLY_FILLED', reason: 'the amendment was refused, 110007: not enough' });
    driver.settle();
    driver.trade(amend(id, { quantity: '11' }));
    expect(words(driver.last)).toContain('amend');
  });

  it('is not ended by late news of the one before it', () => {
    const { driver, id, shown, stands } = resting();
    const refused = (askedIn: number) =>
      driver.report({ kind: 'amend-refused', clientOrderId: id, code: 'NOT_APPLIED', message: 'stands as before', askedIn });
    driver.trade(amend(id, { price: '91' }));
    const first = driver.inputs.length;
    shown('10', '91');
    driver.settle().trade(amend(id, { price: '92' }));
    const second = driver.inputs.length;
    refused(first);
    expect(stands()).toEqual(['PENDING_UPDATE', '10', '91']);
    refused(second);
    expect(stands()).toEqual(['ACCEPTED', '10', '91']);
  });

  it('counts at the larger quantity while it is under way', () => {
    // Half of 10,000 may be held. 45 on the way at 100.1 are 4504.5: with 10 more at 90 it is 5404.5, with 5 more 4954.5.
    const { driver, id } = resting();
    driver.trade(amend(id, { quantity: '45' }));
    driver.trade(limit);
    expect(driver.last.events).toContainEqual(
      expect.objectContaining({ change: 'Denied', denial: expect.objectContaining({ code: 'MAX_POSITION_SIZE' }) }),
    );
    driver.trade(market({ type: 'LIMIT', price: '90', quantity: '5', timeInForce: 'GTC' }));
    expect(words(driver.last)).toContain('submit');
  });

  it('is proven by an execution beyond the old quantity', () => {
    const { driver, id, stands, order } = resting();
    driver.trade(amend(id, { quantity: '12' }));
    driver.fill(id, 'x1', '11', '90');
    expect(stands()).toEqual(['PARTIALLY_FILLED', '12', '90']);
    expect(order().filledQuantity.toString()).toBe('11');
    expect(driver.core.tradingState()).toBe('ACTIVE');
  });

  describe('to more, while what stood before fills', () => {
    function filled() {
      const made = resting();
      made.driver.trade(amend(made.id, { quantity: '45' }));
      made.driver.fill(made.id, 'x1', '10', '90');
      made.driver.settle();
      return made;
    }

    it('leaves the order open, and counted, until the venue says what it is', () => {
      const { driver, id, stands, order } = filled();
      expect(stands()).toEqual(['PENDING_UPDATE', '10', '90']);
      // Half of 10,100 may be held: 10 held and 35 on the way at 100.1 are 4504.5, and 10 more at 90 would be 5404.5.
      driver.trade(limit);
      expect(driver.last.events).toContainEqual(
        expect.objectContaining({ change: 'Denied', denial: expect.objectContaining({ code: 'MAX_POSITION_SIZE' }) }),
      );
      driver.fill(id, 'x2', '35', '90');
      expect([...stands(), String(order().filledQuantity)]).toEqual(['FILLED', '45', '90', '45']);
      expect(driver.core.tradingState()).toBe('ACTIVE');
    });

    it('is taken where the venue shows it', () => {
      const { driver, id, shown, stands } = filled();
      shown('45', '90', '10', 'PARTIALLY_FILLED');
      expect(stands()).toEqual(['PARTIALLY_FILLED', '45', '90']);
      driver.operator({ kind: 'set-trading-state', state: 'HALTED', reason: 'test' });
      expect(driver.last.effects).toContainEqual(expect.objectContaining({ type: 'cancel', clientOrderId: id }));
    });

    it('ends the order as filled where the venue refuses it, or shows it filled as it stood', () => {
      const refused = filled();
      refused.driver.report({ kind: 'amend-refused', clientOrderId: refused.id, code: '110001', message: 'too late' });
      expect(refused.stands()).toEqual(['FILLED', '10', '90']);
      const over = filled();
      over.shown('10', '90', '10', 'FILLED');
      expect(over.stands()).toEqual(['FILLED', '10', '90']);
      for (const { driver, heard } of [refused, over]) {
        expect(driver.core.openOrders()).toEqual([]);
        driver.settle();
        expect(heard().filter((event) => event.type === 'order' && event.status === 'FILLED')).toHaveLength(1);
      }
    });
  });

  it('to what has filled ends the order', () => {
    const { driver, id, shown, stands } = resting();
    driver.trade(amend(id, { quantity: '4' }));
    driver.fill(id, 'x1', '4', '90');
    shown('4', '90', '4', 'FILLED');
    expect(stands()).toEqual(['FILLED', '4', '90']);
    expect(driver.core.openOrders()).toEqual([]);
  });

  it('may still be cancelled, and a cancelled order forgets it', () => {
    const { driver, id, shown, stands } = resting();
    driver.trade(amend(id, { price: '91' }), { kind: 'cancel', clientOrderId: id });
    expect(words(driver.last)).toEqual(['OrderChanged.UpdateRequested', 'OrderChanged.CancelRequested', 'amend', 'cancel']);
    driver.report({
      kind: 'order',
      clientOrderId: id,
      venueOrderId: `v-${id}`,
      status: 'CANCELED',
      filledQuantity: '0',
      quantity: '10',
      price: '90',
    });
    shown('10', '91');
    expect(stands()).toEqual(['CANCELED', '10', '90']);
  });

  it.each<[string, { quantity?: string; price?: string }, string]>([
    ['no more than has filled', { quantity: '4' }, 'is not above the 4 that have filled'],
    ['a price off the tick', { price: '90.05' }, 'TICK_SIZE'],
    ['more than the account may hold', { quantity: '60' }, 'MAX_POSITION_SIZE'],
    ['what is no number', { price: 'ten' }, 'price "ten" is not a decimal number'],
    ['what the order is already', { quantity: '10.0', price: '90' }, 'stands like that already'],
  ])('is denied when it asks for %s', (_, changes, message) => {
    const { driver, id, stands, heard } = resting();
    driver.fill(id, 'x1', '4', '90');
    driver.settle();
    driver.trade(amend(id, changes));
    expect(driver.last.events).toMatchObject([{ type: 'AmendmentDenied', clientOrderId: id, amendment: changes }]);
    expect(stands()).toEqual(['PARTIALLY_FILLED', '10', '90']);
    expect(heard().at(-1)).toMatchObject({ type: 'order', status: 'PARTIALLY_FILLED', reason: expect.stringContaining(message) });
  });

  it('of a market order, of one that is over or asked of already, and of somebody else is not sent', () => {
    const { driver, id, shown } = resting();
    driver.trade(amend(id, { price: '91' }), amend(id, { price: '92' }));
    expect(words(driver.last)).toEqual(['OrderChanged.UpdateRequested', 'AmendmentDenied', 'amend', 'deliver.order']);
    shown('10', '91');
    driver.settle();
    const [taker] = driver.trade(market());
    driver.settle();
    driver.trade(amend(taker!, { quantity: '2' }), amend('nobody', { quantity: '2' }));
    expect(words(driver.last)).toEqual(['AmendmentDenied', 'StrategyLogged', 'deliver.order']);
  });

  it('enlarges nothing while trading is halted or data cannot be believed, yet makes smaller', () => {
    const { driver, id } = resting();
    driver.trust(['STALE']);
    driver.settle();
    driver.trade(amend(id, { quantity: '11' }));
    expect(driver.last.events).toMatchObject([{ type: 'AmendmentDenied', denial: { code: 'DATA_UNTRUSTED' } }]);
    driver.settle();
    driver.trade(amend(id, { quantity: '9' }));
    expect(words(driver.last)).toEqual(['OrderChanged.UpdateRequested', 'amend']);
  });

  it('of which an older snapshot keeps no number is ended by any refusal, as it was then', () => {
    const { driver, id, stands } = resting();
    driver.trade(amend(id, { price: '91' }));
    const older = JSON.stringify(driver.core.snapshot()).replace(/,"amendedIn":\d+/, '');
    expect(older).not.toContain('amendedIn');
    driver.core = TradingCore.restore(JSON.parse(older));
    driver.report({ kind: 'amend-refused', clientOrderId: id, code: 'no', message: 'no', askedIn: 1 });
    expect(stands()).toEqual(['ACCEPTED', '10', '90']);
  });

  it('survives a snapshot', () => {
    const { driver, id, shown, stands } = resting();
    driver.trade(amend(id, { price: '91', quantity: '8' }));
    driver.core = TradingCore.restore(JSON.parse(JSON.stringify(driver.core.snapshot())));
    shown('8', '91');
    expect(stands()).toEqual(['ACCEPTED', '8', '91']);
  });
});

/** What happens at the venue; its two streams may be read in any order against each other. */
type Act =
  | { act: 'amend'; quantity: number; price: number }
  | { act: 'answer'; takes: boolean }
  | { act: 'fill'; lots: number }
  | { act: 'read'; stream: 'orders' | 'executions' };
const acts: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ act: fc.constant('amend' as const), quantity: fc.integer({ min: 1, max: 30 }), price: fc.integer({ min: 85, max: 95 }) }),
  fc.record({ act: fc.constant('answer' as const), takes: fc.boolean() }),
  fc.record({ act: fc.constant('fill' as const), lots: fc.integer({ min: 1, max: 6 }) }),
  fc.record({ act: fc.constant('read' as const), stream: fc.constantFrom('orders' as const, 'executions' as const) }),
);

describe('whatever the order of amendments, fills and their news', () => {
  it('the order ends as it stands at the venue, and nothing contradicts', () => {
    fc.assert(
      fc.property(fc.array(acts, { maxLength: 40 }), (script) => {
        const { driver, id, order, shown } = resting();
        const venue = { quantity: 10, price: 90, filled: 0, asked: null as { quantity: number; price: number } | null };
        const news = { orders: [] as (() => void)[], executions: [] as (() => void)[] };
        const tellOrder = (): void => {
          const { quantity, price, filled } = venue;
          const status = filled === quantity ? 'FILLED' : filled > 0 ? 'PARTIALLY_FILLED' : 'ACCEPTED';
          news.orders.push(() => void shown(String(quantity), String(price), String(filled), status));
        };
        const read = (stream: 'orders' | 'executions'): void => news[stream].shift()?.();
        const answer = (takes: boolean): void => {
          const { asked } = venue;
          venue.asked = null;
          if (asked === null) return;
          if (takes && asked.quantity >= venue.filled && venue.filled < venue.quantity) {
            Object.assign(venue, asked);
            tellOrder();
          } else news.orders.push(() => void driver.report({ kind: 'amend-refused', clientOrderId: id, code: 'no', message: 'no' }));
        };
        script.forEach((step, n) => {
          driver.settle();
          if (step.act === 'amend') {
            driver.trade(amend(id, { quantity: String(step.quantity), price: String(step.price) }));
            const sent = driver.last.effects.find((effect) => effect.type === 'amend');
            if (sent) venue.asked = { quantity: step.quantity, price: step.price };
          } else if (step.act === 'answer') answer(step.takes);
          else if (step.act === 'read') read(step.stream);
          else if (venue.filled < venue.quantity) {
            const lots = Math.min(step.lots, venue.quantity - venue.filled);
            venue.filled += lots;
            const { price } = venue;
            news.executions.push(() => void driver.fill(id, `x${n}`, String(lots), String(price)));
            tellOrder();
          }
        });
        answer(false);
        while (news.orders.length + news.executions.length > 0) (read('orders'), read('executions'));
        expect(driver.core.tradingState()).toBe('ACTIVE');
        expect([order().quantity, order().price, order().filledQuantity].map(String)).toEqual(
          [venue.quantity, venue.price, venue.filled].map(String),
        );
        expect(order().status).toBe(venue.filled === venue.quantity ? 'FILLED' : venue.filled > 0 ? 'PARTIALLY_FILLED' : 'ACCEPTED');
        const held =
          driver.core
            .positions()
            .find(({ deploymentId }) => deploymentId === null)
            ?.position.quantity.toString() ?? '0';
        expect(held).toBe(String(venue.filled));
      }),
      { numRuns: 100 },
    );
  });
});
