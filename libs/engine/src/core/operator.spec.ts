import type { OperatorCommand } from './input';
import { ACCOUNT, CoreDriver, DEPLOYMENT, MANUAL, OTHER, PERP, market, terms, words } from './testing/core-driver';
import { decodeClientOrderId } from '@libs/kernel';

const byHand: OperatorCommand = {
  kind: 'place-order',
  order: { symbol: PERP, side: 'BUY', type: 'LIMIT', quantity: '1', price: '99', timeInForce: 'GTC', postOnly: false, reduceOnly: false },
};
const open: OperatorCommand = { kind: 'open-account', terms: ACCOUNT, manualDeploymentId: MANUAL };

describe('open-account', () => {
  it('puts the starting balances into the ledger and values the account', () => {
    const driver = new CoreDriver();
    driver.operator(open, 'c1');
    expect(driver.last.events.map((event) => JSON.parse(JSON.stringify(event)))).toEqual([
      { type: 'AccountOpened', terms: ACCOUNT, cause: { actor: 'ann', commandId: 'c1' } },
      {
        type: 'LedgerPosted',
        posting: {
          reason: 'deposit',
          reference: `open ${ACCOUNT.accountId}`,
          entries: [
            { account: 'wallet', asset: 'USDT', amount: '10000' },
            { account: 'capital', asset: 'USDT', amount: '-10000' },
          ],
        },
      },
      { type: 'AccountValued', value: { balance: '10000', unrealised: '0', realised: '0', fees: '0', equity: '10000' } },
      { type: 'CommandApplied', commandId: 'c1', reference: ACCOUNT.accountId },
    ]);
  });

  it('is refused the second time', () => {
    const driver = new CoreDriver();
    driver.operator(open);
    expect(driver.operator(open).events).toEqual([expect.objectContaining({ type: 'CommandRefused', code: 'ALREADY_OPEN' })]);
  });

  it.each([
    ['a balance that is no number', { ...ACCOUNT, startingBalances: { USDT: 'much' } }, MANUAL, 'the starting balance "much" of USDT'],
    ['a balance below zero', { ...ACCOUNT, startingBalances: { USDT: '-1' } }, MANUAL, 'the starting balance "-1" of USDT'],
    ['a limit above one', { ...ACCOUNT, maxPositionSize: '2' }, MANUAL, 'above 0 and at most 1, not 2'],
    ['an id no order could be named after', ACCOUNT, 'manual', 'deployment id "manual" is not a lower-case UUID'],
  ])('refuses %s and opens nothing', (_, account, manualDeploymentId, message) => {
    const driver = new CoreDriver();
    driver.operator({ kind: 'open-account', terms: account, manualDeploymentId });
    expect(driver.last.events).toEqual([expect.objectContaining({ code: 'INVALID_REQUEST', message: expect.stringContaining(message) })]);
    expect(driver.core.account()).toBeNull();
  });

  it('comes before everything else', () => {
    expect(new CoreDriver().operator(byHand, 'c1').events).toEqual([
      { type: 'CommandRefused', commandId: 'c1', code: 'NO_ACCOUNT', message: 'the account is not open yet' },
    ]);
  });
});

describe('a command', () => {
  it('that is repeated is carried out once', () => {
    const driver = new CoreDriver().running();
    driver.operator(byHand, 'once');
    expect(words(driver.operator(byHand, 'once'))).toEqual([]);
    expect(driver.core.openOrders()).toHaveLength(1);
  });

  it('names who gave it in everything it causes', () => {
    const driver = new CoreDriver().running();
    const { events } = driver.operator(byHand, 'c9');
    expect(events.flatMap((event) => ('cause' in event ? [event.cause] : []))).toEqual([
      { actor: 'ann', commandId: 'c9' },
      { actor: 'ann', commandId: 'c9' },
    ]);
  });
});

describe('place-order', () => {
  it('belongs to the deployment for orders by hand and answers with the order’s id', () => {
    const driver = new CoreDriver().running();
    const { events } = driver.operator(byHand, 'c9');
    const [applied] = events.flatMap((event) => (event.type === 'CommandApplied' ? [event.reference!] : []));
    expect(decodeClientOrderId(applied!)).toEqual({ deploymentId: MANUAL, inputSeq: driver.inputs.length, index: 0 });
    expect(driver.core.order(applied!)).toMatchObject({ deploymentId: MANUAL, status: 'SUBMITTED' });
  });

  it('that is denied is refused with limit and value', () => {
    const driver = new CoreDriver().running();
    driver.operator({ kind: 'place-order', order: { ...byHand.order, price: '99.05' } });
    expect(words(driver.last)).toEqual(['OrderChanged.Initialized', 'OrderChanged.Denied', 'CommandRefused']);
    expect(driver.last.events.at(-1)).toMatchObject({ code: 'TICK_SIZE', denial: { limit: '0.1 USDT', value: '99.05 USDT' } });
  });

  it('of a symbol without price is denied and starts to watch it', () => {
    const driver = new CoreDriver();
    driver.operator(open);
    driver.instrument();
    driver.reconciled();
    driver.operator(byHand);
    expect(words(driver.last)).toEqual(['DataTrustChanged', 'OrderChanged.Initialized', 'OrderChanged.Denied', 'CommandRefused', 'watch']);
  });

  it('of a symbol nobody knows watches nothing', () => {
    const driver = new CoreDriver().running();
    driver.operator({ kind: 'place-order', order: { ...byHand.order, symbol: 'DOGE/USDT' } });
    expect(words(driver.last)).toEqual(['OrderChanged.Initialized', 'OrderChanged.Denied', 'CommandRefused']);
  });

  it('fills into a position of its own beside a strategy’s', () => {
    const driver = new CoreDriver().running();
    driver.fill(driver.accepted(market({ side: 'SELL', quantity: '2' })), 'e1', '2', '100');
    const { events } = driver.operator(byHand);
    const [id] = events.flatMap((event) => (event.type === 'CommandApplied' ? [event.reference!] : []));
    driver.fill(id!, 'e2', '1', '98');
    // The account bought one of its two short ones back, so two were gained on it; by hand nothing is realised yet.
    expect(
      driver.core
        .positions()
        .map(({ deploymentId, position }) => [deploymentId, position.quantity.toString(), position.realised.toString()]),
    ).toEqual([
      [null, '-1', '2'],
      [DEPLOYMENT, '-2', '0'],
      [MANUAL, '1', '0'],
    ]);
    expect(driver.last.events.find((event) => event.type === 'FillRecorded')).toMatchObject({ realised: '0' });
  });
});

describe('cancel-order', () => {
  it('is refused for an order nobody knows and for one that is closed', () => {
    const driver = new CoreDriver().running();
    const id = driver.accepted();
    driver.fill(id, 'e1', '1', '100');
    expect(driver.operator({ kind: 'cancel-order', clientOrderId: 'x' }).events).toEqual([expect.objectContaining({ code: 'NOT_FOUND' })]);
    expect(driver.operator({ kind: 'cancel-order', clientOrderId: id }).events).toEqual([
      expect.objectContaining({ code: 'ALREADY_CLOSED', message: `order ${id} is FILLED` }),
    ]);
  });
});

describe('amend-order', () => {
  const limit = market({ type: 'LIMIT', price: '90', quantity: '10', timeInForce: 'GTC' });

  function resting() {
    const driver = new CoreDriver().running();
    const id = driver.accepted(limit);
    driver.settle();
    return { driver, id };
  }

  it('asks the venue as a strategy would, for orders of strategies and by hand', () => {
    const { driver, id } = resting();
    driver.operator({ kind: 'amend-order', clientOrderId: id, price: '91' });
    expect(words(driver.last)).toEqual(['OrderChanged.UpdateRequested', 'CommandApplied', 'amend']);
    expect(driver.last.events[0]).toMatchObject({
      amendment: { price: '91' },
      cause: { actor: 'ann' },
      order: { status: 'PENDING_UPDATE' },
    });
    expect(driver.last.events[1]).toMatchObject({ reference: id });
    expect(driver.last.effects[0]).toMatchObject({
      ticket: { clientOrderId: id, quantity: '10', price: '91', amendment: { price: '91' } },
    });
    driver.operator(byHand);
    const [own] = driver.last.events.flatMap((event) => (event.type === 'CommandApplied' ? [event.reference!] : []));
    driver.report({ kind: 'accepted', clientOrderId: own!, venueOrderId: 'v' });
    driver.operator({ kind: 'amend-order', clientOrderId: own!, quantity: '0.5' });
    expect(driver.last.effects[0]).toMatchObject({ type: 'amend', ticket: { clientOrderId: own, amendment: { quantity: '0.5' } } });
  });

  it('is refused with limit and value where a strategy would be denied, and no strategy hears of it', () => {
    const { driver, id } = resting();
    driver.operator({ kind: 'amend-order', clientOrderId: id, quantity: '60' });
    expect(words(driver.last)).toEqual(['AmendmentDenied', 'CommandRefused']);
    expect(driver.last.events[1]).toMatchObject({
      code: 'MAX_POSITION_SIZE',
      reference: id,
      denial: { limit: expect.any(String) as string, value: expect.any(String) as string },
    });
    expect(driver.core.order(id)).toMatchObject({ status: 'ACCEPTED' });
    driver.operator({ kind: 'amend-order', clientOrderId: id });
    expect(driver.last.events.at(-1)).toMatchObject({ code: 'INVALID_REQUEST', message: `order ${id} stands like that already` });
  });

  it('is refused for an order nobody knows, one that is over, and one that is amended already', () => {
    const { driver, id } = resting();
    driver.operator({ kind: 'amend-order', clientOrderId: 'x', price: '91' });
    expect(driver.last.events).toEqual([expect.objectContaining({ code: 'NOT_FOUND' })]);
    driver.operator({ kind: 'amend-order', clientOrderId: id, price: '91' });
    driver.operator({ kind: 'amend-order', clientOrderId: id, price: '92' });
    expect(driver.last.events.at(-1)).toMatchObject({
      code: 'INVALID_REQUEST',
      message: `order ${id} is PENDING_UPDATE and cannot be amended now`,
      denial: { limit: 'open, with nothing else under way', value: 'PENDING_UPDATE' },
    });
    driver.fill(id, 'e1', '10', '90');
    driver.report({ kind: 'amend-refused', clientOrderId: id, code: '110001', message: 'too late' });
    driver.operator({ kind: 'amend-order', clientOrderId: id, price: '92' });
    expect(driver.last.events.at(-1)).toMatchObject({ code: 'INVALID_REQUEST', denial: { limit: 'open', value: 'FILLED' } });
  });
});

describe('set-trading-state', () => {
  it('HALTED takes back every open order and denies new ones', () => {
    const driver = new CoreDriver().running();
    const id = driver.accepted();
    driver.operator(byHand);
    driver.operator({ kind: 'set-trading-state', state: 'HALTED', reason: 'storm' });
    expect(words(driver.last)).toEqual([
      'TradingStateChanged',
      'OrderChanged.CancelRequested',
      'OrderChanged.CancelRequested',
      'CommandApplied',
      'cancel',
      'cancel',
    ]);
    expect(driver.core.order(id)?.status).toBe('PENDING_CANCEL');
    expect(driver.operator(byHand).events.at(-1)).toMatchObject({ code: 'TRADING_HALTED' });
  });

  it('REDUCING lets an exit go', () => {
    const driver = new CoreDriver().running();
    driver.fill(driver.accepted(), 'e1', '1', '100');
    driver.operator({ kind: 'set-trading-state', state: 'REDUCING', reason: 'evening' });
    driver.settle().trade(market({ side: 'SELL' }));
    expect(words(driver.last)).toContain('submit');
    driver.settle().trade(market());
    expect(driver.last.events.at(-1)).toMatchObject({ denial: { code: 'TRADING_REDUCING' } });
  });

  it('survives a snapshot', () => {
    const driver = new CoreDriver().running();
    driver.operator({ kind: 'set-trading-state', state: 'HALTED', reason: 'storm' });
    driver.core = (driver.core.constructor as unknown as { restore(snapshot: unknown): typeof driver.core }).restore(
      driver.core.snapshot(),
    );
    expect(driver.core.tradingState()).toBe('HALTED');
  });
});

describe('update-account', () => {
  it('changes the limit for the next order', () => {
    const driver = new CoreDriver().running();
    driver.operator({ kind: 'update-account', maxPositionSize: '0.005' });
    expect(words(driver.last)).toEqual(['AccountUpdated', 'CommandApplied']);
    expect(driver.operator(byHand).events.at(-1)).toMatchObject({
      code: 'MAX_POSITION_SIZE',
      denial: { limit: '50 USDT', value: '99 USDT' },
    });
  });

  it.each(['0', '1.01', '-0.1', 'half'])('refuses %s', (maxPositionSize) => {
    const driver = new CoreDriver().running();
    expect(driver.operator({ kind: 'update-account', maxPositionSize }).events).toEqual([
      expect.objectContaining({ type: 'CommandRefused', code: 'INVALID_REQUEST' }),
    ]);
  });
});

describe('deploy and stop-deployment', () => {
  it('refuse an id no order could be named after', () => {
    const driver = new CoreDriver().running();
    expect(driver.operator({ kind: 'deploy', terms: terms({ deploymentId: 'd1' }) }).events).toEqual([
      expect.objectContaining({ code: 'INVALID_REQUEST' }),
    ]);
  });

  it('ask once for a market that is watched already', () => {
    const driver = new CoreDriver().running();
    expect(words(driver.operator({ kind: 'deploy', terms: terms({ deploymentId: OTHER }) }))).toEqual([
      'DeploymentStarted',
      'CommandApplied',
      'load-strategy',
      'request-history',
    ]);
  });

  it('refuse what exists already and what does not exist', () => {
    const driver = new CoreDriver().running();
    expect(driver.operator({ kind: 'deploy', terms: terms() }).events).toEqual([expect.objectContaining({ code: 'ALREADY_DEPLOYED' })]);
    expect(driver.operator({ kind: 'stop-deployment', deploymentId: OTHER, reason: 'x' }).events).toEqual([
      expect.objectContaining({ code: 'NOT_FOUND' }),
    ]);
  });
});
