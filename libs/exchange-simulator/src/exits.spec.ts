import { SimulatorHarness, until } from './testing/with-simulator';
import { TradingDesk, type Row } from './testing/trading-desk';

const harness = new SimulatorHarness();
afterEach(() => harness.cleanUp());

const LIMIT = { orderType: 'Limit', price: '99000', qty: '0.1' };
const stop = (desk: TradingDesk, body: object): Promise<number> =>
  desk.code(desk.post('/v5/position/trading-stop', { tpslMode: 'Full', positionIdx: 0, ...body }));

describe('a conditional order', () => {
  it('waits without margin and goes off when its price is reached', async () => {
    const desk = await TradingDesk.open(harness, { then: [99_000] });
    const socket = await desk.client.signedSocket();
    await socket.subscribe('order');
    const id = await desk.place({ side: 'Sell', qty: '0.1', triggerPrice: '99500', triggerDirection: 2 });
    expect(await desk.order(id)).toMatchObject({
      orderStatus: 'Untriggered',
      stopOrderType: 'Stop',
      triggerPrice: '99500',
      triggerDirection: 2,
      triggerBy: 'LastPrice',
      orderType: 'Market',
      leavesQty: '0.1',
      createType: 'CreateByUser',
    });
    expect(await desk.wallet()).toMatchObject({ totalOrderIM: '0' });
    expect((await desk.open({ orderFilter: 'StopOrder' })).map(({ orderId }) => orderId)).toEqual([id]);
    expect(await desk.open({ orderFilter: 'Order' })).toEqual([]);
    await desk.toHour(20);
    expect(await desk.order(id)).toMatchObject({ orderStatus: 'Filled', createType: 'CreateByStopOrder', stopOrderType: 'Stop' });
    const [fill] = await desk.executions();
    expect(fill).toMatchObject({ stopOrderType: 'Stop', createType: 'CreateByStopOrder', side: 'Sell', execType: 'Trade' });
    const told = await socket.next((frame) => JSON.stringify(frame.data ?? '').includes('"orderStatus":"Filled"'));
    expect(told.topic).toBe('order');
  });

  it('becomes a resting limit order', async () => {
    const desk = await TradingDesk.open(harness, { then: [101_000] });
    const id = await desk.place({ ...LIMIT, triggerPrice: '100500', triggerDirection: 1, triggerBy: 'IndexPrice' });
    await desk.toHour(21);
    expect(await desk.order(id)).toMatchObject({ orderStatus: 'New', price: '99000', triggerBy: 'IndexPrice' });
    expect(Number((await desk.wallet())['totalOrderIM'])).toBeGreaterThan(900);
  });

  it('can be moved before it goes off', async () => {
    const desk = await TradingDesk.open(harness);
    const id = await desk.place({ ...LIMIT, triggerPrice: '99500', triggerDirection: 2 });
    const amend = { orderId: id, triggerPrice: '98500', triggerBy: 'MarkPrice', qty: '0.2', price: '98000' };
    expect(await desk.code(desk.post('/v5/order/amend', amend))).toBe(0);
    expect(await desk.order(id)).toMatchObject({ triggerPrice: '98500', triggerBy: 'MarkPrice', qty: '0.2', price: '98000' });
  });

  it('is one of ten at most', async () => {
    const desk = await TradingDesk.open(harness);
    const one = { ...LIMIT, qty: '0.001', triggerPrice: '99500', triggerDirection: 2 };
    for (let count = 0; count < 10; count += 1) await desk.place(one);
    expect(await desk.code(desk.client.order(one))).toBe(110009);
  });
});

describe('the exits of a position', () => {
  it('that come with an order cover the whole position; the one that goes off ends the other', async () => {
    const desk = await TradingDesk.open(harness, { then: [102_000] });
    await desk.place({ qty: '0.1', takeProfit: '101000', stopLoss: '95000', orderLinkId: 'parent' });
    expect((await desk.positions())[0]).toMatchObject({ takeProfit: '101000', stopLoss: '95000', tpslMode: 'Full' });
    const exits = await desk.open();
    const shown = exits.map(({ stopOrderType, triggerPrice, side, parentOrderLinkId }) => [
      stopOrderType,
      triggerPrice,
      side,
      parentOrderLinkId,
    ]);
    expect(shown.sort()).toEqual([
      ['StopLoss', '95000', 'Sell', 'parent'],
      ['TakeProfit', '101000', 'Sell', 'parent'],
    ]);
    await desk.toHour(20);
    expect((await desk.positions())[0]).toMatchObject({ size: '0', takeProfit: '0', stopLoss: '0' });
    expect(await desk.open()).toEqual([]);
    const lost = (await desk.client.get('/v5/order/history', { category: 'linear' })).result.list.find(
      ({ stopOrderType }) => stopOrderType === 'StopLoss',
    );
    expect(lost).toMatchObject({ orderStatus: 'Deactivated' });
    expect((await desk.executions())[0]).toMatchObject({ stopOrderType: 'TakeProfit', createType: 'CreateByTakeProfit', side: 'Sell' });
  });

  it('are set, moved and taken away by trading-stop', async () => {
    const desk = await TradingDesk.open(harness);
    expect(await stop(desk, { takeProfit: '110000' })).toBe(10001);
    await desk.place({ qty: '0.1' });
    expect(await stop(desk, { takeProfit: '110000', stopLoss: '90000', tpTriggerBy: 'MarkPrice' })).toBe(0);
    expect((await desk.positions())[0]).toMatchObject({ takeProfit: '110000', stopLoss: '90000' });
    expect(await stop(desk, { takeProfit: '110000', tpTriggerBy: 'MarkPrice' })).toBe(34040);
    expect(await stop(desk, { stopLoss: '91000' })).toBe(0);
    expect(await stop(desk, { takeProfit: '90000' })).toBe(10001);
    expect(await stop(desk, { takeProfit: '0', stopLoss: '0' })).toBe(0);
    expect((await desk.positions())[0]).toMatchObject({ takeProfit: '0', stopLoss: '0' });
    expect(await desk.open()).toEqual([]);
    expect(await stop(desk, { takeProfit: '110000', tpOrderType: 'Limit', tpLimitPrice: '109000' })).toBe(10001);
  });

  it('can cover a part, with a limit', async () => {
    const desk = await TradingDesk.open(harness, { then: [101_200] });
    expect((await desk.positions())[0]).toMatchObject({ side: '', size: '0', seq: -1 });
    await desk.place({ qty: '0.3' });
    const part = { tpslMode: 'Partial', takeProfit: '101000', tpOrderType: 'Limit', tpLimitPrice: '101100', tpSize: '0.1' };
    expect(await stop(desk, part)).toBe(0);
    expect(await desk.open()).toMatchObject([{ stopOrderType: 'PartialTakeProfit', qty: '0.1', price: '101100', tpslMode: 'Partial' }]);
    expect((await desk.positions())[0]).toMatchObject({ size: '0.3', tpslMode: 'Full' });
    expect(await stop(desk, { tpslMode: 'Partial', takeProfit: '102000', stopLoss: '95000', tpSize: '0.1', slSize: '0.2' })).toBe(10001);
    await desk.toHour(20);
    expect((await desk.positions())[0]).toMatchObject({ size: '0.2' });
  });

  it('trail no more once their distance is set to 0', async () => {
    const desk = await TradingDesk.open(harness);
    await desk.place({ qty: '0.1' });
    expect(await stop(desk, { trailingStop: '1000' })).toBe(0);
    expect(await desk.open()).toMatchObject([{ stopOrderType: 'TrailingStop' }]);
    expect(await stop(desk, { trailingStop: '0' })).toBe(0);
    expect((await desk.positions())[0]).toMatchObject({ trailingStop: '0' });
    expect(await desk.open()).toEqual([]);
  });

  it('trail the best price at a distance', async () => {
    const desk = await TradingDesk.open(harness, { then: [103_000, 102_600, 101_900] });
    await desk.place({ qty: '0.1' });
    expect(await stop(desk, { trailingStop: '1000', activePrice: '101000' })).toBe(0);
    expect((await desk.positions())[0]).toMatchObject({ trailingStop: '1000' });
    await desk.toHour(21);
    expect((await desk.positions())[0]).toMatchObject({ size: '0.1' });
    await desk.toHour(22);
    expect((await desk.positions())[0]).toMatchObject({ size: '0' });
    const [fill] = await desk.executions();
    expect(fill).toMatchObject({ stopOrderType: 'TrailingStop', createType: 'CreateByTrailingStop' });
    // 1,000 below the highest price of 103,000, and what the book pays there.
    expect(Number(fill!['execPrice'])).toBeGreaterThan(101_800);
    expect(Number(fill!['execPrice'])).toBeLessThanOrEqual(102_000);
  });
});

describe('on spot', () => {
  const spot = (then: readonly number[] = []): Promise<TradingDesk> =>
    TradingDesk.open(harness, { category: 'spot', then, balances: { USDT: '50000', BTC: '1' } });
  const BODY = { category: 'spot', marketUnit: 'baseCoin' };
  const list = async (desk: TradingDesk, more: object = {}): Promise<Record<string, string>[]> => desk.open({ category: 'spot', ...more });

  it('a conditional order holds nothing, a TP/SL order does', async () => {
    const desk = await spot([98_000]);
    const waits = { ...BODY, side: 'Sell', qty: '0.1', triggerPrice: '99000' };
    const stopOrder = await desk.place({ ...waits, orderFilter: 'StopOrder' });
    expect(await desk.wallet('BTC')).toMatchObject({ locked: '0' });
    const exit = await desk.place({ ...waits, orderFilter: 'tpslOrder', reduceOnly: true });
    expect(await desk.wallet('BTC')).toMatchObject({ locked: '0.1' });
    expect((await list(desk, { orderFilter: 'tpslOrder' })).map(({ orderId, stopOrderType }) => [orderId, stopOrderType])).toEqual([
      [exit, 'tpslOrder'],
    ]);
    await desk.toHour(20);
    for (const id of [stopOrder, exit]) expect(await desk.order(id, { category: 'spot' })).toMatchObject({ orderStatus: 'Filled' });
    expect(await desk.wallet('BTC')).toMatchObject({ walletBalance: '0.8', locked: '0' });
  });

  it('a limit order brings its exits as a pair of which one can trade', async () => {
    const desk = await spot([99_000, 103_000]);
    await desk.place({ category: 'spot', orderType: 'Limit', qty: '0.1', price: '99500', takeProfit: '102000', stopLoss: '95000' });
    await desk.toHour(20);
    const pair = (await list(desk)).map(({ side, triggerPrice, orderStatus }) => [side, triggerPrice, orderStatus]).sort();
    expect(pair).toEqual([
      ['Sell', '102000', 'Untriggered'],
      ['Sell', '95000', 'Untriggered'],
    ]);
    const own = await desk.client.signedSocket();
    await own.subscribe('order.spot');
    await desk.toHour(21);
    expect(await list(desk)).toEqual([]);
    const told = (): Row[] => own.frames.filter(({ topic }) => topic === 'order.spot').flatMap(({ data }) => data as unknown as Row[]);
    await until(() => told().some(({ orderStatus }) => orderStatus === 'Filled'));
    expect(
      told().map(({ triggerPrice, orderStatus, cancelType, ocoTriggerBy }) => [triggerPrice, orderStatus, cancelType, ocoTriggerBy]),
    ).toEqual([
      ['102000', 'Triggered', 'UNKNOWN', 'OcoTriggerByTp'],
      ['95000', 'Deactivated', 'CancelByOCOSlCanceledByTpTriggered', 'OcoTriggerByUnknown'],
      ['102000', 'Filled', 'UNKNOWN', 'OcoTriggerByTp'],
    ]);
    const sold = await desk.executions({ category: 'spot' });
    expect(
      sold
        .filter(({ side }) => side === 'Sell')
        .map(({ execQty }) => Number(execQty))
        .reduce((a, b) => a + b, 0),
    ).toBeCloseTo(0.1, 3);
  });

  it('an order by value spends what it says, in whole lots', async () => {
    const desk = await spot();
    const id = await desk.place({ category: 'spot', qty: '1000' });
    // 1,000 USDT at 100,000 buy 0.01 BTC less the fee of 0.05 % in BTC.
    expect(await desk.order(id, { category: 'spot' })).toMatchObject({
      orderStatus: 'Filled',
      qty: '1000',
      marketUnit: 'quoteCoin',
      cumExecQty: '0.01',
      cumExecValue: '1000',
      cumFeeDetail: { BTC: '0.000005' },
    });
    expect([(await desk.wallet())['walletBalance'], (await desk.wallet('BTC'))['walletBalance']]).toEqual(['49000', '1.009995']);
    expect(await desk.order(id, { category: 'spot' })).not.toHaveProperty('tpslMode');
  });
});
