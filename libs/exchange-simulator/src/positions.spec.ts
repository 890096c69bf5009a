import { cp } from 'node:fs/promises';
import { SimulatorHarness, until } from './testing/with-simulator';
import { TradingDesk, type Row } from './testing/trading-desk';

const harness = new SimulatorHarness();
afterEach(() => harness.cleanUp());

const HOUR = 3_600_000;

describe('leverage and modes', () => {
  it('are set once; the same again is not modified', async () => {
    const desk = await TradingDesk.open(harness);
    const leverage = (buyLeverage: string, sellLeverage = buyLeverage): Promise<number> =>
      desk.code(desk.post('/v5/position/set-leverage', { buyLeverage, sellLeverage }));
    expect([await leverage('10'), await leverage('5'), await leverage('5'), await leverage('5', '4'), await leverage('1000')]).toEqual([
      110043, 0, 110043, 10001, 110013,
    ]);
    await desk.place({ qty: '0.1' });
    expect((await desk.positions())[0]).toMatchObject({ leverage: '5' });
    // 10,000 ÷ 5, and the fee to close.
    expect(Number((await desk.positions())[0]!['positionIM'])).toBeGreaterThanOrEqual(2_000);
    const margin = (setMarginMode: string): Promise<number> =>
      desk.code(desk.client.post('/v5/account/set-margin-mode', { setMarginMode }));
    expect([await margin('REGULAR_MARGIN'), await margin('ISOLATED_MARGIN'), await margin('ISOLATED_MARGIN')]).toEqual([110026, 0, 110026]);
    expect((await desk.client.get('/v5/account/info')).result).toMatchObject({ marginMode: 'ISOLATED_MARGIN' });
    expect(await margin('PORTFOLIO_MARGIN')).toBe(3400045);
  });

  it('hedge mode holds both sides at once, and only without positions can it be left', async () => {
    const desk = await TradingDesk.open(harness);
    const mode = (more: object): Promise<number> =>
      desk.code(desk.client.post('/v5/position/switch-mode', { category: 'linear', symbol: 'BTCUSDT', ...more }));
    expect([await mode({ mode: 0 }), await mode({ mode: 3 }), await mode({ mode: 3 })]).toEqual([110025, 0, 110025]);
    expect(await desk.code(desk.client.order({ qty: '0.1' }))).toBe(10001);
    await desk.place({ qty: '0.1', positionIdx: 1 });
    await desk.place({ side: 'Sell', qty: '0.3', positionIdx: 2 });
    expect((await desk.positions()).map(({ positionIdx, side, size }) => [positionIdx, side, size])).toEqual([
      [1, 'Buy', '0.1'],
      [2, 'Sell', '0.3'],
    ]);
    await desk.place({ side: 'Sell', qty: '0.1', positionIdx: 1, reduceOnly: true });
    expect((await desk.positions()).map(({ size }) => size)).toEqual(['0', '0.3']);
    expect(await mode({ mode: 0 })).toBe(110024);
    await desk.place({ qty: '0.3', positionIdx: 2, reduceOnly: true });
    expect(await mode({ mode: 0 })).toBe(0);
  });

  it('the position mode of a coin is a rule: asked for again it is no failure', async () => {
    const desk = await TradingDesk.open(harness);
    const mode = (mode: number): Promise<number> =>
      desk.code(desk.client.post('/v5/position/switch-mode', { category: 'linear', coin: 'USDT', mode }));
    expect([await mode(0), await mode(3), await mode(3)]).toEqual([0, 0, 0]);
    await desk.place({ qty: '0.1', positionIdx: 1 });
    expect(await mode(0)).toBe(0);
    // The market with a position stays as it is.
    await desk.place({ side: 'Sell', qty: '0.1', positionIdx: 1, reduceOnly: true });
  });

  it('survive a kill with positions, exits and the cash book', async () => {
    const desk = await TradingDesk.open(harness);
    await desk.post('/v5/position/set-leverage', { buyLeverage: '7', sellLeverage: '7' });
    await desk.client.post('/v5/order/disconnected-cancel-all', { product: 'DERIVATIVES', timeWindow: 20 });
    await desk.place({ qty: '0.1', takeProfit: '120000', stopLoss: '80000' });
    await desk.place({ qty: '0.1', orderType: 'Limit', price: '99000', triggerPrice: '99500', triggerDirection: 2 });
    const reads = [
      ['/v5/position/list', { category: 'linear', symbol: 'BTCUSDT' }],
      ['/v5/order/realtime', { category: 'linear', symbol: 'BTCUSDT' }],
      ['/v5/execution/list', { category: 'linear' }],
      ['/v5/account/transaction-log', {}],
      ['/v5/account/wallet-balance', { accountType: 'UNIFIED' }],
      ['/v5/account/query-dcp-info', {}],
    ] as const;
    const read = async (client: TradingDesk['client']): Promise<unknown[]> => {
      const answers: unknown[] = [];
      for (const [path, query] of reads) answers.push((await client.get(path, query)).result);
      return answers;
    };
    const before = await read(desk.client);
    const folder = await harness.folder();
    await cp(desk.client.folder, folder, { recursive: true });
    const again = await harness.start({ kind: 'replay', file: desk.file, speed: 0.001, stepped: true }, { folder });
    await again.login('me');
    expect(await read(again)).toEqual(before);
  });
});

describe('funding', () => {
  const payments = async (client: TradingDesk['client']): Promise<Row[]> =>
    (await client.get('/v5/execution/list', { category: 'linear', execType: 'Funding' })).result.list;

  it('is paid every eight hours on what is held, told as an execution that is no trade', async () => {
    const desk = await TradingDesk.open(harness);
    const socket = await desk.client.signedSocket();
    await socket.subscribe('execution', 'wallet');
    await desk.place({ qty: '0.1' });
    const before = Number((await desk.wallet())['walletBalance']);
    // The market stands at 20:00; the next payment is at midnight.
    await desk.toHour(22);
    expect(await payments(desk.client)).toEqual([]);
    await desk.toHour(24);
    const paid = await payments(desk.client);
    expect(paid).toHaveLength(1);
    const { execFee, execValue, feeRate, execQty, execTime } = paid[0]!;
    expect(paid[0]).toMatchObject({ execType: 'Funding', side: 'Buy', execQty: '0.1', orderType: 'UNKNOWN', feeCurrency: 'USDT' });
    expect(Number(execTime) % (8 * HOUR)).toBe(0);
    expect([Number(execFee), execQty]).toEqual([Number((Number(execValue) * Number(feeRate)).toFixed(8)), '0.1']);
    expect(Number(execFee)).not.toBe(0);
    expect(Number((await desk.wallet())['walletBalance'])).toBeCloseTo(before - Number(execFee), 8);
    const [line] = (await desk.client.get('/v5/account/transaction-log', { type: 'SETTLEMENT' })).result.list;
    expect(Number(line!['funding'])).toBe(-Number(execFee));
    const told = await socket.next((frame) => frame.topic === 'execution' && JSON.stringify(frame.data).includes('"Funding"'));
    expect(told.data).toMatchObject([{ execId: paid[0]!['execId'], execType: 'Funding' }]);
    expect((await desk.client.get('/v5/execution/list', { category: 'linear', execType: 'Trade' })).result.list).toHaveLength(1);
  });

  it('is neither skipped nor doubled by a kill', async () => {
    const desk = await TradingDesk.open(harness);
    await desk.place({ qty: '0.1' });
    await desk.toHour(22);
    const early = await harness.folder();
    await cp(desk.client.folder, early, { recursive: true });
    await desk.toHour(24);
    const late = await harness.folder();
    await cp(desk.client.folder, late, { recursive: true });
    const expected = await payments(desk.client);
    for (const folder of [early, late]) {
      const again = await harness.start({ kind: 'replay', file: desk.file, speed: 0.001, stepped: true }, { folder });
      await again.login('me');
      await again.admin('POST', 'clock/step', { to: (await desk.client.status()).marketTime });
      const found = await payments(again);
      expect(found.map(({ execTime, execFee }) => [execTime, execFee])).toEqual(
        expected.map(({ execTime, execFee }) => [execTime, execFee]),
      );
      await again.admin('POST', 'clock/step', { by: 8 * HOUR });
      expect(await payments(again)).toHaveLength(2);
    }
  });
});

describe('a liquidation', () => {
  it('takes the position over, cancels what is open and tells everybody', async () => {
    const desk = await TradingDesk.open(harness, { then: [97_000, 80_000], balances: { USDT: '1200' } });
    const [own, all] = [await desk.client.signedSocket(), await desk.client.socket('/v5/public/linear')];
    await own.subscribe('order', 'execution', 'position', 'wallet');
    await all.subscribe('allLiquidation.BTCUSDT');
    await desk.place({ qty: '0.1' });
    const resting = await desk.place({ orderType: 'Limit', side: 'Sell', qty: '0.1', price: '108000', reduceOnly: true });
    const price = Number((await desk.positions())[0]!['liqPrice']);
    expect(price).toBeGreaterThan(85_000);
    expect(price).toBeLessThan(90_000);
    await desk.toHour(21);
    expect((await desk.positions())[0]).toMatchObject({ size: '0', side: '' });
    expect(await desk.order(resting)).toMatchObject({ orderStatus: 'Cancelled' });
    const [bust] = await desk.executions();
    expect(bust).toMatchObject({ execType: 'BustTrade', side: 'Sell', execQty: '0.1' });
    expect(Number((await desk.wallet())['walletBalance'])).toBeGreaterThanOrEqual(0);
    const told = await all.next(({ topic }) => topic === 'allLiquidation.BTCUSDT');
    expect(told.data).toMatchObject([{ s: 'BTCUSDT', S: 'Buy' }]);
    await own.next((frame) => frame.topic === 'execution' && JSON.stringify(frame.data).includes('BustTrade'));
    const [closed] = (await desk.client.get('/v5/position/closed-pnl', { category: 'linear' })).result.list;
    expect(closed).toMatchObject({ execType: 'BustTrade', closedSize: '0.1' });
  });
});

describe('orders whose owner is gone', () => {
  it('are cancelled once the window is over, those of the product only', async () => {
    const desk = await TradingDesk.open(harness);
    const set = (body: object): Promise<number> => desk.code(desk.client.post('/v5/order/disconnected-cancel-all', body));
    expect([await set({ product: 'DERIVATIVES', timeWindow: 2 }), await set({ product: 'DERIVATIVES', timeWindow: 3 })]).toEqual([
      10001, 0,
    ]);
    const { dcpInfos } = (await desk.client.get('/v5/account/query-dcp-info')).result as unknown as { dcpInfos: Row[] };
    expect(dcpInfos).toEqual([{ product: 'DERIVATIVES', dcpStatus: 'ON', timeWindow: '3' }]);
    const id = await desk.place({ orderType: 'Limit', price: '99000', qty: '0.1' });
    const socket = await desk.client.signedSocket();
    await socket.subscribe('dcp.future');
    const gone = new Promise<void>((resolve) => socket.onClose(resolve));
    socket.close();
    await gone;
    await until(async () => (await desk.order(id))?.['orderStatus'] === 'Cancelled');
    expect(await desk.order(id)).toMatchObject({ cancelType: 'CancelByDCP' });
  });
});

describe('orders of another product whose owner is gone', () => {
  it('stay', async () => {
    const client = await harness.start({ kind: 'generated', seed: 1, speed: 1 });
    await client.login('me');
    const place = async (category: string): Promise<string> => {
      const { list } = (await client.open(`/v5/market/tickers?category=${category}&symbol=BTCUSDT`)).result;
      const price = String(Math.floor(Number(list[0]!['lastPrice']) * 0.99));
      return (await client.order({ category, orderType: 'Limit', qty: '0.01', price, timeInForce: 'PostOnly' })).result['orderId']!;
    };
    const [linear, spot] = [await place('linear'), await place('spot')];
    const isOpen = async (category: string, orderId: string): Promise<boolean> =>
      (await client.get('/v5/order/realtime', { category, orderId })).result.list.some(({ orderStatus }) => orderStatus === 'New');
    expect([await isOpen('linear', linear), await isOpen('spot', spot)]).toEqual([true, true]);
    await client.post('/v5/order/disconnected-cancel-all', { product: 'DERIVATIVES', timeWindow: 3 });
    const socket = await client.signedSocket();
    await socket.subscribe('dcp.future');
    socket.close();
    await until(async () => !(await isOpen('linear', linear)));
    expect(await isOpen('spot', spot)).toBe(true);
  });
});

describe('margin of an isolated position', () => {
  it('can be added and taken back as far as the leverage asks for none of it', async () => {
    const desk = await TradingDesk.open(harness);
    const add = (margin: string): Promise<number> => desk.code(desk.post('/v5/position/add-margin', { margin }));
    await desk.place({ qty: '0.1' });
    expect(await add('500')).toBe(110015);
    expect(await desk.code(desk.post('/v5/position/set-auto-add-margin', { autoAddMargin: 1 }))).toBe(110076);
    await desk.client.post('/v5/account/set-margin-mode', { setMarginMode: 'ISOLATED_MARGIN' });
    const before = (await desk.positions())[0]!;
    expect(before).toMatchObject({ positionBalance: '1000' });
    expect([await add('500'), await add('1000000'), await add('-500.1'), await add('0')]).toEqual([0, 110007, 110078, 110027]);
    const after = (await desk.positions())[0]!;
    expect(after).toMatchObject({ positionBalance: '1500' });
    expect(Number(after['liqPrice'])).toBeLessThan(Number(before['liqPrice']) - 4_000);
    expect(await add('-500')).toBe(0);
    expect((await desk.positions())[0]).toMatchObject({ positionBalance: '1000' });
  });

  it('is added by itself before the position would be taken over', async () => {
    const desk = await TradingDesk.open(harness, { then: [90_000, 89_500] });
    await desk.client.post('/v5/account/set-margin-mode', { setMarginMode: 'ISOLATED_MARGIN' });
    await desk.place({ qty: '0.1' });
    expect(await desk.code(desk.post('/v5/position/set-auto-add-margin', { autoAddMargin: 1 }))).toBe(0);
    expect((await desk.positions())[0]).toMatchObject({ autoAddMargin: 1 });
    await desk.toHour(21);
    expect((await desk.positions())[0]).toMatchObject({ size: '0.1', positionBalance: '2000' });
  });
});

it('a pre-check tells the margin rates that an order would lead to, and places nothing', async () => {
  const desk = await TradingDesk.open(harness);
  const order = { side: 'Buy', orderType: 'Market', qty: '1' };
  const { result } = await desk.post('/v5/order/pre-check', order);
  // 100,000 ÷ 10 and the fee of 50 out of 100,000 are 10.05 %.
  expect(result).toMatchObject({ preImrE4: 0, preMmrE4: 0, postImrE4: 1005 });
  expect(await desk.executions()).toEqual([]);
  expect(await desk.post('/v5/order/pre-check', { ...order, qty: '30' })).toMatchObject({ retCode: 110007, result: {} });
});
