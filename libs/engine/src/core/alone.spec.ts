import { decimal } from '@libs/kernel';
import type { Order } from '@libs/kernel';
import { CoreDriver, DEPLOYMENT, MANUAL, OTHER, SPOT, market, terms } from './testing/core-driver';

/** Equity 10,000, a half of it per symbol, 99.9 bid and 100.1 asked. */
function shared(account: Parameters<CoreDriver['running']>[0] = {}): CoreDriver {
  const driver = new CoreDriver().running(account);
  driver.operator({ kind: 'deploy', terms: terms({ deploymentId: OTHER }) });
  driver.historyOf(OTHER, [8, 9]);
  return driver.settle();
}

/** What another strategy has bought at 100.1. */
function bought(driver: CoreDriver, quantity: string): CoreDriver {
  driver.at(11).liveBar(10);
  const { events } = driver.answer([market({ quantity })], OTHER);
  const order = events.find((event) => event.type === 'OrderChanged')!.order;
  driver.fill(order.clientOrderId, `x${quantity}`, quantity, '100.1');
  return driver.settle();
}

function ordered(driver: CoreDriver, changes: Parameters<typeof market>[0]): Order {
  return driver.core.order(driver.trade(market(changes))[0]!)!;
}

const judged = (driver: CoreDriver, order: Order, equity = '10000') => driver.core.judgedAlone(order, decimal(equity))?.code ?? null;

describe('an order, were its deployment alone on the account', () => {
  it('may go where another holds what the limit allows', () => {
    const driver = bought(shared(), '40');
    const order = ordered(driver, { quantity: '20' });
    expect([order.status, judged(driver, order)]).toEqual(['DENIED', null]);
    // Of 3,000 a half is less than 20 at 100.1.
    expect(judged(driver, order, '3000')).toBe('MAX_POSITION_SIZE');
  });

  it('is denied where another holds the opposite', () => {
    const driver = bought(shared(), '40');
    const order = ordered(driver, { side: 'SELL', quantity: '60' });
    expect([order.status, judged(driver, order)]).toEqual(['SUBMITTED', 'MAX_POSITION_SIZE']);
  });

  it('is not counted twice, nor with what the same answer wanted later', () => {
    const driver = shared();
    const [first, second] = driver.trade(market({ quantity: '30' }), market({ quantity: '15' }));
    expect([first, second].map((id) => judged(driver, driver.core.order(id!)!))).toEqual([null, null]);
    expect(judged(driver, ordered(driver.settle(), { quantity: '6' }))).toBe('MAX_POSITION_SIZE');
  });

  it('sells no coins that another has bought', () => {
    const driver = shared({ maxPositionSize: '1' });
    driver.instrument('spot');
    driver.trust([], SPOT);
    driver.quote('99.9', '100.1', SPOT);
    const { kind: _kind, ...order } = market({ symbol: SPOT, quantity: '2' }) as Extract<ReturnType<typeof market>, { kind: 'submit' }>;
    const { events } = driver.operator({ kind: 'place-order', order });
    const { clientOrderId } = events.find((event) => event.type === 'OrderChanged')!.order;
    driver.fill(clientOrderId, 's1', '2', '100', { category: 'spot' });
    const sale = ordered(driver.settle(), { symbol: SPOT, side: 'SELL', quantity: '1' });
    expect([sale.status, judged(driver, sale)]).toEqual(['SUBMITTED', 'INSUFFICIENT_BALANCE']);
    // 10,000 less 200 that the person paid are not the strategy's to miss.
    expect(judged(driver, { ...sale, side: 'BUY', quantity: decimal('99') })).toBe(null);
  });
});

describe('what a deployment has of its account', () => {
  it('is its own profit, fees taken off, and whether others are there', () => {
    const driver = shared();
    expect(driver.core.hasOthers(DEPLOYMENT)).toBe(false);
    bought(driver, '10');
    driver.quote('104.9', '105.1');
    // Ten at 100.1, worth 105.
    expect([OTHER, DEPLOYMENT, MANUAL].map((id) => driver.core.earnedBy(id).toString())).toEqual(['49', '0', '0']);
    expect([DEPLOYMENT, OTHER].map((id) => driver.core.hasOthers(id))).toEqual([true, false]);
  });
});
