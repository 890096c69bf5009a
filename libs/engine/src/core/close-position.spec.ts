import { bracket, canceled, entered, open, resting, stopOf, target } from './testing/bracket-driver';
import { CoreDriver, DEPLOYMENT, MANUAL, OTHER, PERP, SPOT, market, words } from './testing/core-driver';
import { TradingCore } from './trading-core';

const close = (driver: CoreDriver, changes: { deploymentId?: string; symbol?: string } = {}) =>
  driver.operator({ kind: 'close-position', deploymentId: DEPLOYMENT, symbol: PERP, ...changes });
const stop = (driver: CoreDriver) => driver.operator({ kind: 'stop-deployment', deploymentId: DEPLOYMENT, reason: 'seen' });
const breaks = (driver: CoreDriver) =>
  driver.step({ type: 'strategy-fault', deploymentId: DEPLOYMENT, hook: 'onBar', message: 'x is not a function' });
const set = (driver: CoreDriver, state: 'ACTIVE' | 'REDUCING' | 'HALTED') =>
  driver.operator({ kind: 'set-trading-state', state, reason: 'test' });

/** Long three without exits. */
function long(): CoreDriver {
  const driver = new CoreDriver().running();
  driver.fill(driver.accepted(market({ quantity: '3' })), 'x1', '3', '100.1');
  return driver.settle();
}

const closing = (driver: CoreDriver): string => driver.core.openOrders().find(({ tag }) => tag === 'close')!.clientOrderId;
const held = (driver: CoreDriver, deploymentId: string | null = DEPLOYMENT): string =>
  String(driver.core.positions().find((view) => view.deploymentId === deploymentId)?.position.quantity ?? '0');
const submits = (driver: CoreDriver) =>
  driver.results.flatMap(({ effects }) => effects.flatMap((effect) => (effect.type === 'submit' ? [effect.ticket] : []))).slice(1);
const refusal = (driver: CoreDriver) => driver.last.events.find((event) => event.type === 'CommandRefused');

describe('closing a position', () => {
  it('sends an order for all of it, which belongs to the deployment and is caused by who asked', () => {
    const driver = long();
    const { events, effects } = close(driver);
    expect(events[0]).toMatchObject({ type: 'OrderChanged', cause: { actor: 'ann', commandId: expect.any(String) as string } });
    expect(events.at(-1)).toMatchObject({ type: 'CommandApplied', reference: closing(driver) });
    expect(driver.core.order(closing(driver))).toMatchObject({
      deploymentId: DEPLOYMENT,
      type: 'MARKET',
      timeInForce: 'IOC',
      tag: 'close',
    });
    expect(effects).toContainEqual(
      expect.objectContaining({ type: 'submit', ticket: expect.objectContaining({ side: 'SELL', quantity: '3', reduceOnly: true }) }),
    );
    driver.fill(closing(driver), 'x2', '3', '99.9');
    expect([held(driver), held(driver, null), open(driver)]).toEqual(['0', '0', []]);
  });

  it('is heard of by a strategy that runs, as of its own', () => {
    const driver = long();
    close(driver);
    const id = closing(driver);
    driver.report({ kind: 'accepted', clientOrderId: id, venueOrderId: 'v' });
    driver.settle().fill(id, 'x2', '3', '99.9');
    const heard = driver.results.flatMap(({ effects }) =>
      effects.flatMap((effect) => (effect.type === 'deliver' ? [effect.delivery.event] : [])),
    );
    expect(heard).toContainEqual(expect.objectContaining({ type: 'order', clientOrderId: id, status: 'ACCEPTED', tag: 'close' }));
    expect(heard).toContainEqual(expect.objectContaining({ type: 'fill', clientOrderId: id, quantity: '3' }));
  });

  it('buys back what was sold', () => {
    const driver = new CoreDriver().running();
    driver.fill(driver.accepted(market({ side: 'SELL', quantity: '2' })), 'x1', '2', '99.9');
    close(driver);
    expect(open(driver)).toEqual(['BUY 2 market SUBMITTED']);
  });

  it.each([
    ['stopped', stop],
    ['faulted', breaks],
    ['faulted and seen to', (driver: CoreDriver) => (breaks(driver), stop(driver))],
  ])('closes that of a deployment that is %s', (_, end) => {
    const driver = long();
    end(driver);
    close(driver);
    driver.fill(closing(driver), 'x2', '3', '99.9');
    expect([held(driver), open(driver)]).toEqual(['0', []]);
  });

  it('closes what was bought by hand', () => {
    const driver = new CoreDriver().running();
    const { kind: _kind, ...order } = market({ quantity: '2' }) as Extract<ReturnType<typeof market>, { kind: 'submit' }>;
    const { events } = driver.operator({ kind: 'place-order', order });
    driver.fill((events.at(-1) as { reference: string }).reference, 'x1', '2', '100.1');
    close(driver, { deploymentId: MANUAL });
    driver.fill(closing(driver), 'x2', '2', '99.9');
    expect(held(driver, MANUAL)).toBe('0');
  });

  it('takes only what is the deployment’s', () => {
    const driver = long();
    const { kind: _kind, ...order } = market({ quantity: '2' }) as Extract<ReturnType<typeof market>, { kind: 'submit' }>;
    const { events } = driver.operator({ kind: 'place-order', order });
    driver.fill((events.at(-1) as { reference: string }).reference, 'x2', '2', '100.1');
    close(driver);
    driver.fill(closing(driver), 'x3', '3', '99.9');
    expect([held(driver), held(driver, MANUAL), held(driver, null)]).toEqual(['0', '2', '2']);
  });

  it.each([
    ['an unknown deployment', { deploymentId: OTHER }, 'NOT_FOUND'],
    ['a symbol of which nothing is held', { symbol: SPOT }, 'NO_POSITION'],
  ])('is refused for %s', (_, changes, code) => {
    const driver = long();
    expect(words(close(driver, changes))).toEqual(['CommandRefused']);
    expect(refusal(driver)).toMatchObject({ code });
  });

  it('is refused where all is closed', () => {
    const driver = long();
    close(driver);
    driver.fill(closing(driver), 'x2', '3', '99.9');
    close(driver);
    expect(refusal(driver)).toMatchObject({ code: 'NO_POSITION', message: `deployment ${DEPLOYMENT} holds nothing of ${PERP}` });
  });

  it.each([
    ['by hand', close],
    ['by its strategy', (driver: CoreDriver) => driver.trade(market({ side: 'SELL', quantity: '3', reduceOnly: true }))],
  ])('is refused where it is being closed %s', (_, first) => {
    const driver = long();
    first(driver);
    close(driver);
    expect(refusal(driver)).toMatchObject({ code: 'ALREADY_CLOSING' });
    expect(submits(driver)).toHaveLength(1);
  });

  it('is denied in a halt, as an order by hand is', () => {
    const driver = long();
    set(driver, 'HALTED');
    expect(words(close(driver))).toEqual(['OrderChanged.Initialized', 'OrderChanged.Denied', 'CommandRefused', 'deliver.order']);
    expect(refusal(driver)).toMatchObject({ code: 'TRADING_HALTED', denial: { code: 'TRADING_HALTED' } });
    set(driver, 'REDUCING');
    close(driver);
    expect(open(driver)).toEqual(['SELL 3 market SUBMITTED']);
  });
});

describe('closing a position that has exits', () => {
  /** Long three of a bracket whose take-profit rests at the venue. */
  function guarded(): CoreDriver {
    const { driver } = entered();
    driver.report({ kind: 'accepted', clientOrderId: target(driver), venueOrderId: `v-${target(driver)}` });
    return driver.settle();
  }

  it.each([
    ['runs', () => undefined],
    ['broke', breaks],
  ])('waits until the take-profit is gone, and ends the exits, of a strategy that %s', (_, end) => {
    const driver = guarded();
    end(driver);
    const goal = target(driver);
    close(driver);
    expect(driver.last.events.at(-1)).toMatchObject({ type: 'CommandApplied', reference: closing(driver) });
    expect(open(driver)).toEqual(['SELL 3 stop 95 EMULATED', 'SELL 3 110 PENDING_CANCEL', 'SELL 3 market RELEASED']);
    canceled(driver, goal);
    expect(open(driver)).toEqual(['SELL 3 stop 95 EMULATED', 'SELL 3 market SUBMITTED']);
    driver.fill(closing(driver), 'x2', '3', '99.9');
    expect([held(driver), open(driver)]).toEqual(['0', []]);
    expect(JSON.stringify(driver.core.snapshot())).toContain('"brackets":{"$map":[]}');
  });

  it('closes only what the take-profit left', () => {
    const driver = guarded();
    const goal = target(driver);
    close(driver);
    driver.fill(goal, 'x2', '1', '110');
    canceled(driver, goal);
    expect(submits(driver).at(-1)).toMatchObject({ type: 'MARKET', quantity: '2' });
    driver.fill(closing(driver), 'x3', '2', '99.9');
    expect([held(driver), open(driver)]).toEqual(['0', []]);
  });

  it('closes nothing where the take-profit has closed all', () => {
    const driver = guarded();
    const goal = target(driver);
    close(driver);
    const id = closing(driver);
    driver.fill(goal, 'x2', '3', '110');
    expect(driver.core.order(id)).toMatchObject({ status: 'CANCELED', reason: 'its position was closed meanwhile' });
    expect([held(driver), open(driver), submits(driver).length]).toEqual(['0', [], 1]);
  });

  it('lets the stop, which was reached meanwhile, close nothing once more', () => {
    const driver = guarded();
    const goal = target(driver);
    close(driver);
    driver.quote('94', '94.2');
    canceled(driver, goal);
    expect(submits(driver).filter(({ type }) => type === 'MARKET')).toHaveLength(1);
    driver.fill(closing(driver), 'x2', '3', '94');
    expect([held(driver), open(driver)]).toEqual(['0', []]);
    expect(submits(driver).filter(({ type }) => type === 'MARKET')).toHaveLength(1);
  });

  it('waits for a stop that is on its way, and closes what that could not', () => {
    const { driver } = entered(bracket({}, { takeProfit: null }));
    driver.quote('94', '94.2');
    const sent = stopOf(driver);
    driver.report({ kind: 'accepted', clientOrderId: sent, venueOrderId: `v-${sent}` });
    close(driver);
    expect(open(driver)).toEqual(['SELL 3 stop 95 ACCEPTED', 'SELL 3 market RELEASED']);
    driver.fill(sent, 'x2', '3', '94');
    expect([held(driver), open(driver)]).toEqual(['0', []]);
  });

  it('ends an entry of the bracket that still rests', () => {
    const { driver, id } = entered(resting(), '2');
    driver.report({ kind: 'accepted', clientOrderId: target(driver), venueOrderId: `v-${target(driver)}` });
    const goal = target(driver);
    close(driver);
    canceled(driver, goal);
    driver.fill(closing(driver), 'x2', '2', '99.9');
    canceled(driver, id);
    expect([held(driver), open(driver)]).toEqual(['0', []]);
  });

  it('goes on waiting when its strategy is stopped, and after a restart', () => {
    const driver = guarded();
    const goal = target(driver);
    close(driver);
    stop(driver);
    expect(open(driver)).toEqual(['SELL 3 110 PENDING_CANCEL', 'SELL 3 market RELEASED']);
    driver.core = TradingCore.restore(JSON.parse(JSON.stringify(driver.core.snapshot())));
    canceled(driver, goal);
    driver.fill(closing(driver), 'x2', '3', '99.9');
    expect([held(driver), open(driver)]).toEqual(['0', []]);
  });

  it('is taken back by a halt while it waits, and the exits stand again after it', () => {
    const driver = guarded();
    const goal = target(driver);
    close(driver);
    const id = closing(driver);
    set(driver, 'HALTED');
    canceled(driver, goal);
    set(driver, 'ACTIVE');
    expect(driver.core.order(id)).toMatchObject({ status: 'CANCELED' });
    expect(open(driver)).toEqual(['SELL 3 stop 95 EMULATED', 'SELL 3 110 SUBMITTED']);
  });

  it('is refused a second time while it waits', () => {
    const driver = guarded();
    close(driver);
    close(driver);
    expect(refusal(driver)).toMatchObject({ code: 'ALREADY_CLOSING' });
  });

  it('is told of where it waits too long', () => {
    const driver = guarded();
    const goal = target(driver);
    close(driver);
    driver.pass(6_000);
    const delayed = { clientOrderId: closing(driver), deploymentId: DEPLOYMENT, waitsFor: [goal], isClose: true };
    expect(driver.events).toContainEqual(expect.objectContaining({ type: 'StopDelayed', ...delayed }));
  });

  it('takes back no exit where it is denied', () => {
    const driver = guarded();
    driver.session('s2');
    close(driver);
    expect(refusal(driver)).toMatchObject({ code: 'NOT_RECONCILED' });
    expect(open(driver)).toEqual(['SELL 3 stop 95 EMULATED', 'SELL 3 110 ACCEPTED']);
  });
});
