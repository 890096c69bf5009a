import { SimulatorHarness, type Client, type Frame } from '../testing/with-simulator';

let harness: SimulatorHarness;
let client: Client;

beforeEach(async () => {
  harness = new SimulatorHarness();
  client = await harness.start({ kind: 'generated', seed: 5, speed: 60 });
  await client.login();
});
afterEach(() => harness.cleanUp());

interface ArmedList {
  readonly armed: readonly { readonly id: number; readonly fault: string; readonly state: string; readonly struck: number }[];
}

const arm = (...faults: object[]): Promise<{ ids?: number[]; error?: string }> => client.admin('POST', 'faults', { faults });
const armed = async (): Promise<ArmedList['armed']> => (await client.admin<ArmedList>('GET', 'faults')).armed;
const openOrders = async (): Promise<readonly Record<string, string>[]> =>
  (await client.get('/v5/order/realtime', { category: 'linear', symbol: 'BTCUSDT' })).result.list;
const resting = { orderType: 'Limit', price: '30000', timeInForce: 'GTC' };

function itemsOf(frames: readonly Frame[]): readonly Record<string, string>[] {
  return frames.flatMap(({ data }) => (data ?? []) as unknown as Record<string, string>[]);
}

describe('faults of a running exchange', () => {
  it('are armed, counted and disarmed by name', async () => {
    const { ids } = await arm({ fault: 'rate-limited', target: { path: '/v5/order/create' }, count: 2 });
    const codes = [];
    for (let n = 0; n < 3; n += 1) codes.push((await client.order(resting)).retCode);
    expect(codes).toEqual([10006, 10006, 0]);
    expect(await armed()).toMatchObject([{ id: ids![0], fault: 'rate-limited', state: 'over', struck: 2 }]);
    await client.admin('DELETE', `faults/${ids![0]}`);
    expect(await armed()).toEqual([]);
  });

  it('are refused with one sentence when they make no sense', async () => {
    expect(await arm({ fault: 'nonsense' })).toEqual({
      error: 'fault 1: there is no fault "nonsense"; `plimsoll simulator faults` lists them.',
    });
    expect(await armed()).toEqual([]);
  });

  it('place an order whose answer never comes', async () => {
    await arm({ fault: 'create-unanswered-placed', with: { how: 'CUT' } });
    await expect(client.order({ ...resting, orderLinkId: 'lost-answer' })).rejects.toThrow();
    expect(await openOrders()).toMatchObject([{ orderLinkId: 'lost-answer', orderStatus: 'New' }]);
  });

  it('keep an order away from the venue', async () => {
    await arm({ fault: 'create-unanswered-lost', with: { how: 'CUT' } });
    await expect(client.order({ ...resting, orderLinkId: 'lost-order' })).rejects.toThrow();
    expect(await openOrders()).toEqual([]);
  });

  it('deliver a request twice: the duplicate is refused and one order stands', async () => {
    await arm({ fault: 'create-twice' });
    expect((await client.order({ ...resting, orderLinkId: 'twice' })).retCode).toBe(110072);
    expect(await openOrders()).toHaveLength(1);
  });

  it('acknowledge an order and reject it right after', async () => {
    const socket = await client.signedSocket();
    await socket.subscribe('order');
    await arm({ fault: 'ack-then-reject' });
    expect((await client.order(resting)).retCode).toBe(0);
    await socket.next((frame) => itemsOf([frame]).some(({ orderStatus }) => orderStatus === 'Rejected'));
    expect(await openOrders()).toEqual([]);
  });

  it('fail one item of a batch while the others go through', async () => {
    await arm({ fault: 'batch-item-fails', with: { item: 1 } });
    const item = { symbol: 'BTCUSDT', side: 'Buy', qty: '0.01', ...resting };
    const answer = await client.post('/v5/order/create-batch', { category: 'linear', request: [item, item, item] });
    const { list } = (answer as unknown as { retExtInfo: { list: { code: number }[] } }).retExtInfo;
    expect(list.map(({ code }) => code === 0)).toEqual([true, false, true]);
    expect(await openOrders()).toHaveLength(2);
  });

  it('refuse a login, and let the next one in', async () => {
    await arm({ fault: 'auth-rejected' });
    const first = await client.signedSocket();
    expect(first.frames.find(({ op }) => op === 'auth')).toMatchObject({ success: false });
    const second = await client.signedSocket();
    expect(second.frames.find(({ op }) => op === 'auth')).toMatchObject({ success: true });
  });

  it('liquidate, to the position and the streams of its owner', async () => {
    const socket = await client.signedSocket();
    await socket.subscribe('order', 'execution', 'position');
    await client.order({ qty: '0.5' });
    await client.order(resting);
    await arm({ fault: 'liquidation', with: { account: 'me', symbol: 'BTCUSDT' } });
    await socket.next((frame) => itemsOf([frame]).some(({ execType }) => execType === 'BustTrade'));
    const orders = itemsOf(socket.ofTopic('order'));
    expect(orders.some(({ cancelType, orderStatus }) => orderStatus === 'Cancelled' && cancelType === 'CancelAllBeforeLiq')).toBe(true);
    const [position] = (await client.get('/v5/position/list', { category: 'linear', symbol: 'BTCUSDT' })).result.list;
    expect(position).toMatchObject({ size: '0' });
  });

  it('shift the clock of the venue: signatures are too old, and the time says why', async () => {
    await arm({ fault: 'clock-skew', with: { offsetMs: 10_000 } });
    expect((await client.order(resting)).retCode).toBe(10002);
    const { result } = await client.open('/v5/market/time');
    expect(Number(result['timeSecond'])).toBeGreaterThan(Date.now() / 1_000 + 8);
  });

  it('answer with a page of HTML under maintenance', async () => {
    await arm({ fault: 'maintenance' });
    const response = await fetch(`${client.url}/v5/market/time`);
    expect(response.status).toBe(503);
    expect(await response.text()).toContain('<html>');
  });

  it('restart the books: a snapshot with update number 1, and then on from there', async () => {
    const socket = await client.socket('/v5/public/linear');
    await socket.subscribe('orderbook.50.BTCUSDT');
    await socket.next(({ type }) => type === 'delta');
    await arm({ fault: 'book-restart', target: { symbol: 'BTCUSDT' } });
    const updateOf = (frame: Frame): number => (frame.data as unknown as { u: number }).u;
    const restart = await socket.next((frame) => frame.type === 'snapshot' && updateOf(frame) === 1);
    const after = await socket.next(
      (frame) => frame.type === 'delta' && updateOf(frame) === 2 && socket.frames.indexOf(frame) > socket.frames.indexOf(restart),
    );
    expect(after).toBeDefined();
  });

  it('delist a symbol: off the list, no orders, positions stay', async () => {
    await client.order({ qty: '0.01' });
    await arm({ fault: 'delisting', with: { symbol: 'BTCUSDT' } });
    const listed = async (): Promise<boolean> =>
      (await client.open('/v5/market/instruments-info?category=linear')).result.list.some(({ symbol }) => symbol === 'BTCUSDT');
    while (await listed());
    expect((await client.order({ qty: '0.01' })).retCode).toBe(110074);
    const [position] = (await client.get('/v5/position/list', { category: 'linear', symbol: 'BTCUSDT' })).result.list;
    expect(position).toMatchObject({ size: '0.01' });
  });
});
