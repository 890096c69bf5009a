import type { StrategyEvent } from '@libs/sdk';
import { ACCOUNT, CoreDriver, DEPLOYMENT, MANUAL, OTHER, PERP, market, terms } from './testing/core-driver';
import type { DeploymentTerms } from './input';

/** A running deployment that owes nothing, and follows what is said. */
function running(changes: Partial<DeploymentTerms>): CoreDriver {
  const driver = new CoreDriver().at(10);
  driver.session();
  driver.instrument();
  driver.operator({ kind: 'open-account', terms: ACCOUNT, manualDeploymentId: MANUAL });
  driver.reconciled();
  driver.trust();
  driver.quote('99.9', '100.1');
  driver.operator({ kind: 'deploy', terms: terms({ watches: [], warmUpBars: 0, ...changes }) });
  return driver.settle();
}

const told = (driver: CoreDriver): StrategyEvent[] =>
  driver.results.flatMap(({ effects }) => effects.flatMap((effect) => (effect.type === 'deliver' ? [effect.delivery.event] : [])));
const since = (driver: CoreDriver, from: number): StrategyEvent[] => told(driver).slice(from);

const trade = (id: string, price: string) => ({ id, side: 'BUY' as const, price, quantity: '2', at: 600_000 });

describe('a deployment that follows more than bars', () => {
  it('asks for its streams and starts at once', () => {
    const streams = [
      { symbol: PERP, ticks: true },
      { symbol: PERP, book: 5 },
    ] as const;
    const driver = running({ streams });
    const watched = driver.results.flatMap(({ effects }) => effects.filter(({ type }) => type === 'watch'));
    expect(watched).toEqual(streams.map((stream) => ({ type: 'watch', ...stream })));
    expect(told(driver).map(({ type }) => type)).toEqual(['init', 'start']);
    expect(driver.core.watches()).toEqual(streams);
  });

  it('asks for them again in a new session', () => {
    const driver = running({ streams: [{ symbol: PERP, trades: true }] });
    expect(driver.session('s2').effects).toContainEqual({ type: 'watch', symbol: PERP, trades: true });
  });

  it('hears a quote once, and nothing of one that repeats it', () => {
    const driver = running({ streams: [{ symbol: PERP, ticks: true }] });
    const before = told(driver).length;
    driver.quote('100.9', '101.1');
    driver.settle().quote('100.9', '101.1');
    driver.step({ type: 'quote', symbol: PERP, bid: '100.9', bidSize: '7', ask: '101.1', askSize: '1' });
    expect(since(driver, before)).toEqual([
      { type: 'tick', symbol: PERP, bid: 100.9, bidSize: 1, ask: 101.1, askSize: 1 },
      { type: 'tick', symbol: PERP, bid: 100.9, bidSize: 7, ask: 101.1, askSize: 1 },
    ]);
  });

  it('hears only the newest quote and book when it was busy, behind what came before', () => {
    const driver = running({
      streams: [
        { symbol: PERP, ticks: true },
        { symbol: PERP, book: 1 },
      ],
      hears: ['signal'],
    });
    const before = told(driver).length;
    driver.quote('101', '102');
    driver.quote('102', '103');
    driver.step({ type: 'book', symbol: PERP, bids: [['1', '1']], asks: [['2', '1']] });
    driver.step({ type: 'signal', deploymentId: DEPLOYMENT, name: 's', value: 1, source: 'model', expiresAt: 9_999_999 });
    driver.quote('103', '104');
    driver.step({ type: 'book', symbol: PERP, bids: [['3', '1']], asks: [['4', '1']] });
    driver.settle();
    expect(since(driver, before).map(short)).toEqual(['tick 101', 'signal', 'tick 103', 'book 3']);
  });

  it('hears each of its streams in turn, however much faster than its answers they come', () => {
    const driver = running({
      streams: [
        { symbol: PERP, ticks: true },
        { symbol: PERP, trades: true },
        { symbol: PERP, book: 1 },
      ],
    });
    const before = told(driver).length;
    for (const n of [1, 2, 3, 4, 5]) {
      driver.step({ type: 'trades', symbol: PERP, trades: [trade(String(n), '100')] });
      driver.step({ type: 'book', symbol: PERP, bids: [[String(n), '1']], asks: [['9', '1']] });
      driver.quote(String(n), '9');
      driver.answer([]);
    }
    expect(since(driver, before).map(short)).toEqual(['trades 1', 'book 1', 'tick 2', 'trades 2,3', 'book 4', 'tick 5']);
  });

  it('hears nothing of a stream before what came earlier and is none', () => {
    const driver = running({
      streams: [
        { symbol: PERP, ticks: true },
        { symbol: PERP, trades: true },
      ],
      hears: ['signal'],
    });
    const before = told(driver).length;
    for (const n of [1, 2, 3]) {
      driver.quote(String(n), '9');
      driver.step({ type: 'trades', symbol: PERP, trades: [trade(String(n), '100')] });
      if (n === 2) driver.step({ type: 'signal', deploymentId: DEPLOYMENT, name: 's', value: 1, source: 'model', expiresAt: 9_999_999 });
    }
    driver.settle();
    expect(since(driver, before).map(short)).toEqual(['tick 1', 'trades 1,2', 'signal', 'tick 3', 'trades 3']);
  });

  it('hears every print, those of a busy time together', () => {
    const driver = running({ streams: [{ symbol: PERP, trades: true }] });
    const before = told(driver).length;
    for (const id of ['a', 'b', 'c']) driver.step({ type: 'trades', symbol: PERP, trades: [trade(id, '100')] });
    driver.settle();
    expect(since(driver, before).map(short)).toEqual(['trades a', 'trades b,c']);
    expect(since(driver, before)[0]).toEqual({
      type: 'trades',
      symbol: PERP,
      trades: [{ id: 'a', side: 'BUY', price: 100, quantity: 2, at: 600_000 }],
    });
  });

  it('gets as many levels as it asked for', () => {
    const driver = running({ streams: [{ symbol: PERP, book: 1 }] });
    driver.operator({
      kind: 'deploy',
      terms: terms({ deploymentId: OTHER, watches: [], warmUpBars: 0, streams: [{ symbol: PERP, book: 2 }] }),
    });
    driver.settle();
    const { effects } = driver.step({
      type: 'book',
      symbol: PERP,
      bids: [
        ['9', '1'],
        ['8', '2'],
      ],
      asks: [['10', '3']],
    });
    expect(effects.flatMap((effect) => (effect.type === 'deliver' ? [effect.delivery.event] : []))).toEqual([
      { type: 'book', symbol: PERP, bids: [[9, 1]], asks: [[10, 3]] },
      {
        type: 'book',
        symbol: PERP,
        bids: [
          [9, 1],
          [8, 2],
        ],
        asks: [[10, 3]],
      },
    ]);
  });

  it('is told nothing of a stream that it does not follow', () => {
    const driver = running({ streams: [{ symbol: PERP, book: 1 }] });
    const before = told(driver).length;
    driver.quote('1', '2');
    driver.step({ type: 'trades', symbol: PERP, trades: [trade('a', '100')] });
    driver.step({ type: 'book', symbol: 'ETH/USDT:USDT', bids: [['9', '1']], asks: [] });
    expect(since(driver, before)).toEqual([]);
  });

  it('hears of its position after the fill that changed it, if it has a hook for that', () => {
    const driver = running({ streams: [{ symbol: PERP, ticks: true }], hears: ['position'] });
    driver.quote('100', '100.2');
    const { events } = driver.answer([market()]);
    const [id] = events.flatMap((event) => (event.type === 'OrderChanged' ? [event.order.clientOrderId] : []));
    const before = told(driver).length;
    driver.fill(id!, 'e1', '1', '100');
    driver.settle();
    expect(since(driver, before).map(({ type }) => type)).toEqual(['fill', 'order', 'position']);
    expect(since(driver, before).at(-1)).toEqual({ type: 'position', symbol: PERP, quantity: '1', averagePrice: '100', realised: '0' });
  });
});

function short(event: StrategyEvent): string {
  switch (event.type) {
    case 'tick':
      return `tick ${event.bid}`;
    case 'book':
      return `book ${event.bids[0]![0]}`;
    case 'trades':
      return `trades ${event.trades.map(({ id }) => id).join()}`;
    default:
      return event.type;
  }
}
