import type { StrategyEvent } from '@libs/sdk';
import { ACCOUNT, CoreDriver, DEPLOYMENT, MANUAL, OTHER, PERP, bar, market, terms, words } from './testing/core-driver';
import { TradingCore } from './trading-core';

/** An open account with instrument, price and reconciliation, and no deployment. */
function opened(): CoreDriver {
  const driver = new CoreDriver().at(10);
  driver.session();
  driver.instrument();
  driver.operator({ kind: 'open-account', terms: ACCOUNT, manualDeploymentId: MANUAL });
  driver.reconciled();
  driver.trust();
  driver.quote('99.9', '100.1');
  return driver;
}

/** Every strategy event delivered so far, answering each with nothing. */
function heard(driver: CoreDriver): StrategyEvent[] {
  driver.settle();
  return driver.results.flatMap(({ effects }) => effects.flatMap((effect) => (effect.type === 'deliver' ? [effect.delivery.event] : [])));
}

const minutes = (event: StrategyEvent): string =>
  event.type === 'bar'
    ? `bar ${event.bar.start / 60_000}`
    : event.type === 'history'
      ? `history ${event.bars.map(({ start }) => start / 60_000).join()}`
      : event.type;

describe('a deployment', () => {
  it('asks for the history it needs to warm up', () => {
    const driver = opened();
    driver.operator({ kind: 'deploy', terms: terms({ warmUpBars: 30 }) });
    expect(driver.last.effects).toEqual([
      { type: 'load-strategy', terms: terms({ warmUpBars: 30 }) },
      { type: 'watch', symbol: PERP, interval: '1m' },
      { type: 'request-history', deploymentId: DEPLOYMENT, symbol: PERP, interval: '1m', bars: 30 },
    ]);
  });

  it('is told init, history and start one after the other, then live bars', () => {
    const driver = opened();
    driver.operator({ kind: 'deploy', terms: terms() });
    driver.history(8, 9);
    driver.liveBar(10);
    expect(heard(driver).map(minutes)).toEqual(['init', 'history 8,9', 'start', 'bar 10']);
  });

  it('gives numbers to indicators and text to what becomes an order', () => {
    const driver = opened();
    driver.operator({ kind: 'deploy', terms: terms() });
    driver.history(8, 9);
    const history = heard(driver)[1];
    expect(history).toEqual({
      type: 'history',
      symbol: PERP,
      interval: '1m',
      bars: [bar(8), bar(9)].map(({ start }) => ({ start, open: 100, high: 100, low: 100, close: 100, volume: 1 })),
    });
    const context = driver.results
      .flatMap(({ effects }) => effects.flatMap((effect) => (effect.type === 'deliver' ? [effect.delivery.context] : [])))
      .at(-1);
    expect(context).toEqual({
      marketTime: 600_000,
      positions: {},
      equity: '10000',
      openOrders: [],
      instruments: { [PERP]: { tickSize: '0.1', lotSize: '0.001', minQuantity: '0.001', minNotional: '5' } },
    });
  });

  it('warms up on live bars when the venue has too little history', () => {
    const driver = opened();
    driver.operator({ kind: 'deploy', terms: terms({ warmUpBars: 3 }) });
    driver.history(9);
    expect(driver.core.deployments()[0]?.status).toBe('warming-up');
    driver.liveBar(10);
    driver.liveBar(11);
    expect(driver.events).toContainEqual({ type: 'DeploymentWarmedUp', deploymentId: DEPLOYMENT, bars: 3 });
    driver.liveBar(12);
    expect(heard(driver).map(minutes)).toEqual(['init', 'history 9', 'history 10', 'history 11', 'start', 'bar 12']);
  });

  it('starts although the venue has no history at all and nothing is needed', () => {
    const driver = opened();
    driver.operator({ kind: 'deploy', terms: terms({ warmUpBars: 0 }) });
    driver.history();
    driver.liveBar(10);
    expect(heard(driver).map(minutes)).toEqual(['init', 'start', 'bar 10']);
  });

  it('starts at once when it watches nothing', () => {
    const driver = opened();
    driver.operator({ kind: 'deploy', terms: terms({ watches: [] }) });
    expect(heard(driver).map(minutes)).toEqual(['init', 'start']);
  });

  it('waits for the history of everything it watches', () => {
    const driver = opened();
    driver.operator({
      kind: 'deploy',
      terms: terms({
        watches: [
          { symbol: PERP, interval: '1m' },
          { symbol: PERP, interval: '5m' },
        ],
      }),
    });
    driver.history(8, 9);
    expect(driver.core.deployments()[0]?.status).toBe('warming-up');
    driver.step({ type: 'history', deploymentId: DEPLOYMENT, symbol: PERP, interval: '5m', bars: [bar(0), bar(5)] });
    expect(driver.core.deployments()[0]?.status).toBe('running');
  });

  it('gets a bar that closed while its history was fetched as a live bar', () => {
    const driver = opened();
    driver.operator({ kind: 'deploy', terms: terms() });
    driver.liveBar(9);
    driver.liveBar(10);
    driver.history(8, 9, 10);
    expect(heard(driver).map(minutes)).toEqual(['init', 'history 8', 'history 9', 'start', 'bar 10']);
  });

  it('gets each bar once and in order', () => {
    const driver = opened();
    driver.operator({ kind: 'deploy', terms: terms() });
    driver.history(8, 9);
    for (const minute of [10, 10, 9, 11, 10]) driver.liveBar(minute);
    expect(heard(driver).map(minutes)).toEqual(['init', 'history 8,9', 'start', 'bar 10', 'bar 11']);
  });

  it('is not told of what it does not watch', () => {
    const driver = new CoreDriver().running();
    expect(words(driver.step({ type: 'bar', symbol: PERP, interval: '5m', bar: bar(10) }))).toEqual([]);
    expect(words(driver.step({ type: 'bar', symbol: 'ETH/USDT:USDT', interval: '1m', bar: bar(10) }))).toEqual([]);
  });

  it('is not led astray by an old bar while its history is fetched', () => {
    const driver = new CoreDriver().running();
    const before = heard(driver).length;
    driver.liveBar(11);
    driver.liveBar(9);
    driver.history(10, 11);
    expect(heard(driver).slice(before).map(minutes)).toEqual(['history 10', 'bar 11']);
  });

  it('has a price from its bars until the first quote', () => {
    const driver = opened();
    driver.session('s2');
    driver.reconciled();
    driver.operator({ kind: 'deploy', terms: terms() });
    driver.history(8, 9);
    driver.trust();
    driver.settle().trade(market());
    expect(words(driver.last)).toContain('submit');
    driver.liveBar(11, '250');
    driver.fill(driver.accepted(market({ quantity: '2' })), 'e1', '2', '100');
    // A fill at 100 is the newest price.
    expect(driver.core.accountValue().unrealised).toBe('0');
    driver.liveBar(13, '250');
    expect(driver.core.accountValue().unrealised).toBe('300');
  });

  it('is unmoved by a history it did not ask for', () => {
    const driver = opened();
    driver.operator({ kind: 'deploy', terms: terms() });
    driver.history(8, 9);
    driver.settle();
    expect(words(driver.history(10, 11))).toEqual([]);
    expect(words(driver.step({ type: 'history', deploymentId: OTHER, symbol: PERP, interval: '1m', bars: [] }))).toEqual([]);
  });
});

describe('a gap in the bars', () => {
  it('is filled from history before the live bar is delivered', () => {
    const driver = new CoreDriver().running();
    const before = heard(driver).length;
    driver.liveBar(10);
    expect(words(driver.liveBar(13))).toEqual(['request-history']);
    expect(driver.last.effects).toEqual([{ type: 'request-history', deploymentId: DEPLOYMENT, symbol: PERP, interval: '1m', bars: 3 }]);
    driver.liveBar(14);
    driver.history(11, 12, 13);
    expect(heard(driver).slice(before).map(minutes)).toEqual(['bar 10', 'history 11,12', 'bar 13', 'bar 14']);
  });

  it('is passed over when the venue has nothing for it', () => {
    const driver = new CoreDriver().running();
    const before = heard(driver).length;
    driver.liveBar(12);
    driver.history(9);
    expect(heard(driver).slice(before).map(minutes)).toEqual(['bar 12']);
  });

  it('is asked for again when one lies behind another', () => {
    const driver = new CoreDriver().running();
    const before = heard(driver).length;
    driver.liveBar(11);
    driver.liveBar(13);
    expect(words(driver.history(10, 11))).toContain('request-history');
    driver.history(12, 13);
    expect(heard(driver).slice(before).map(minutes)).toEqual(['history 10', 'bar 11', 'history 12', 'bar 13']);
  });

  it('is asked for again when the answer was too short for it', () => {
    const driver = new CoreDriver().running();
    const before = heard(driver).length;
    driver.liveBar(11);
    // Two were asked for, but the answer came when the venue was three further on.
    expect(driver.history(13, 14).effects).toEqual([
      { type: 'request-history', deploymentId: DEPLOYMENT, symbol: PERP, interval: '1m', bars: 5 },
    ]);
    driver.history(10, 11, 12, 13, 14);
    expect(heard(driver).slice(before).map(minutes)).toEqual(['history 10', 'bar 11']);
  });
});

describe('stopping a deployment', () => {
  it('tells it, unloads it, cancels its orders and names the position that stays', () => {
    const driver = new CoreDriver().running();
    const id = driver.accepted();
    driver.fill(id, 'e1', '0.4', '100');
    driver.operator({ kind: 'stop-deployment', deploymentId: DEPLOYMENT, reason: 'enough' });
    expect(words(driver.last)).toEqual([
      'DeploymentStopped',
      'OrderChanged.CancelRequested',
      'CommandApplied',
      'deliver.stop',
      'unload-strategy',
      'cancel',
    ]);
    expect(driver.last.events[0]).toMatchObject({
      reason: `enough; its position stays open: 0.4 ${PERP}`,
      faulted: false,
      cause: { actor: 'ann' },
    });
  });

  it('leaves no answer owed', () => {
    const driver = new CoreDriver().running();
    driver.at(11).liveBar(10);
    driver.operator({ kind: 'stop-deployment', deploymentId: DEPLOYMENT, reason: 'enough' });
    expect(driver.core.outstanding()).toEqual([]);
  });

  it('leaves the orders of others alone', () => {
    const driver = new CoreDriver().running();
    driver.accepted();
    driver.operator({ kind: 'deploy', terms: terms({ deploymentId: OTHER }) });
    driver.operator({ kind: 'stop-deployment', deploymentId: OTHER, reason: 'enough' });
    expect(words(driver.last)).not.toContain('cancel');
  });

  it('takes nothing more from it', () => {
    const driver = new CoreDriver().running();
    driver.at(11).liveBar(10);
    const upTo = driver.core.outstanding()[0]!.inputSeq;
    driver.operator({ kind: 'stop-deployment', deploymentId: DEPLOYMENT, reason: 'enough' });
    const late = driver.step({
      type: 'answer',
      answer: { deploymentId: DEPLOYMENT, upTo, commands: [market()], logs: [], stateHash: 'h' },
    });
    expect(words(late)).toEqual([]);
    expect(words(driver.liveBar(11))).toEqual([]);
  });

  it('still books a fill that comes later', () => {
    const driver = new CoreDriver().running();
    const id = driver.accepted();
    driver.operator({ kind: 'stop-deployment', deploymentId: DEPLOYMENT, reason: 'enough' });
    expect(words(driver.fill(id, 'e1', '1', '100'))).toContain('FillRecorded');
  });

  it('answers the second stop without doing anything', () => {
    const driver = new CoreDriver().running();
    driver.operator({ kind: 'stop-deployment', deploymentId: DEPLOYMENT, reason: 'enough' });
    expect(words(driver.operator({ kind: 'stop-deployment', deploymentId: DEPLOYMENT, reason: 'again' }))).toEqual(['CommandApplied']);
  });
});

describe('a fault', () => {
  it('stops the deployment as faulted, naming hook and message, and cancels its entries', () => {
    const driver = new CoreDriver().running();
    driver.accepted();
    const fault = driver.step({ type: 'strategy-fault', deploymentId: DEPLOYMENT, hook: 'onBar', message: 'x is not a function' });
    expect(words(fault)).toEqual(['DeploymentStopped', 'OrderChanged.CancelRequested', 'unload-strategy', 'cancel']);
    expect(fault.events[0]).toMatchObject({ reason: 'onBar: x is not a function', faulted: true });
    expect(driver.core.deployments()[0]?.status).toBe('faulted');
  });

  it('leaves the exits that the strategy has placed', () => {
    const driver = new CoreDriver().running();
    driver.fill(driver.accepted(), 'e1', '1', '100');
    const [exit] = driver.trade(market({ side: 'SELL', reduceOnly: true, stop: '95' }));
    const fault = driver.step({ type: 'strategy-fault', deploymentId: DEPLOYMENT, hook: 'onBar', message: 'x' });
    expect(words(fault)).toEqual(['DeploymentStopped', 'unload-strategy']);
    driver.quote('94.9', '95.1');
    expect(driver.core.order(exit!)?.status).toBe('SUBMITTED');
  });

  it('is dismissed by a stop, which keeps what broke and does nothing else', () => {
    const driver = new CoreDriver().running();
    driver.fill(driver.accepted(), 'e1', '0.4', '100');
    driver.step({ type: 'strategy-fault', deploymentId: DEPLOYMENT, hook: 'onBar', message: 'x' });
    driver.core = TradingCore.restore(JSON.parse(JSON.stringify(driver.core.snapshot())));
    const { events, effects } = driver.operator({ kind: 'stop-deployment', deploymentId: DEPLOYMENT, reason: 'mended' });
    const reason = `mended; it had faulted in onBar: x; its position stays open: 0.4 ${PERP}`;
    expect(events).toMatchObject([
      { type: 'FaultDismissed', deploymentId: DEPLOYMENT, reason, cause: { actor: 'ann' } },
      { type: 'CommandApplied', reference: DEPLOYMENT },
    ]);
    expect(effects).toEqual([]);
    expect(driver.core.deployments()[0]?.status).toBe('stopped');
    expect(words(driver.operator({ kind: 'stop-deployment', deploymentId: DEPLOYMENT, reason: 'again' }))).toEqual(['CommandApplied']);
  });

  it('of one that is gone changes nothing', () => {
    const driver = new CoreDriver().running();
    expect(words(driver.step({ type: 'strategy-fault', deploymentId: OTHER, hook: 'onBar', message: 'x' }))).toEqual([]);
  });
});

describe('a new session', () => {
  it('asks for the bars since the last one and for the watches, loading nothing', () => {
    const driver = new CoreDriver().running();
    const result = driver.at(25).session('s2');
    expect(words({ events: result.events, effects: [] })).toEqual(['SessionStarted', 'DataTrustChanged']);
    expect(result.effects.filter(({ type }) => type !== 'deliver')).toEqual([
      { type: 'watch', symbol: PERP, interval: '1m' },
      { type: 'request-history', deploymentId: DEPLOYMENT, symbol: PERP, interval: '1m', bars: 16 },
    ]);
  });

  it('delivers what was missed as history and goes on live', () => {
    const driver = new CoreDriver().running();
    const before = heard(driver).length;
    driver.at(13).session('s2');
    driver.history(10, 11, 12);
    driver.liveBar(13);
    expect(heard(driver).slice(before).map(minutes)).toEqual(['trust', 'history 10,11,12', 'bar 13']);
  });

  it('sends no order before it is reconciled and has a new price that is trusted', () => {
    const driver = new CoreDriver().running();
    driver.at(11).session('s2');
    driver.history(10);
    driver.settle();
    const denial = () => driver.last.events.flatMap((event) => (event.type === 'OrderChanged' && event.denial ? [event.denial.code] : []));
    driver.trade(market());
    expect(denial()).toEqual(['NOT_RECONCILED']);
    driver.settle().reconciled();
    driver.trade(market());
    expect(denial()).toEqual(['DATA_UNTRUSTED']);
    driver.settle().trust();
    driver.step({
      type: 'operator',
      inboxSeq: 100,
      commandId: 'hand',
      actor: 'ann',
      command: {
        kind: 'place-order',
        order: {
          symbol: PERP,
          side: 'BUY',
          type: 'LIMIT',
          price: '90',
          quantity: '1',
          timeInForce: 'GTC',
          postOnly: false,
          reduceOnly: false,
        },
      },
    });
    expect(denial()).toEqual([]);
  });

  it('refuses to trade on the prices of an earlier one', () => {
    const driver = new CoreDriver().running();
    driver.session('s2');
    driver.reconciled();
    driver.operator({
      kind: 'place-order',
      order: { symbol: PERP, side: 'BUY', type: 'MARKET', quantity: '1', timeInForce: 'IOC', postOnly: false, reduceOnly: false },
    });
    expect(driver.last.events.at(-1)).toMatchObject({ type: 'CommandRefused', code: 'NO_PRICE' });
  });

  it('watches what is held although nobody runs', () => {
    const driver = new CoreDriver().running();
    driver.fill(driver.accepted(), 'e1', '1', '100');
    driver.operator({ kind: 'stop-deployment', deploymentId: DEPLOYMENT, reason: 'enough' });
    expect(driver.session('s2').effects).toEqual([{ type: 'watch', symbol: PERP, interval: '1m' }]);
  });
});
