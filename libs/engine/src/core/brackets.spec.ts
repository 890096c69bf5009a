import fc from 'fast-check';
import { Decimal } from '@libs/kernel';
import type { StrategyCommand } from '@libs/sdk';
import type { Effect } from './effect';
import { CoreDriver, MANUAL, PERP, market, words } from './testing/core-driver';
import { TradingCore } from './trading-core';

type Entry = Extract<StrategyCommand, { kind: 'bracket' }>['entry'];

function bracket(changes: Partial<Entry> = {}, exits: { stopLoss?: string; takeProfit?: string | null } = {}): StrategyCommand {
  const { kind: _kind, ...entry } = market({ quantity: '3', ...changes }) as Extract<StrategyCommand, { kind: 'submit' }>;
  const { stopLoss = '95', takeProfit = '110' } = exits;
  return { kind: 'bracket', entry, stopLoss, ...(takeProfit === null ? {} : { takeProfit }) };
}
const resting = (changes: Partial<Entry> = {}) => bracket({ type: 'LIMIT', price: '99', timeInForce: 'GTC', ...changes });

/** What is open, in words. */
function open(driver: CoreDriver): string[] {
  return driver.core.openOrders().map(({ side, status, quantity, filledQuantity, stop, price }) => {
    const at = stop ? `stop ${stop}` : (price ?? 'market').toString();
    return `${side} ${quantity.minus(filledQuantity)} ${at} ${status}`;
  });
}

function entered(command = bracket(), filled = '3'): { driver: CoreDriver; id: string } {
  const driver = new CoreDriver().running();
  const id = driver.accepted(command);
  driver.settle().fill(id, 'x1', filled, '100.1');
  driver.settle();
  return { driver, id };
}

const idOf = (driver: CoreDriver, what: (order: ReturnType<TradingCore['openOrders']>[number]) => boolean): string =>
  driver.core.openOrders().find(what)!.clientOrderId;
const target = (driver: CoreDriver): string => idOf(driver, ({ bracket: of, stop }) => of !== undefined && stop === undefined);
const stopOf = (driver: CoreDriver): string => idOf(driver, ({ stop }) => stop !== undefined);
const canceled = (driver: CoreDriver, id: string) =>
  driver.report({
    kind: 'order',
    clientOrderId: id,
    venueOrderId: `v-${id}`,
    status: 'CANCELED',
    filledQuantity: String(driver.core.order(id)!.filledQuantity),
  });

describe('a bracket', () => {
  it('has exits as large as what its entry has filled', () => {
    const { driver, id } = entered(resting(), '1');
    expect(open(driver)).toEqual(['BUY 2 99 PARTIALLY_FILLED', 'SELL 1 stop 95 EMULATED', 'SELL 1 110 SUBMITTED']);
    expect(driver.core.order(target(driver))).toMatchObject({ bracket: id, tag: 'take-profit', reduceOnly: true });
    const goal = target(driver);
    driver.report({ kind: 'accepted', clientOrderId: goal, venueOrderId: 'v' });
    driver.settle().fill(id, 'x2', '2', '99');
    expect(open(driver)).toEqual(['SELL 3 stop 95 EMULATED', 'SELL 1 110 PENDING_UPDATE']);
    driver.report({
      kind: 'order',
      clientOrderId: goal,
      venueOrderId: 'v',
      status: 'ACCEPTED',
      filledQuantity: '0',
      quantity: '3',
      price: '110',
    });
    expect(open(driver)).toEqual(['SELL 3 stop 95 EMULATED', 'SELL 3 110 ACCEPTED']);
  });

  it('sends a stop that a restart overtook once the account is reconciled and has a price, not before', () => {
    const { driver } = entered();
    const [goal, stop] = [target(driver), stopOf(driver)];
    driver.report({ kind: 'accepted', clientOrderId: goal, venueOrderId: `v-${goal}` });
    driver.quote('94', '94.2');
    driver.settle();
    expect(open(driver)).toEqual(['SELL 3 stop 95 RELEASED', 'SELL 3 110 PENDING_CANCEL']);
    driver.core = TradingCore.restore(JSON.parse(JSON.stringify(driver.core.snapshot())));
    driver.session('s2');
    driver.instrument();
    canceled(driver, goal);
    expect(open(driver)).toEqual(['SELL 3 stop 95 RELEASED']);
    driver.reconciled('3');
    expect(open(driver)).toEqual(['SELL 3 stop 95 RELEASED']);
    driver.settle().quote('94', '94.2');
    expect(driver.last.effects).toContainEqual(
      expect.objectContaining({ type: 'submit', ticket: expect.objectContaining({ clientOrderId: stop, quantity: '3' }) }),
    );
    driver.quote('94', '94.2');
    expect(words(driver.last)).toEqual([]);
  });

  it('gives a fill that is heard of in a restart its target once the account is reconciled and has a price', () => {
    const driver = new CoreDriver().running();
    const id = driver.accepted(bracket());
    driver.settle().session('s2');
    driver.instrument();
    driver.fill(id, 'x1', '3', '100.1');
    driver.settle();
    expect(open(driver)).toEqual(['SELL 3 stop 95 EMULATED']);
    driver.reconciled('3');
    driver.trust();
    driver.quote('99.9', '100.1');
    expect(open(driver)).toEqual(['SELL 3 stop 95 EMULATED', 'SELL 3 110 SUBMITTED']);
  });

  it('loses its stop when the profit is taken', () => {
    const { driver } = entered();
    driver.fill(target(driver), 'x2', '3', '110');
    expect(open(driver)).toEqual([]);
  });

  it('makes the stop smaller, and enters no further, when a part of the profit is taken', () => {
    const { driver, id } = entered(resting(), '2');
    driver.fill(target(driver), 'x2', '0.5', '110');
    expect(open(driver)).toEqual(['BUY 1 99 PENDING_CANCEL', 'SELL 1.5 stop 95 EMULATED', 'SELL 1.5 110 PARTIALLY_FILLED']);
    canceled(driver, id);
    expect(open(driver)).toEqual(['SELL 1.5 stop 95 EMULATED', 'SELL 1.5 110 PARTIALLY_FILLED']);
  });

  it('takes the target back before the stop is sent, so that it is never sold twice', () => {
    const { driver } = entered();
    const goal = target(driver);
    driver.report({ kind: 'accepted', clientOrderId: goal, venueOrderId: `v-${goal}` });
    driver.settle().quote('94', '94.2');
    expect(open(driver)).toEqual(['SELL 3 stop 95 RELEASED', 'SELL 3 110 PENDING_CANCEL']);
    driver.fill(goal, 'x2', '1', '110');
    const { effects } = canceled(driver, goal);
    expect(effects.filter(({ type }) => type === 'submit')).toMatchObject([
      { ticket: { side: 'SELL', type: 'MARKET', quantity: '2', reduceOnly: true } },
    ]);
    driver.fill(stopOf(driver), 'x3', '2', '94');
    expect(open(driver)).toEqual([]);
    expect(driver.core.positions().every(({ position }) => position.quantity.isZero)).toBe(true);
  });

  it('sends its stop at once where the price is beyond it already', () => {
    const driver = new CoreDriver().running();
    const id = driver.accepted(bracket({}, { takeProfit: null }));
    driver.settle().quote('94', '94.2');
    expect(words(driver.fill(id, 'x1', '3', '100'))).toContain('submit');
    expect(open(driver)).toEqual(['SELL 3 stop 95 SUBMITTED']);
  });

  it('sends the stop again for what the venue could not fill', () => {
    const { driver } = entered(bracket({}, { takeProfit: null }));
    driver.quote('94', '94.2');
    const stop = stopOf(driver);
    driver.report({ kind: 'accepted', clientOrderId: stop, venueOrderId: `v-${stop}` });
    driver.fill(stop, 'x2', '1', '94');
    canceled(driver, stop);
    expect(open(driver)).toEqual(['SELL 2 stop 95 SUBMITTED']);
  });

  it.each<[string, Parameters<CoreDriver['report']>[0]]>([
    ['was lost on its way', { kind: 'never-received', clientOrderId: '' }],
    ['was too late to be sent', { kind: 'aborted', clientOrderId: '', code: 'STALE', message: 'late' }],
    ['found no room at the venue', { kind: 'aborted', clientOrderId: '', code: 'VENUE_BUSY', message: 'busy' }],
  ])('sends a stop again that %s', (_, report) => {
    const { driver } = entered(bracket({}, { takeProfit: null }));
    driver.quote('94', '94.2');
    const first = stopOf(driver);
    driver.report({ ...report, clientOrderId: first } as typeof report);
    expect(open(driver)).toEqual(['SELL 3 stop 95 SUBMITTED']);
    expect(stopOf(driver)).not.toBe(first);
    for (let n = 0; n < 12 && open(driver).length > 0; n += 1) driver.report({ ...report, clientOrderId: stopOf(driver) } as typeof report);
    expect(driver.results.flatMap(({ effects }) => effects).filter(({ type }) => type === 'submit')).toHaveLength(11);
  });

  it('sends a stop again however many targets there were before it', () => {
    const { driver, id } = entered(resting({ quantity: '12' }), '1');
    for (let n = 2; n <= 12; n += 1) {
      const goal = target(driver);
      driver.report({ kind: 'accepted', clientOrderId: goal, venueOrderId: `v-${goal}` });
      driver.settle().fill(id, `x${n}`, '1', '99');
      driver.report({ kind: 'amend-refused', clientOrderId: goal, code: 'NOT_SUPPORTED', message: 'no' });
      canceled(driver, goal);
    }
    const goal = target(driver);
    driver.report({ kind: 'accepted', clientOrderId: goal, venueOrderId: `v-${goal}` });
    driver.settle().quote('94', '94.2');
    canceled(driver, goal);
    driver.report({ kind: 'never-received', clientOrderId: stopOf(driver) });
    expect(open(driver)).toEqual(['SELL 12 stop 95 SUBMITTED']);
  });

  it('does not send a stop again that was refused', () => {
    const { driver } = entered(bracket({}, { takeProfit: null }));
    driver.quote('94', '94.2');
    driver.report({ kind: 'aborted', clientOrderId: stopOf(driver), code: 'HARD_LIMIT', message: 'too much' });
    expect(open(driver)).toEqual([]);
  });

  it('cancels and places the target anew at a venue that cannot amend', () => {
    const { driver, id } = entered(resting(), '1');
    const goal = target(driver);
    driver.report({ kind: 'accepted', clientOrderId: goal, venueOrderId: `v-${goal}` });
    driver.settle().fill(id, 'x2', '1', '99');
    driver.report({ kind: 'amend-refused', clientOrderId: goal, code: 'NOT_SUPPORTED', message: 'no' });
    expect(open(driver)).toContain('SELL 1 110 PENDING_CANCEL');
    canceled(driver, goal);
    expect(open(driver)).toEqual(['BUY 1 99 PARTIALLY_FILLED', 'SELL 2 stop 95 EMULATED', 'SELL 2 110 SUBMITTED']);
  });

  it('waits with a target that the market would not take while the entry may fill more', () => {
    const { driver, id } = entered(resting(), '0.01');
    expect(open(driver)).toEqual(['BUY 2.99 99 PARTIALLY_FILLED', 'SELL 0.01 stop 95 EMULATED']);
    driver.fill(id, 'x2', '2.99', '99');
    expect(open(driver)).toEqual(['SELL 3 stop 95 EMULATED', 'SELL 3 110 SUBMITTED']);
  });

  it('leaves an exit that somebody ended, and keeps the other', () => {
    const { driver } = entered();
    const goal = target(driver);
    driver.report({ kind: 'refused', clientOrderId: goal, code: '110007', message: 'no' });
    expect(open(driver)).toEqual(['SELL 3 stop 95 EMULATED']);
    driver.settle().trade({ kind: 'cancel', clientOrderId: stopOf(driver) });
    driver.settle().quote('98', '98.2');
    expect(open(driver)).toEqual([]);
  });

  it('ends when the position is closed by another order, and with its deployment', () => {
    const first = entered().driver;
    const goal = target(first);
    first.report({ kind: 'accepted', clientOrderId: goal, venueOrderId: `v-${goal}` });
    first.settle().trade({ kind: 'cancel', clientOrderId: goal });
    canceled(first, goal);
    const [close] = first.settle().trade(market({ side: 'SELL', quantity: '3', reduceOnly: true }));
    first.fill(close!, 'x2', '3', '100');
    expect(open(first)).toEqual([]);

    const second = entered().driver;
    second.operator({ kind: 'stop-deployment', deploymentId: second.core.deployments()[0]!.terms.deploymentId, reason: 'done' });
    expect(open(second)).toEqual(['SELL 3 110 PENDING_CANCEL']);
  });

  it('is forgotten when its entry fills nothing', () => {
    const { driver, id } = (() => {
      const one = new CoreDriver().running();
      return { driver: one, id: one.accepted(resting()) };
    })();
    driver.settle();
    canceled(driver, id);
    expect(JSON.stringify(driver.core.snapshot())).toContain('"brackets":{"$map":[]}');
  });

  it.each<[string, StrategyCommand, string]>([
    ['a stop above the entry', bracket({}, { stopLoss: '101' }), 'stopLoss < entry < takeProfit'],
    ['a target below it', bracket({}, { takeProfit: '99' }), 'stopLoss < entry < takeProfit'],
    ['a short with the exits of a long', bracket({ side: 'SELL' }), 'takeProfit < entry < stopLoss'],
    ['a stop off the tick', bracket({}, { stopLoss: '95.05' }), 'a multiple of 0.1 above zero'],
  ])('with %s is denied', (_, command, limit) => {
    const driver = new CoreDriver().running();
    driver.trade(command);
    expect(driver.last.events).toContainEqual(
      expect.objectContaining({ change: 'Denied', denial: expect.objectContaining({ code: 'INVALID_REQUEST', limit }) }),
    );
    expect(open(driver)).toEqual([]);
  });

  it('of a short is its mirror', () => {
    const { driver } = (() => {
      const one = new CoreDriver().running();
      const id = one.accepted(bracket({ side: 'SELL' }, { stopLoss: '105', takeProfit: '90' }));
      one.settle().fill(id, 'x1', '3', '99.9');
      return { driver: one };
    })();
    expect(open(driver)).toEqual(['BUY 3 stop 105 EMULATED', 'BUY 3 90 SUBMITTED']);
  });

  it('goes on after a restart as if there had been none', () => {
    const { driver } = entered();
    const goal = target(driver);
    driver.core = TradingCore.restore(JSON.parse(JSON.stringify(driver.core.snapshot())));
    driver.fill(goal, 'x2', '3', '110');
    expect(open(driver)).toEqual([]);
  });
});

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
