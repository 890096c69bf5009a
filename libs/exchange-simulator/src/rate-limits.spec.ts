import { csvOf, SimulatorHarness, waves, type Client } from './testing/with-simulator';
import type { SimulatorOptions } from './simulator';

const harness = new SimulatorHarness();
afterEach(() => harness.cleanUp());

/** The monotonic clock stands still, so that nothing depends on how fast the machine is. */
async function replay(more: Partial<SimulatorOptions> = {}, clock = { now: 0 }): Promise<Client> {
  const file = await harness.file(csvOf(waves(50)));
  return (
    await harness.start({ kind: 'replay', file, speed: 0.001 }, { rateTier: 'default', monotonic: () => clock.now, ...more })
  ).login();
}

const order = { orderType: 'Limit', price: '90000', category: 'linear', symbol: 'BTCUSDT', side: 'Buy', qty: '0.001' };

async function codes(client: Client, count: number, body: object = order): Promise<number[]> {
  const found: number[] = [];
  for (let index = 0; index < count; index += 1) found.push((await client.post('/v5/order/create', body)).retCode);
  return found;
}

const passed = (found: readonly number[]): number => found.filter((code) => code !== 10006).length;

describe('orders', () => {
  it('are ten per second on contracts and twenty on spot, each for itself', async () => {
    const client = await replay();
    const contracts = await codes(client, 11);
    expect(contracts).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 10006]);
    expect(passed(await codes(client, 21, { ...order, category: 'spot' }))).toBe(20);
    const cancel = await client.post('/v5/order/cancel', { category: 'linear', symbol: 'BTCUSDT', orderLinkId: 'x' });
    expect(cancel.retCode).toBe(110001);
  });

  it('say in their headers what is left and when the next may come', async () => {
    const clock = { now: 0 };
    const client = await replay({ wallNow: () => 1_750_000_000_000 + clock.now }, clock);
    const ask = async (): Promise<{ body: unknown; headers: (string | null)[] }> => {
      const timestamp = 1_750_000_000_000 + clock.now;
      const text = JSON.stringify(order);
      const response = await fetch(`${client.url}/v5/order/create`, {
        method: 'POST',
        body: text,
        headers: client.headers(text, { timestamp }),
      });
      const headers = ['X-Bapi-Limit', 'X-Bapi-Limit-Status', 'X-Bapi-Limit-Reset-Timestamp'].map((name) => response.headers.get(name));
      return { body: await response.json(), headers };
    };
    expect((await ask()).headers).toEqual(['10', '9', '1750000000000']);
    clock.now = 300;
    for (let index = 0; index < 9; index += 1) await ask();
    const over = await ask();
    expect(over.body).toMatchObject({ retCode: 10006, retMsg: 'Too many visits. Exceeded the API Rate Limit.', result: {} });
    expect(over.headers).toEqual(['10', '0', '1750000001000']);
    clock.now = 1_000;
    expect((await ask()).body).toMatchObject({ retCode: 0 });
    expect((await ask()).body).toMatchObject({ retCode: 10006 });
  });

  it('of a batch count one by one: those behind the limit fail and the others stand', async () => {
    const client = await replay();
    const { category, ...one } = order;
    const batch = async (count: number): Promise<readonly number[]> => {
      const answer = await client.post('/v5/order/create-batch', { category, request: Array(count).fill(one) });
      const { list } = (answer as unknown as { retExtInfo: { list: { code: number }[] } }).retExtInfo;
      return list.map(({ code }) => code);
    };
    expect(await batch(8)).toEqual(Array(8).fill(0));
    expect(await batch(4)).toEqual([0, 0, 10006, 10006]);
    expect((await client.post('/v5/order/create-batch', { category, request: [one] })).retCode).toBe(10006);
    // Single orders have a limit of their own.
    expect(await codes(client, 1)).toEqual([0]);
  });

  it('of an account with a better tier are more, and with none are not counted', async () => {
    const client = await replay();
    await client.admin('PUT', 'accounts/me', { balances: {}, rateTier: 'vip1' });
    expect(passed(await codes(client, 21))).toBe(20);
    expect((await client.get('/v5/user/query-api')).result['vipLevel']).toBe('VIP-1');
    await client.admin('PUT', 'accounts/me', { balances: {}, rateTier: 'off' });
    expect(passed(await codes(client, 30))).toBe(30);
    expect(await client.admin('PUT', 'accounts/me', { balances: {}, rateTier: 'vip9' })).toMatchObject({
      error: expect.stringMatching(/^there is no rate tier "vip9"; it is one of default, vip1,/) as string,
    });
  });

  it('on a market that is played faster are as many more', async () => {
    const clock = { now: 0 };
    const file = await harness.file(csvOf(waves(50)));
    const source = { kind: 'replay', file, speed: 100 } as const;
    const client = await (await harness.start(source, { rateTier: 'default', monotonic: () => clock.now })).login();
    expect(passed(await codes(client, 11))).toBe(10);
    clock.now = 10;
    expect(passed(await codes(client, 11))).toBe(10);
  });

  it('on a market in real time are not more while it hurries to the present', async () => {
    const clock = { now: 0 };
    const source = { kind: 'generated', seed: 7, speed: 1 } as const;
    const client = await (await harness.start(source, { rateTier: 'default', monotonic: () => clock.now })).login();
    expect((await client.status()).speed).toBe(60);
    expect(passed(await codes(client, 11))).toBe(10);
    clock.now = 100;
    expect(await codes(client, 1)).toEqual([10006]);
  });
});

describe('reads', () => {
  it('have limits of their own, which no tier raises', async () => {
    const client = await replay({ rateTier: 'vip5' });
    const found: number[] = [];
    for (let index = 0; index < 6; index += 1) found.push((await client.get('/v5/account/fee-rate', { category: 'linear' })).retCode);
    expect(found).toEqual([0, 0, 0, 0, 0, 10006]);
    expect((await client.rawGet('/v5/account/info')).headers.get('x-bapi-limit')).toBe('50');
  });
});

describe('an address', () => {
  it('that asks more than 600 times in five seconds is banned, but not from administration', async () => {
    const clock = { now: 0 };
    const client = await replay({}, clock);
    const status = async (): Promise<number> => (await fetch(`${client.url}/v5/market/time`)).status;
    const all = await Promise.all(Array.from({ length: 601 }, status));
    expect(all.filter((code) => code === 200)).toHaveLength(600);
    const banned = await fetch(`${client.url}/v5/market/time`);
    expect([banned.status, await banned.text()]).toEqual([403, 'access too frequent']);
    expect((await client.status()).state).toBe('running');
    clock.now = 600_000;
    expect(await status()).toBe(200);
  });
});
