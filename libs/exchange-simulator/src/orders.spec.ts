import { SimulatorHarness, until, type Answer, type Frame } from './testing/with-simulator';
import { TradingDesk, type Row } from './testing/trading-desk';

const harness = new SimulatorHarness();
afterEach(() => harness.cleanUp());

const LIMIT = { orderType: 'Limit', price: '99000', qty: '0.1' };
const RICH = { USDT: '10000000' };

async function book({ client }: TradingDesk): Promise<{ b: string[][]; a: string[][] }> {
  return (await client.open('/v5/market/orderbook?category=linear&symbol=BTCUSDT&limit=5')).result as unknown as {
    b: string[][];
    a: string[][];
  };
}

const itemsOf = (answer: Answer): unknown => (answer as unknown as { retExtInfo: { list: unknown } }).retExtInfo.list;

describe('a market order', () => {
  it('opens and closes a position at the book, and every report says the same', async () => {
    const desk = await TradingDesk.open(harness);
    // 0.1 at the ask of 100,000: value 10,000, fee 0.05 %.
    await desk.place({ qty: '0.1' });
    expect((await desk.positions())[0]).toMatchObject({
      side: 'Buy',
      size: '0.1',
      avgPrice: '100000',
      positionIdx: 0,
      leverage: '10',
      positionStatus: 'Normal',
      curRealisedPnl: '-5',
      cumRealisedPnl: '-5',
      positionValue: '10000',
    });
    expect(await desk.wallet()).toMatchObject({ walletBalance: '99995', cumRealisedPnl: '-5' });
    // And 0.1 at the bid of 99,999.9: value 9,999.99, fee 4.999995, a loss of 0.01.
    const closing = await desk.place({ side: 'Sell', qty: '0.1', reduceOnly: true });
    expect((await desk.positions())[0]).toMatchObject({ side: '', size: '0', cumRealisedPnl: '-10.009995' });
    expect(await desk.wallet()).toMatchObject({ walletBalance: '99989.990005' });
    expect(
      (await desk.executions()).map(({ execPrice, execFee, closedSize, execPnl }) => [execPrice, execFee, closedSize, execPnl]),
    ).toEqual([
      ['99999.9', '4.999995', '0.1', '-0.01'],
      ['100000', '5', '0', '0'],
    ]);
    const closed = (await desk.client.get('/v5/position/closed-pnl', { category: 'linear' })).result.list;
    expect(closed).toEqual([
      expect.objectContaining({
        orderId: closing,
        side: 'Sell',
        closedSize: '0.1',
        avgEntryPrice: '100000',
        avgExitPrice: '99999.9',
        closedPnl: '-10.009995',
        openFee: '5',
        closeFee: '4.999995',
        fillCount: '1',
        execType: 'Trade',
      }),
    ]);
    const log = (await desk.client.get('/v5/account/transaction-log', { category: 'linear' })).result.list;
    expect(log.map(({ type, change, cashFlow, fee, cashBalance, size }) => [type, change, cashFlow, fee, cashBalance, size])).toEqual([
      ['TRADE', '-5.009995', '-0.01', '4.999995', '99989.990005', '0'],
      ['TRADE', '-5', '0', '5', '99995', '0.1'],
    ]);
  });

  it('tells with the order what it earned by closing', async () => {
    const desk = await TradingDesk.open(harness);
    const own = await desk.client.signedSocket();
    await own.subscribe('order', 'execution');
    await desk.place({ qty: '0.1' });
    const closing = await desk.place({ side: 'Sell', qty: '0.1', reduceOnly: true });
    const isOf = ({ topic, data }: Frame, id: string): boolean => topic === 'order' && (data as unknown as Row[])[0]!['orderId'] === id;
    const told = await own.next((frame) => isOf(frame, closing));
    // Bought at 100,000, sold at 99,999.9, fees of 5 and 4.999995.
    expect(told.data).toMatchObject([{ orderStatus: 'Filled', closedPnl: '-10.009995' }]);
  });

  it('on spot has neither `createType` nor profit', async () => {
    const desk = await TradingDesk.open(harness, { category: 'spot' });
    const own = await desk.client.signedSocket();
    await own.subscribe('order', 'execution');
    await desk.place({ category: 'spot', qty: '1000' });
    const [fill, order] = [await own.next(({ topic }) => topic === 'execution'), await own.next(({ topic }) => topic === 'order')];
    expect(order.data).toMatchObject([{ orderStatus: 'Filled', closedPnl: '0', qty: '1000' }]);
    for (const { data } of [fill, order]) expect((data as unknown as Row[])[0]).not.toHaveProperty('createType');
  });

  it('closes a whole position when its quantity is 0', async () => {
    const desk = await TradingDesk.open(harness);
    await desk.place({ side: 'Sell', qty: '0.2' });
    const order = await desk.order(await desk.place({ qty: '0', reduceOnly: true, closeOnTrigger: true }));
    expect(order).toMatchObject({ orderStatus: 'Filled', cumExecQty: '0.2', reduceOnly: true, closeOnTrigger: true });
  });

  it('goes no further than its slippage tolerance', async () => {
    const desk = await TradingDesk.open(harness, { balances: RICH });
    const [best, next] = (await book(desk)).a;
    const within = Number(best![1]) + Number(next![1]);
    const tolerance = { slippageToleranceType: 'TickSize', slippageTolerance: '1' };
    const order = await desk.order(await desk.place({ qty: (within + 1).toFixed(3), ...tolerance }));
    expect(order).toMatchObject({ orderStatus: 'Cancelled', cumExecQty: String(Number(within.toFixed(3))) });
    const wrong = { slippageToleranceType: 'Percent', slippageTolerance: '11' };
    expect(await desk.code(desk.client.order(wrong))).toBe(110109);
  });
});

describe('a limit order', () => {
  it('holds margin back while it rests, can be changed and gives all back', async () => {
    const desk = await TradingDesk.open(harness);
    const id = await desk.place({ ...LIMIT, orderLinkId: 'mine' });
    // 0.1 × 99,000 ÷ 10, and the fee to open.
    const held = Number((await desk.wallet())['totalOrderIM']);
    expect(held).toBeGreaterThanOrEqual(990);
    expect(held).toBeLessThan(1_002);
    const amend = await desk.post('/v5/order/amend', { orderLinkId: 'mine', qty: '0.05', price: '98000.5' });
    expect(amend).toMatchObject({ retCode: 0, result: { orderId: id, orderLinkId: 'mine' } });
    expect(await desk.order(id)).toMatchObject({
      orderStatus: 'New',
      price: '98000.5',
      qty: '0.05',
      leavesQty: '0.05',
      timeInForce: 'GTC',
      cancelType: 'UNKNOWN',
      rejectReason: 'EC_NoError',
      createType: 'CreateByUser',
      tpslMode: '',
      stopOrderType: '',
    });
    expect(await desk.code(desk.post('/v5/order/amend', { orderId: id, qty: '0.05', price: '98000.5' }))).toBe(10001);
    expect(await desk.code(desk.post('/v5/order/cancel', { orderId: id }))).toBe(0);
    expect(await desk.order(id)).toMatchObject({ orderStatus: 'Cancelled', cancelType: 'CancelByUser', leavesQty: '0' });
    expect(await desk.wallet()).toMatchObject({ totalOrderIM: '0', walletBalance: '100000' });
    expect(await desk.code(desk.post('/v5/order/amend', { orderId: id, qty: '0.01' }))).toBe(110001);
  });

  it('is told with the wallet when it begins and ceases to hold margin', async () => {
    const desk = await TradingDesk.open(harness);
    const own = await desk.client.signedSocket();
    await own.subscribe('wallet');
    const held = (): boolean[] =>
      own.frames
        .filter(({ topic }) => topic === 'wallet')
        .map(({ data }) => (data as unknown as { coin: Row[] }[])[0]!.coin.find(({ coin }) => coin === 'USDT')!['totalOrderIM'] !== '0');
    // One that waits for its trigger holds nothing, and no wallet is told.
    await desk.place({ ...LIMIT, triggerPrice: '99500', triggerDirection: 2 });
    const id = await desk.place(LIMIT);
    await desk.post('/v5/order/cancel', { orderId: id });
    await until(() => held().length === 2);
    expect(held()).toEqual([true, false]);
  });

  it('is filled as maker at its own price when the market comes to it', async () => {
    const desk = await TradingDesk.open(harness, { then: [98_500] });
    const id = await desk.place(LIMIT);
    await desk.toHour(20);
    expect(await desk.order(id)).toMatchObject({ orderStatus: 'Filled', avgPrice: '99000', cumExecQty: '0.1', cumExecFee: '1.98' });
    const fills = await desk.executions({ orderId: id });
    expect(fills.every(({ isMaker, execPrice }) => (isMaker as unknown) === true && execPrice === '99000')).toBe(true);
    expect(await desk.wallet()).toMatchObject({ walletBalance: '99998.02' });
  });

  it.each([
    ['PostOnly', '100001', 'EC_PostOnlyWillTakeLiquidity'],
    ['IOC', '99000', 'EC_NoImmediateQtyToFill'],
    ['FOK', '99000', 'EC_CancelForNoFullFill'],
  ])('%s at %s is accepted and then cancelled with %s', async (timeInForce, price, rejectReason) => {
    const desk = await TradingDesk.open(harness);
    const order = await desk.order(await desk.place({ orderType: 'Limit', qty: '0.1', price, timeInForce }));
    expect(order).toMatchObject({ orderStatus: 'Cancelled', rejectReason, cumExecQty: '0', avgPrice: '' });
  });

  it.each([
    ['CancelMaker', 'Cancelled', 'New'],
    ['CancelTaker', 'New', 'Cancelled'],
    ['CancelBoth', 'Cancelled', 'Cancelled'],
  ])('of its own account is met as %s says: maker %s, taker %s', async (smpType, maker, taker) => {
    const desk = await TradingDesk.open(harness, { balances: RICH });
    const [best] = (await book(desk)).b;
    const resting = await desk.place({ ...LIMIT, price: '99999.9', timeInForce: 'PostOnly' });
    // Sells through everybody who came before.
    const coming = await desk.place({ ...LIMIT, side: 'Sell', price: '99999.9', qty: (Number(best![1]) + 0.2).toFixed(3), smpType });
    const [made, taken] = [(await desk.order(resting))!, (await desk.order(coming))!];
    expect([made['orderStatus'], taken['orderStatus']!.replace('PartiallyFilled', 'New')]).toEqual([maker, taker]);
    expect([made, taken].filter(({ orderStatus }) => orderStatus === 'Cancelled').map(({ cancelType }) => cancelType)).toEqual(
      [maker, taker].filter((status) => status === 'Cancelled').map(() => 'CancelBySmp'),
    );
  });

  it('that closes on its trigger only ever reduces', async () => {
    const desk = await TradingDesk.open(harness);
    await desk.place({ qty: '0.1' });
    const id = await desk.place({ ...LIMIT, side: 'Sell', triggerPrice: '99500', triggerDirection: 2, closeOnTrigger: true });
    expect(await desk.order(id)).toMatchObject({ closeOnTrigger: true, reduceOnly: true });
  });

  it('can ask for a place in the book instead of a price', async () => {
    const desk = await TradingDesk.open(harness);
    const id = await desk.place({ orderType: 'Limit', qty: '0.01', bboSideType: 'Queue', bboLevel: '3', timeInForce: 'PostOnly' });
    expect(await desk.order(id)).toMatchObject({ price: '99999.7', orderStatus: 'New' });
  });

  it.each([
    [{ price: '2000000' }, 110003],
    [{ price: '99000.05' }, 10001],
    [{ qty: '0.0005' }, 10001],
    [{ qty: '0.00001' }, 10001],
    [{ positionIdx: 1 }, 10001],
    [{ timeInForce: 'RPI' }, 110119],
    [{ smpType: 'CancelAll' }, 10001],
    [{ reduceOnly: true }, 110017],
    [{ reduceOnly: true, takeProfit: '110000' }, 10001],
    [{ takeProfit: '90000' }, 10001],
    [{ takeProfit: '110000', tpslMode: 'Full', tpOrderType: 'Limit', tpLimitPrice: '110500' }, 10001],
    [{ closeOnTrigger: true }, 110017],
    [{ triggerPrice: '101000' }, 10001],
    [{ triggerPrice: '99000', triggerDirection: 1 }, 110092],
    [{ triggerPrice: '101000', triggerDirection: 2 }, 110093],
    [{ qty: '30' }, 110007],
  ])('with %j is refused with %i', async (body, code) => {
    const desk = await TradingDesk.open(harness);
    expect(await desk.code(desk.client.order({ ...LIMIT, ...body }))).toBe(code);
    expect(await desk.open()).toEqual([]);
  });
});

describe('a batch', () => {
  it('answers each of its orders on its own', async () => {
    const desk = await TradingDesk.open(harness);
    const one = { symbol: 'BTCUSDT', side: 'Buy', ...LIMIT };
    const request = [
      { ...one, orderLinkId: 'a' },
      { ...one, qty: '30', orderLinkId: 'b' },
      { ...one, orderLinkId: 'a' },
      { ...one, orderLinkId: 'd' },
    ];
    const created = await desk.client.post('/v5/order/create-batch', { category: 'linear', request });
    expect(created).toMatchObject({ retCode: 0, retMsg: 'OK' });
    expect(itemsOf(created)).toEqual([
      { code: 0, msg: 'OK' },
      { code: 110007, msg: 'ab not enough for new order' },
      { code: 110072, msg: 'OrderLinkedID is duplicate' },
      { code: 0, msg: 'OK' },
    ]);
    const list = created.result.list;
    expect(list.map(({ orderLinkId, orderId, createAt }) => [orderLinkId, orderId === '', createAt === ''])).toEqual([
      ['a', false, false],
      ['b', true, true],
      ['a', true, true],
      ['d', false, false],
    ]);
    const amended = await desk.client.post('/v5/order/amend-batch', {
      category: 'linear',
      request: [
        { symbol: 'BTCUSDT', orderId: list[0]!['orderId'], price: '98000' },
        { symbol: 'BTCUSDT', orderLinkId: 'gone', price: '98000' },
      ],
    });
    expect(itemsOf(amended)).toMatchObject([{ code: 0 }, { code: 110001 }]);
    const cancelled = await desk.client.post('/v5/order/cancel-batch', {
      category: 'linear',
      request: ['a', 'b', 'd'].map((orderLinkId) => ({ symbol: 'BTCUSDT', orderLinkId })),
    });
    expect(itemsOf(cancelled)).toMatchObject([{ code: 0 }, { code: 110001 }, { code: 0 }]);
    expect(await desk.open()).toEqual([]);
  });

  it('goes on after an order that cannot be read', async () => {
    const desk = await TradingDesk.open(harness);
    const one = { symbol: 'BTCUSDT', side: 'Buy', ...LIMIT };
    const request = [{ ...one, qty: 'much' }, { ...one, symbol: 'NONEUSDT' }, one];
    const created = await desk.client.post('/v5/order/create-batch', { category: 'linear', request });
    expect(itemsOf(created)).toMatchObject([{ code: 10001 }, { code: 10001 }, { code: 0 }]);
    expect(await desk.open()).toHaveLength(1);
  });

  it('has a largest size', async () => {
    const desk = await TradingDesk.open(harness);
    const request = Array.from({ length: 21 }, () => ({ symbol: 'BTCUSDT', side: 'Buy', ...LIMIT }));
    expect(await desk.code(desk.client.post('/v5/order/create-batch', { category: 'linear', request }))).toBe(10001);
  });
});

describe('cancelling everything', () => {
  it('takes what the filter names and answers the ids', async () => {
    const desk = await TradingDesk.open(harness);
    const resting = await desk.place(LIMIT);
    const waiting = await desk.place({ ...LIMIT, triggerPrice: '99500', triggerDirection: 2 });
    const onlyStops = await desk.post('/v5/order/cancel-all', { orderFilter: 'StopOrder' });
    expect(onlyStops).toMatchObject({ retCode: 0, result: { success: '1', list: [{ orderId: waiting, orderLinkId: '' }] } });
    expect(await desk.order(waiting)).toMatchObject({ orderStatus: 'Deactivated' });
    const rest = await desk.client.post('/v5/order/cancel-all', { category: 'linear', settleCoin: 'USDT' });
    expect(rest.result.list).toEqual([{ orderId: resting, orderLinkId: '' }]);
    expect(await desk.code(desk.client.post('/v5/order/cancel-all', { category: 'linear' }))).toBe(10001);
  });

  it('spares the exits of a position when only stops are meant', async () => {
    const desk = await TradingDesk.open(harness);
    await desk.place({ qty: '0.1', stopLoss: '90000' });
    const waiting = await desk.place({ ...LIMIT, triggerPrice: '99500', triggerDirection: 2 });
    const { result } = await desk.post('/v5/order/cancel-all', { orderFilter: 'StopOrder', stopOrderType: 'Stop' });
    expect(result.list).toEqual([{ orderId: waiting, orderLinkId: '' }]);
    expect(await desk.open()).toMatchObject([{ stopOrderType: 'StopLoss' }]);
  });

  it('spares the conditional orders of spot unless its filter names them', async () => {
    const desk = await TradingDesk.open(harness, { category: 'spot' });
    const spot = { ...LIMIT, category: 'spot' };
    const resting = await desk.place(spot);
    await desk.place({ ...spot, orderFilter: 'StopOrder', triggerPrice: '99500' });
    const { result } = await desk.post('/v5/order/cancel-all', { category: 'spot' });
    expect(result.list).toEqual([{ orderId: resting, orderLinkId: '' }]);
  });
});

describe('the lists of orders', () => {
  it('show open ones at once, closed ones until a restart, filled ones for good and the rest for a day', async () => {
    const desk = await TradingDesk.open(harness);
    const { client } = desk;
    const [filled, cancelled, open] = [await desk.place({}), await desk.place(LIMIT), await desk.place(LIMIT)];
    await desk.post('/v5/order/cancel', { orderId: cancelled });
    const ids = async (path: string, query: object): Promise<unknown> =>
      (await client.get(path, { category: 'linear', ...query })).result.list.map(({ orderId }) => orderId);
    expect(await ids('/v5/order/realtime', { symbol: 'BTCUSDT' })).toEqual([open]);
    expect(await ids('/v5/order/realtime', { symbol: 'BTCUSDT', openOnly: '1' })).toEqual([open, cancelled, filled]);
    expect(await ids('/v5/order/realtime', { orderId: cancelled })).toEqual([cancelled]);
    expect(await ids('/v5/order/history', { symbol: 'BTCUSDT' })).toEqual([cancelled, filled]);
    expect(await ids('/v5/order/history', { orderStatus: 'Filled' })).toEqual([filled]);
    expect(await ids('/v5/order/history', { symbol: 'ETHUSDT' })).toEqual([]);
    expect(await ids('/v5/order/history', { orderFilter: 'OpenOrder' })).toEqual([cancelled, filled]);
    await client.simulator.stop();
    const again = await harness.start({ kind: 'replay', file: desk.file, speed: 0.001, stepped: true }, { folder: client.folder });
    await again.login('me');
    const realtime = await again.get('/v5/order/realtime', { category: 'linear', symbol: 'BTCUSDT', openOnly: '1' });
    expect(realtime.result.list.map(({ orderId }) => orderId)).toEqual([open]);
    expect((await again.get('/v5/order/realtime', { category: 'linear', orderId: filled })).result.list).toEqual([]);
    await again.admin('POST', 'clock/step', { by: 25 * 3_600_000 });
    const history = await again.get('/v5/order/history', { category: 'linear' });
    expect(history.result.list.map(({ orderId }) => orderId)).toEqual([filled]);
  });

  it('come in pages that new orders do not shift', async () => {
    const desk = await TradingDesk.open(harness);
    const placed: string[] = [];
    for (let count = 0; count < 5; count += 1) placed.push(await desk.place(LIMIT));
    const query = { category: 'linear', symbol: 'BTCUSDT', limit: '2' };
    const first = (await desk.client.get('/v5/order/realtime', query)).result;
    await desk.place(LIMIT);
    const second = (await desk.client.get('/v5/order/realtime', { ...query, cursor: decodeURIComponent(first['nextPageCursor']!) })).result;
    const third = (await desk.client.get('/v5/order/realtime', { ...query, cursor: decodeURIComponent(second['nextPageCursor']!) })).result;
    const ids = [first, second, third].flatMap(({ list }) => list.map(({ orderId }) => orderId));
    expect(ids).toEqual(placed.toReversed());
    expect(third['nextPageCursor']).toBe('');
  });

  it('reach no further than seven days at once', async () => {
    const desk = await TradingDesk.open(harness);
    const range = { category: 'linear', startTime: '1748736000000', endTime: String(1748736000000 + 7 * 86_400_000 + 1) };
    for (const path of ['/v5/order/history', '/v5/execution/list', '/v5/position/closed-pnl'])
      expect(await desk.code(desk.client.get(path, range))).toBe(10001);
  });
});
