import fc from 'fast-check';
import { CoreDriver, DEPLOYMENT, PERP, SPOT, market, words } from './testing/core-driver';
import { TradingCore } from './trading-core';

const stop = (side: 'BUY' | 'SELL', price: string, more: Parameters<typeof market>[0] = {}) => market({ side, stop: price, ...more });

/** Long one at 100.1, if told so, and free of what it owes. */
function driven(isLong = true): CoreDriver {
  const driver = new CoreDriver().running();
  if (isLong) {
    const id = driver.accepted();
    driver.settle().fill(id, 'x1', '1', '100.1');
  }
  return driver.settle();
}

const statusOf = (driver: CoreDriver, id: string) => driver.core.order(id)?.status;

describe('a stop', () => {
  it('waits here, shown as EMULATED, and is sent as a market order when the price falls to it', () => {
    const driver = driven();
    const [id] = driver.trade(stop('SELL', '95', { reduceOnly: true }));
    expect(words(driver.last)).toEqual(['OrderChanged.Initialized', 'OrderChanged.Emulated', 'deliver.order']);
    expect(driver.core.order(id!)).toMatchObject({ status: 'EMULATED', reason: 'until the price is 95 or below' });
    driver.settle();
    // The middle is what counts: 95.05, then 95.
    expect(driver.quote('94.9', '95.2').events).toEqual([]);
    expect(words(driver.quote('94.9', '95.1'))).toEqual(['OrderChanged.Released', 'OrderChanged.Submitted', 'submit', 'deliver.order']);
    expect(driver.last.effects[0]).toMatchObject({
      ticket: { clientOrderId: id, type: 'MARKET', side: 'SELL', quantity: '1', reduceOnly: true },
    });
    driver.settle();
    driver.fill(id!, 'x2', '1', '94.9');
    expect(statusOf(driver, id!)).toBe('FILLED');
  });

  it('to buy waits for the price to rise, and is a limit order where it has a price', () => {
    const driver = driven(false);
    const [id] = driver.trade(stop('BUY', '105', { type: 'LIMIT', price: '105.5', timeInForce: 'GTC' }));
    driver.settle();
    expect(driver.quote('104', '105').events).toEqual([]);
    expect(driver.quote('105', '105.2').effects[0]).toMatchObject({
      type: 'submit',
      ticket: { clientOrderId: id, type: 'LIMIT', price: '105.5' },
    });
  });

  it('beyond which the price is already is sent at once', () => {
    const driver = driven();
    const [id] = driver.trade(stop('SELL', '100', { reduceOnly: true }));
    expect(words(driver.last).slice(0, 5)).toEqual([
      ...['OrderChanged.Initialized', 'OrderChanged.Emulated', 'OrderChanged.Released', 'OrderChanged.Submitted', 'submit'],
    ]);
    expect(statusOf(driver, id!)).toBe('SUBMITTED');
  });

  it('is cancelled without a word to the venue, by its strategy, the end of its deployment, or a halt where it may open', () => {
    const driver = driven();
    const [first] = driver.trade(stop('SELL', '95'));
    driver.settle();
    driver.trade({ kind: 'cancel', clientOrderId: first! });
    expect(words(driver.last)).toEqual(['OrderChanged.Canceled', 'deliver.order']);
    driver.settle();
    const [second] = driver.trade(stop('SELL', '95'));
    driver.operator({ kind: 'set-trading-state', state: 'HALTED', reason: 'test' });
    driver.operator({ kind: 'set-trading-state', state: 'ACTIVE', reason: 'test' });
    driver.settle();
    const [third] = driver.trade(stop('SELL', '95'));
    driver.operator({ kind: 'stop-deployment', deploymentId: DEPLOYMENT, reason: 'test' });
    expect([first, second, third].map((id) => statusOf(driver, id!))).toEqual(['CANCELED', 'CANCELED', 'CANCELED']);
    expect(driver.results.flatMap(({ effects }) => effects).filter(({ type }) => type === 'cancel')).toEqual([]);
  });

  it('that is sent in a halt waits through it, and goes with the resume where the price came to it', () => {
    const driver = driven();
    driver.operator({ kind: 'set-trading-state', state: 'HALTED', reason: 'test' });
    driver.settle();
    const [near, far] = driver.trade(...['95', '90'].map((price) => stop('SELL', price, { quantity: '0.5', reduceOnly: true })));
    driver.settle().quote('94', '94.2');
    expect([near, far].map((id) => statusOf(driver, id!))).toEqual(['RELEASED', 'EMULATED']);
    expect(driver.core.armedStops()).toMatchObject([{ clientOrderId: far }]);
    driver.operator({ kind: 'set-trading-state', state: 'REDUCING', reason: 'test' });
    expect([near, far].map((id) => statusOf(driver, id!))).toEqual(['SUBMITTED', 'EMULATED']);
    expect(driver.core.armedStops()).toMatchObject([{ clientOrderId: far }]);
  });

  it('is judged by its form at once, and by the account when it is sent', () => {
    const driver = driven(false);
    driver.trade(stop('BUY', '105.05'));
    expect(driver.last.events).toContainEqual(
      expect.objectContaining({ change: 'Denied', denial: expect.objectContaining({ code: 'TICK_SIZE' }) }),
    );
    driver.settle();
    const [id] = driver.trade(stop('SELL', '95', { reduceOnly: true }));
    driver.settle();
    expect(statusOf(driver, id!)).toBe('EMULATED');
    driver.quote('94', '94.2');
    expect(driver.core.order(id!)).toMatchObject({ status: 'DENIED', reason: expect.stringContaining('REDUCE_ONLY') });
  });

  it('does not stand in the way of another exit while it waits', () => {
    const driver = driven();
    driver.trade(
      stop('SELL', '95', { reduceOnly: true }),
      market({ side: 'SELL', type: 'LIMIT', price: '110', timeInForce: 'GTC', reduceOnly: true }),
    );
    expect(words(driver.last)).toContain('submit');
  });

  it('is not let go by a price that cannot be believed, or is of an earlier session', () => {
    const driver = driven();
    const [id] = driver.trade(stop('SELL', '95', { reduceOnly: true }));
    driver.settle();
    driver.trust(['CROSSED']);
    driver.settle().quote('90', '90.2');
    expect(statusOf(driver, id!)).toBe('EMULATED');
    driver.trust();
    driver.settle();
    driver.core = TradingCore.restore(JSON.parse(JSON.stringify(driver.core.snapshot())));
    const { effects } = driver.session('s2');
    expect(effects).toContainEqual({ type: 'watch', symbol: PERP, interval: '1m' });
    driver.instrument();
    driver.reconciled('1');
    driver.trust();
    expect(statusOf(driver, id!)).toBe('EMULATED');
    driver.settle().quote('90', '90.2');
    expect(statusOf(driver, id!)).toBe('SUBMITTED');
  });

  it('outlives a restart into a market beyond it: it goes at the first price after the account is reconciled', () => {
    const driver = driven();
    const [id] = driver.trade(stop('SELL', '95', { reduceOnly: true }));
    driver.settle();
    driver.core = TradingCore.restore(JSON.parse(JSON.stringify(driver.core.snapshot())));
    driver.session('s2');
    driver.instrument();
    driver.trust();
    driver.quote('90', '90.2');
    expect(statusOf(driver, id!)).toBe('EMULATED');
    driver.reconciled('1');
    driver.settle().quote('90', '90.2');
    expect(statusOf(driver, id!)).toBe('SUBMITTED');
  });

  it('has its market watched where nobody does, even if a price is known', () => {
    const driver = driven();
    driver.instrument('spot');
    driver.quote('99.9', '100.1', SPOT);
    driver.trade(stop('BUY', '105', { symbol: SPOT }));
    expect(driver.last.effects).toContainEqual({ type: 'watch', symbol: SPOT, interval: '1m' });
  });

  it('is let go by prints and closes where there are no quotes', () => {
    const driver = driven();
    const [id] = driver.trade(stop('SELL', '95', { reduceOnly: true }));
    driver.settle();
    driver.core = TradingCore.restore(JSON.parse(JSON.stringify(driver.core.snapshot())));
    driver.session('s2');
    driver.instrument();
    driver.reconciled('1');
    driver.trust();
    driver.step({ type: 'trades', symbol: PERP, trades: [{ id: '1', side: 'SELL', price: '94', quantity: '1', at: 0 }] });
    expect(statusOf(driver, id!)).toBe('SUBMITTED');
  });
});

describe('whatever way the price goes', () => {
  it('each stop is sent once, at the first price that reaches it, and never before', () => {
    const prices = fc.array(fc.integer({ min: 80, max: 120 }), { minLength: 1, maxLength: 30 });
    const wanted = fc.array(fc.record({ side: fc.constantFrom('BUY' as const, 'SELL' as const), at: fc.integer({ min: 80, max: 120 }) }), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(wanted, prices, (stops, path) => {
        const driver = new CoreDriver().running();
        driver.quote('100', '100');
        const ids = driver.trade(...stops.map(({ side, at }) => stop(side, String(at), { quantity: '0.1' })));
        driver.settle();
        const sentAt = new Map<string, number>();
        const look = (price: number): void => {
          for (const id of ids) if (statusOf(driver, id) !== 'EMULATED' && !sentAt.has(id)) sentAt.set(id, price);
        };
        look(100);
        for (const price of path) {
          driver.quote(String(price), String(price));
          driver.settle();
          look(price);
        }
        stops.forEach(({ side, at }, index) => {
          const first = [100, ...path].find((price) => (side === 'SELL' ? price <= at : price >= at));
          expect(sentAt.get(ids[index]!)).toBe(first);
        });
        const submits = driver.results.flatMap(({ effects }) =>
          effects.flatMap((effect) => (effect.type === 'submit' ? [effect.ticket.clientOrderId] : [])),
        );
        expect(new Set(submits).size).toBe(submits.length);
      }),
      { numRuns: 100 },
    );
  });
});
