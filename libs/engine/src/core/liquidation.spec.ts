import { decimal, ledgerTotals } from '@libs/kernel';
import { CoreDriver, DEPLOYMENT, MANUAL, OTHER, PERP, SPOT, market, terms } from './testing/core-driver';
import type { VenueReport } from './input';

const taken = (quantity: string, executionId = 'l1', category: 'linear' | 'spot' = 'linear'): VenueReport => ({
  kind: 'liquidation',
  executionId,
  venueSymbol: 'BTCUSDT',
  category,
  side: 'SELL',
  quantity,
  price: '90',
  fee: '0.1',
  feeAsset: 'USDT',
});

/** Two strategies that hold 1 and 2 BTC at 100. */
function held(category: 'linear' | 'spot' = 'linear'): CoreDriver {
  const driver = new CoreDriver().running();
  const symbol = category === 'spot' ? SPOT : PERP;
  if (category === 'spot') {
    driver.instrument('spot');
    driver.trust([], SPOT);
    driver.quote('99.9', '100.1', SPOT);
  }
  driver.fill(driver.accepted(market({ symbol })), 'e1', '1', '100', { category });
  driver.settle();
  driver.operator({ kind: 'deploy', terms: terms({ deploymentId: OTHER }) });
  driver.historyOf(OTHER, [9, 10]);
  driver.settle();
  driver.at(12).liveBar(11);
  const { events } = driver.answer([market({ symbol, quantity: '2' })], OTHER);
  const [id] = events.flatMap((event) => (event.type === 'OrderChanged' ? [event.order.clientOrderId] : []));
  driver.fill(id!, 'e2', '2', '100', { category });
  return driver.settle();
}

describe('a liquidation', () => {
  it('closes what each strategy held at its price, shares the fee by size, and counts once', () => {
    const driver = held();
    const before = driver.core.accountValue();
    const { events } = driver.report(taken('3'));
    const fills = events.flatMap((event) => (event.type === 'FillRecorded' ? [event] : []));
    expect(fills.map(({ fill, realised }) => [fill.deploymentId, fill.quantity.toString(), fill.fee.toString(), realised])).toEqual([
      [DEPLOYMENT, '1', '0.03333333', '-10'],
      [OTHER, '2', '0.06666667', '-20'],
    ]);
    driver.report(taken('3'));
    const after = driver.core.accountValue();
    expect(decimal(after.balance).minus(decimal(before.balance)).toString()).toBe('-30.1');
    expect(driver.core.positions().map(({ position }) => position.quantity.toString())).toEqual(
      expect.not.arrayContaining(['1', '2', '3']),
    );
    expect(driver.core.tradingState()).toBe('ACTIVE');
    expect(Object.values(ledgerTotals(driver.core.ledger())).every((sum) => sum.isZero)).toBe(true);
  });

  it('is heard by each of them as a fill', () => {
    const driver = held();
    driver.report(taken('3'));
    driver.settle();
    const heard = driver.results.flatMap(({ effects }) =>
      effects.flatMap((effect) => (effect.type === 'deliver' && effect.delivery.event.type === 'fill' ? [effect.delivery.event] : [])),
    );
    expect(heard.filter(({ clientOrderId }) => clientOrderId === 'liquidation').map(({ quantity }) => quantity)).toEqual(['1', '2']);
  });

  it('that is not of what the account holds stops trading', () => {
    const driver = held();
    driver.report(taken('2.5'));
    expect(driver.core.tradingState()).toBe('HALTED');
  });

  it('that sells a part of the coins takes the same share of each strategy, and the rest of nobody', () => {
    const driver = held('spot');
    const holdings = (): readonly string[] =>
      driver.core.positions().map(({ deploymentId, position: { quantity } }) => `${deploymentId ?? 'all'} ${quantity}`);
    driver.report(taken('1.2', 'l1', 'spot'));
    expect(holdings()).toEqual([`all 1.8`, `${DEPLOYMENT} 0.6`, `${OTHER} 1.2`]);
    // The person deposited what no strategy bought.
    driver.report(taken('2.3', 'l2', 'spot'));
    expect(holdings()).toEqual([`all -0.5`, `${DEPLOYMENT} 0`, `${OTHER} 0`, `${MANUAL} -0.5`]);
    expect(driver.core.ledger().wallet?.['BTC']?.toString()).toBe('-0.5');
    expect(driver.core.tradingState()).toBe('ACTIVE');
    expect(Object.values(ledgerTotals(driver.core.ledger())).every((sum) => sum.isZero)).toBe(true);
  });

  it('whose loss an insurance fund pays leaves the ledger at zero', () => {
    const driver = held();
    const before = driver.core.accountValue().balance;
    const paid: VenueReport = { kind: 'insurance', transferId: 't1', asset: 'USDT', amount: '7.5' };
    driver.report(paid);
    driver.report(paid);
    expect(decimal(driver.core.accountValue().balance).minus(decimal(before)).toString()).toBe('7.5');
    expect(Object.values(ledgerTotals(driver.core.ledger())).every((sum) => sum.isZero)).toBe(true);
  });
});
