import { CoreDriver, DEPLOYMENT, MANUAL, PERP, market, terms, words } from './testing/core-driver';

describe('TradingCore', () => {
  it('takes a deployment from its start to a live bar', () => {
    const driver = new CoreDriver().at(10);
    driver.session();
    driver.instrument();
    driver.operator({
      kind: 'open-account',
      terms: {
        accountId: 'a',
        name: 'demo',
        mode: 'paper',
        venue: 'bybit',
        settleAsset: 'USDT',
        maxPositionSize: '0.5',
        startingBalances: { USDT: '10000' },
      },
      manualDeploymentId: MANUAL,
    });
    expect(words(driver.last)).toEqual(['AccountOpened', 'LedgerPosted', 'AccountValued', 'CommandApplied']);
    driver.operator({ kind: 'deploy', terms: terms() });
    expect(words(driver.last)).toEqual([
      'DeploymentStarted',
      'DataTrustChanged',
      'CommandApplied',
      'load-strategy',
      'watch',
      'request-history',
    ]);
    expect(words(driver.history(8, 9))).toEqual(['DeploymentWarmedUp', 'deliver.init']);
    expect(words(driver.answer())).toEqual(['deliver.history']);
    expect(words(driver.answer())).toEqual(['deliver.start']);
    expect(words(driver.answer())).toEqual([]);
    expect(words(driver.liveBar(10))).toEqual(['deliver.bar']);
  });

  it('sends what a strategy orders and books what the venue fills', () => {
    const driver = new CoreDriver().running();
    const [id] = driver.trade(market({ quantity: '2' }));
    expect(words(driver.last)).toEqual(['OrderChanged.Initialized', 'OrderChanged.Submitted', 'submit']);
    driver.report({ kind: 'accepted', clientOrderId: id!, venueOrderId: 'v1' });
    driver.fill(id!, 'e1', '2', '100', { fee: '0.11' });
    expect(words(driver.last)).toEqual([
      'OrderChanged.Filled',
      'FillRecorded',
      'PositionChanged',
      'PositionChanged',
      'LedgerPosted',
      'AccountValued',
    ]);
    driver.quote('109.5', '110.5');
    expect(driver.core.accountValue()).toEqual({ balance: '9999.89', unrealised: '20', realised: '0', fees: '0.11', equity: '10019.89' });
    expect(driver.core.order(id!)?.status).toBe('FILLED');
    expect(
      driver.core.positions().map(({ deploymentId, position }) => [deploymentId, position.symbol, position.quantity.toString()]),
    ).toEqual([
      [null, PERP, '2'],
      [DEPLOYMENT, PERP, '2'],
    ]);
  });
});
