import { encodeClientOrderId } from '@libs/kernel';
import type { Order } from '@libs/kernel';
import type { VenueReport } from './input';
import { TradingCore } from './trading-core';
import { CoreDriver, DEPLOYMENT, MANUAL, OTHER, PERP, market, words } from './testing/core-driver';

const status = (driver: CoreDriver, id: string): string | undefined => driver.core.order(id)?.status;
const halts = (driver: CoreDriver): string[] =>
  driver.last.events.flatMap((event) => (event.type === 'TradingStateChanged' && event.to === 'HALTED' ? [event.reason] : []));

function submitted(): { driver: CoreDriver; id: string } {
  const driver = new CoreDriver().running();
  const [id] = driver.trade(market({ type: 'LIMIT', price: '100', timeInForce: 'GTC', quantity: '3' }));
  return { driver, id: id! };
}

function venueOrder(
  id: string,
  state: Extract<VenueReport, { kind: 'order' }>['status'],
  filledQuantity = '0',
  reason?: string,
): VenueReport {
  return {
    kind: 'order',
    clientOrderId: id,
    venueOrderId: 'v1',
    status: state,
    filledQuantity,
    ...(reason === undefined ? {} : { reason }),
  };
}

describe('a venue report', () => {
  it('accepts an order', () => {
    const { driver, id } = submitted();
    driver.settle().report({ kind: 'accepted', clientOrderId: id, venueOrderId: 'v1' });
    expect(words(driver.last)).toEqual(['OrderChanged.Accepted', 'deliver.order']);
    expect(driver.core.order(id)).toMatchObject({ status: 'ACCEPTED', venueOrderId: 'v1' });
  });

  it('is silent when it says the same again', () => {
    const { driver, id } = submitted();
    driver.report({ kind: 'accepted', clientOrderId: id, venueOrderId: 'v1' });
    expect(words(driver.report(venueOrder(id, 'ACCEPTED')))).toEqual([]);
  });

  it.each<[string, (id: string) => VenueReport, Partial<Order>]>([
    [
      'a refusal',
      (id) => ({ kind: 'refused', clientOrderId: id, code: '110007', message: 'not enough' }),
      { status: 'REJECTED', reason: '110007: not enough' },
    ],
    ['a lost answer', (id) => ({ kind: 'unknown', clientOrderId: id, cause: 'timeout' }), { status: 'UNKNOWN', reason: 'timeout' }],
    ['proof of absence', (id) => ({ kind: 'never-received', clientOrderId: id }), { status: 'EXPIRED', reason: 'NEVER_RECEIVED' }],
    ['a withdrawal', (id) => ({ kind: 'withdrawn', clientOrderId: id }), { status: 'CANCELED', reason: 'cancelled before it was sent' }],
    [
      'a rejection on the stream',
      (id) => venueOrder(id, 'REJECTED', '0', 'EC_NoSuchSymbol'),
      { status: 'REJECTED', reason: 'EC_NoSuchSymbol' },
    ],
    [
      'a cancel by the venue',
      (id) => venueOrder(id, 'CANCELED', '0', 'EC_PostOnlyWillTakeLiquidity'),
      { status: 'CANCELED', reason: 'EC_PostOnlyWillTakeLiquidity' },
    ],
  ])('of %s ends the wait and is told', (_, report, expected) => {
    const { driver, id } = submitted();
    driver.settle().report(report(id));
    expect(driver.core.order(id)).toMatchObject(expected);
    expect(words(driver.last)).toContain('deliver.order');
  });

  it('of an order that the executor stopped denies it with its code', () => {
    const { driver, id } = submitted();
    const { events } = driver.report({ kind: 'aborted', clientOrderId: id, code: 'STALE', message: 'older than 5 s' });
    expect(events[0]).toMatchObject({ change: 'Denied', denial: { code: 'STALE' }, order: { status: 'DENIED' } });
  });

  it('of a lost answer comes too late once the venue has spoken', () => {
    const { driver, id } = submitted();
    driver.report(venueOrder(id, 'ACCEPTED'));
    expect(words(driver.report({ kind: 'unknown', clientOrderId: id, cause: 'timeout' }))).toEqual([]);
  });

  it('read twice from the inbox is passed over', () => {
    const { driver, id } = submitted();
    driver.report({ kind: 'accepted', clientOrderId: id, venueOrderId: 'v1' });
    const [input] = driver.inputs.slice(-1);
    expect(words(driver.step(input!.body))).toEqual([]);
  });
});

describe('executions and order events in any order', () => {
  it('fill before the acknowledgement', () => {
    const { driver, id } = submitted();
    driver.fill(id, 'e1', '3', '100');
    expect(status(driver, id)).toBe('FILLED');
    driver.report({ kind: 'accepted', clientOrderId: id, venueOrderId: 'v1' });
    expect(driver.core.order(id)).toMatchObject({ status: 'FILLED', venueOrderId: 'v1' });
  });

  it('let FILLED wait for the executions', () => {
    const { driver, id } = submitted();
    driver.report(venueOrder(id, 'FILLED', '3'));
    expect(status(driver, id)).toBe('ACCEPTED');
    driver.fill(id, 'e1', '1', '100');
    expect(status(driver, id)).toBe('PARTIALLY_FILLED');
    driver.fill(id, 'e2', '2', '100');
    expect(status(driver, id)).toBe('FILLED');
  });

  it('end an order that the venue cut down and filled, and count what it traded', () => {
    const { driver, id } = submitted();
    driver.report(venueOrder(id, 'FILLED', '1'));
    driver.fill(id, 'e1', '1', '100');
    expect(driver.core.order(id)).toMatchObject({ status: 'CANCELED', reason: 'the venue cut it to 1 and filled that' });
    expect(driver.core.openOrders()).toEqual([]);
    expect(driver.core.positions()[0]?.position.quantity.toString()).toBe('1');
  });

  it('keep a cancelled order cancelled and count what had traded before', () => {
    const { driver, id } = submitted();
    driver.report(venueOrder(id, 'CANCELED', '1'));
    expect(driver.core.openOrders().map(({ clientOrderId }) => clientOrderId)).toEqual([id]);
    driver.fill(id, 'e1', '1', '100');
    expect(driver.core.order(id)?.status).toBe('CANCELED');
    expect(driver.core.order(id)?.filledQuantity.toString()).toBe('1');
    expect(driver.core.openOrders()).toEqual([]);
    expect(driver.core.positions()[0]?.position.quantity.toString()).toBe('1');
  });

  it('count executions that a cancelled order is told to have only later', () => {
    const { driver, id } = submitted();
    driver.report(venueOrder(id, 'CANCELED', '0'));
    expect(driver.core.openOrders()).toEqual([]);
    driver.report(venueOrder(id, 'CANCELED', '2'));
    expect(driver.core.openOrders()).toHaveLength(1);
  });

  it('turn a cancelled order into a filled one', () => {
    const { driver, id } = submitted();
    driver.report(venueOrder(id, 'CANCELED', '0'));
    driver.fill(id, 'e1', '3', '100');
    expect(status(driver, id)).toBe('FILLED');
  });

  it('drop an execution that was seen before', () => {
    const { driver, id } = submitted();
    driver.fill(id, 'e1', '1', '100');
    expect(words(driver.fill(id, 'e1', '1', '100'))).toEqual([]);
    expect(driver.core.order(id)?.filledQuantity.toString()).toBe('1');
  });

  it('leave a filled order filled when its cancel is refused', () => {
    const { driver, id } = submitted();
    driver.settle().trade({ kind: 'cancel', clientOrderId: id });
    expect(status(driver, id)).toBe('PENDING_CANCEL');
    driver.fill(id, 'e1', '3', '100');
    expect(words(driver.report({ kind: 'cancel-refused', clientOrderId: id, code: '110001', message: 'too late' }))).toEqual([]);
    expect(status(driver, id)).toBe('FILLED');
  });

  it('let a cancel be asked for again after its refusal', () => {
    const { driver, id } = submitted();
    driver.operator({ kind: 'cancel-order', clientOrderId: id });
    expect(words(driver.operator({ kind: 'cancel-order', clientOrderId: id }))).toEqual(['CommandApplied']);
    driver.report({ kind: 'cancel-refused', clientOrderId: id, code: '10006', message: 'too many' });
    expect(words(driver.operator({ kind: 'cancel-order', clientOrderId: id }))).toContain('cancel');
  });

  it('tell the strategy of the fill first, then of the order', () => {
    const { driver, id } = submitted();
    driver.settle();
    expect(words(driver.fill(id, 'e1', '3', '99.5')).at(-1)).toBe('deliver.fill');
    expect(driver.core.outstanding()[0]?.event).toEqual({
      type: 'fill',
      clientOrderId: id,
      symbol: PERP,
      side: 'BUY',
      quantity: '3',
      price: '99.5',
    });
    expect(driver.core.outstanding()[0]?.context.positions).toEqual({ [PERP]: { quantity: '3', averagePrice: '99.5' } });
    expect(driver.answer().effects).toEqual([
      expect.objectContaining({
        delivery: expect.objectContaining({ event: { type: 'order', clientOrderId: id, symbol: PERP, status: 'FILLED' } }),
      }),
    ]);
  });
});

describe('an UNKNOWN order', () => {
  it('counts in exposure as if it will fill', () => {
    const driver = new CoreDriver().running({ maxPositionSize: '0.1' });
    const [id] = driver.trade(market({ quantity: '9' }));
    driver.report({ kind: 'unknown', clientOrderId: id!, cause: 'timeout' });
    driver.settle().trade(market({ quantity: '1' }));
    expect(driver.last.events.at(-1)).toMatchObject({
      change: 'Denied',
      denial: { code: 'MAX_POSITION_SIZE', limit: '1000 USDT', value: '1001 USDT' },
    });
  });

  it('stays UNKNOWN while its cancel is under way, which is written down', () => {
    const { driver, id } = submitted();
    driver.report({ kind: 'unknown', clientOrderId: id, cause: 'timeout' });
    expect(words(driver.operator({ kind: 'cancel-order', clientOrderId: id })).slice(0, 1)).toEqual(['OrderChanged.CancelRequested']);
    expect(status(driver, id)).toBe('UNKNOWN');
  });

  it('becomes what the venue says', () => {
    const { driver, id } = submitted();
    driver.report({ kind: 'unknown', clientOrderId: id, cause: 'timeout' });
    driver.report(venueOrder(id, 'PARTIALLY_FILLED', '1'));
    expect(status(driver, id)).toBe('ACCEPTED');
    driver.fill(id, 'e1', '1', '100');
    expect(status(driver, id)).toBe('PARTIALLY_FILLED');
  });

  it('that was proven absent is reopened when it turns up', () => {
    const { driver, id } = submitted();
    driver.report({ kind: 'never-received', clientOrderId: id });
    driver.settle().report(venueOrder(id, 'ACCEPTED'));
    expect(words(driver.last)).toEqual(['OrderChanged.Reopened', 'deliver.order']);
    expect(driver.core.order(id)).toMatchObject({ status: 'ACCEPTED', venueOrderId: 'v1' });
    expect(driver.core.tradingState()).toBe('ACTIVE');
  });

  it('that was proven absent is reopened by its execution', () => {
    const { driver, id } = submitted();
    driver.report({ kind: 'never-received', clientOrderId: id });
    driver.fill(id, 'e1', '1', '100');
    expect(status(driver, id)).toBe('PARTIALLY_FILLED');
  });
});

describe('what must not happen', () => {
  it('an execution of no order of ours halts trading and is named', () => {
    const { driver } = submitted();
    driver.fill('somebody-else', 'e9', '1', '100');
    expect(halts(driver)).toEqual(['execution e9 (BUY 1 BTCUSDT at 100) belongs to no order of ours']);
    expect(words(driver.last)).toContain('cancel');
  });

  it('an execution of the wrong side halts trading and is not booked', () => {
    const { driver, id } = submitted();
    driver.fill(id, 'e9', '1', '100', { side: 'SELL' });
    expect(halts(driver)[0]).toContain('does not fit order');
    expect(driver.core.positions()).toEqual([]);
  });

  it('more executions than were ordered halt trading', () => {
    const { driver, id } = submitted();
    driver.fill(id, 'e1', '3.5', '100');
    expect(halts(driver)[0]).toContain('asked for 3 BTC/USDT:USDT, its executions add up to 3.5');
  });

  it('an order alive at the venue that never left the house is reopened and halts trading', () => {
    const { driver, id } = submitted();
    driver.report({ kind: 'aborted', clientOrderId: id, code: 'STALE', message: 'old' });
    driver.report(venueOrder(id, 'ACCEPTED'));
    expect(halts(driver)[0]).toContain('was DENIED before it left the house, yet the venue has it');
    expect(status(driver, id)).toBe('PENDING_CANCEL');
  });

  it('absence of an order that the venue has given an id halts trading', () => {
    const { driver, id } = submitted();
    driver.report({ kind: 'accepted', clientOrderId: id, venueOrderId: 'v1' });
    driver.report({ kind: 'never-received', clientOrderId: id });
    expect(halts(driver)[0]).toContain('reported absent, yet the venue has told of it before');
  });

  it('absence of an order that has traded halts trading', () => {
    const { driver, id } = submitted();
    driver.fill(id, 'e1', '1', '100');
    driver.report({ kind: 'never-received', clientOrderId: id });
    expect(halts(driver)).toHaveLength(1);
    expect(status(driver, id)).toBe('PENDING_CANCEL');
  });

  it('a rejection after a fill halts trading and leaves the order as it was', () => {
    const { driver, id } = submitted();
    driver.fill(id, 'e1', '1', '100');
    driver.report(venueOrder(id, 'REJECTED'));
    expect(halts(driver)[0]).toContain('PARTIALLY_FILLED cannot take the event Rejected');
    expect(driver.core.order(id)?.filledQuantity.toString()).toBe('1');
  });

  it('a number that cannot be read halts trading', () => {
    const { driver, id } = submitted();
    driver.fill(id, 'e1', 'one', '100');
    expect(halts(driver)[0]).toContain('"one" is not a decimal number');
  });

  it('an order of ours from long ago may still send the end it came to', () => {
    const { driver, id } = submitted();
    const old = `${id.slice(0, 25)}0000000100`;
    expect(words(driver.report(venueOrder(old, 'FILLED', '1')))).toEqual([]);
    const byHand = `${encodeClientOrderId({ deploymentId: MANUAL, inputSeq: 1, index: 0 })}`;
    expect(words(driver.report(venueOrder(byHand, 'CANCELED')))).toEqual([]);
    driver.report(venueOrder(old, 'ACCEPTED'));
    expect(halts(driver)[0]).toContain('which is not ours');
  });

  it.each([
    ['of another installation', encodeClientOrderId({ deploymentId: OTHER, inputSeq: 1, index: 0 })],
    ['from the future', encodeClientOrderId({ deploymentId: DEPLOYMENT, inputSeq: 9_999, index: 0 })],
    ['of no form of ours', 'web-1'],
  ])('an order %s halts trading whatever became of it', (_, foreign) => {
    const { driver } = submitted();
    driver.report(venueOrder(foreign, 'FILLED', '1'));
    expect(halts(driver)).toEqual([`report "order" names order ${foreign}, which is not ours`]);
  });
});

describe('sums that do not add up', () => {
  it('halt trading at the next fill and are named', () => {
    const driver = new CoreDriver().running();
    driver.fill(driver.accepted(), 'e1', '1', '100');
    const id = driver.settle().accepted();
    const tampered = JSON.parse(JSON.stringify(driver.core.snapshot()), (key, value) =>
      key === 'account' && value?.symbol === PERP ? { ...value, quantity: { $decimal: '7' } } : value,
    );
    driver.core = TradingCore.restore(tampered);
    driver.fill(id, 'e2', '1', '100');
    expect(halts(driver)).toEqual([`positions of ${PERP} do not add up: deployments hold 2, the account 8`]);
  });
});

describe('a fill', () => {
  it('keeps the wallet at what was put in plus what was realised less fees, fill after fill', () => {
    const driver = new CoreDriver().running();
    driver.fill(driver.accepted(market({ quantity: '3' })), 'e1', '3', '100', { fee: '0.1' });
    for (const [execution, price] of [
      ['e2', '101'],
      ['e3', '104'],
      ['e4', '98'],
    ] as const) {
      driver.settle();
      driver.fill(driver.accepted(market({ side: 'SELL', quantity: '1' })), execution, '1', price, { fee: '0.1' });
    }
    // +1 +4 −2, and four fees of 0.1.
    expect(driver.core.accountValue()).toEqual({ balance: '10002.6', unrealised: '0', realised: '3', fees: '0.4', equity: '10002.6' });
  });

  it('moves positions, ledger and value by hand-worked amounts', () => {
    const driver = new CoreDriver().running();
    driver.fill(driver.accepted(market({ quantity: '3' })), 'e1', '3', '100', { fee: '0.165' });
    driver.settle();
    const { events } = driver.fill(driver.accepted(market({ side: 'SELL', quantity: '1' })), 'e2', '1', '103', { fee: '0.05665' });
    expect(events.map((event) => JSON.parse(JSON.stringify(event)))).toEqual([
      expect.objectContaining({ type: 'OrderChanged', change: 'Filled' }),
      expect.objectContaining({
        type: 'FillRecorded',
        realised: '3',
        fill: expect.objectContaining({ executionId: 'e2', quantity: '1', price: '103', fee: '0.05665' }),
      }),
      {
        type: 'PositionChanged',
        deploymentId: DEPLOYMENT,
        position: { symbol: PERP, quantity: '2', cost: '200', realised: '3', fees: '0.22165' },
        averagePrice: '100',
      },
      {
        type: 'PositionChanged',
        deploymentId: null,
        position: { symbol: PERP, quantity: '2', cost: '200', realised: '3', fees: '0.22165' },
        averagePrice: '100',
      },
      {
        type: 'LedgerPosted',
        posting: {
          reason: 'fill',
          reference: 'e2',
          entries: [
            { account: 'wallet', asset: 'USDT', amount: '3' },
            { account: 'realised', asset: 'USDT', amount: '-3' },
            { account: 'fees', asset: 'USDT', amount: '0.05665' },
            { account: 'wallet', asset: 'USDT', amount: '-0.05665' },
          ],
        },
      },
      // 10,000 + 3 − 0.22165; two held at 100, marked at the middle of 99.9 and 100.1.
      { type: 'AccountValued', value: { balance: '10002.77835', unrealised: '0', realised: '3', fees: '0.22165', equity: '10002.77835' } },
    ]);
  });
});
