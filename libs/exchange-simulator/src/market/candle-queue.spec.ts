import { csvOf, FIRST, SimulatorHarness, type Client } from '../testing/with-simulator';

const harness = new SimulatorHarness();
afterEach(() => harness.cleanUp());

const MINUTE = 60_000;
/** Bars before the one that is played: a tenth of the file is history, and a few bars go by before the order. */
const QUIET = 100;
const AT = FIRST + QUIET * MINUTE;
/** One step per leg of a minute: at 0, 20, 40 and 59.999 s, each with a quarter of the volume. */
const SPEED = 400;

/** Quiet bars at 100,000 of one volume, then the given bar; the market stands at its first step. */
async function before(bar: readonly number[], volume: number): Promise<Client> {
  const quiet = Array.from({ length: QUIET }, () => [100_000, 100_000, 100_000, 100_000, volume]);
  const file = await harness.file(csvOf([...quiet, [...bar, volume], [bar[3]!, bar[3]!, bar[3]!, bar[3]!, volume]]));
  const client = await harness.start({ kind: 'replay', file, speed: SPEED, stepped: true });
  await client.login('me', { USDT: '10000000' });
  await client.admin('POST', 'clock/step', { to: AT });
  return client;
}

async function bid(client: Client, price: string, qty: string): Promise<void> {
  expect(await client.order({ orderType: 'Limit', price, qty, orderLinkId: 'bid' })).toMatchObject({ retCode: 0 });
}

/** What of the order was filled after some seconds of the bar. */
async function filledAfter(client: Client, seconds: number): Promise<number> {
  await client.admin('POST', 'clock/step', { to: AT + seconds * 1_000 });
  const { result } = await client.get('/v5/execution/list', { category: 'linear' });
  return result.list.reduce((sum, { execQty }) => sum + Number(execQty), 0);
}

async function bestBid(client: Client): Promise<[price: string, size: number]> {
  const answer = await client.open('/v5/market/orderbook?category=linear&symbol=BTCUSDT&limit=1');
  const [[price, size]] = answer.result['b'] as unknown as [[string, string]];
  return [price, Number(size)];
}

describe('an order that rests in a replay of candles', () => {
  it('is filled by what was traded at its price, once the queue before it is gone', async () => {
    // 25 are bought at 100,000 at 0 s and 20 s; 25 are sold at 99,999.9 at 40 s and again at the end.
    const client = await before([100_000, 100_000, 99_999.9, 99_999.9], 100);
    const [price, ahead] = await bestBid(client);
    expect(price).toBe('99999.9');
    await bid(client, price, '30');
    expect(await filledAfter(client, 39)).toBe(0);
    expect(await filledAfter(client, 40)).toBeCloseTo(25 - ahead, 9);
    expect(await filledAfter(client, 59.999)).toBe(30);
  });

  it('waits on when no more than the queue before it was traded', async () => {
    // A hundredth is traded in each step, and at least two hundredths stand before the order.
    const client = await before([100_000, 100_000, 99_999.9, 99_999.9], 0.04);
    await bid(client, '99999.9', '0.5');
    expect(await filledAfter(client, 59)).toBe(0);
  });

  it('is filled whole, at its own price, when the price goes through it', async () => {
    const client = await before([100_000, 100_000, 99_980, 99_990], 0.04);
    await bid(client, '99990', '5');
    expect(await filledAfter(client, 59)).toBe(5);
    const { result } = await client.get('/v5/execution/list', { category: 'linear' });
    expect(result.list[0]).toMatchObject({ execPrice: '99990', isMaker: true, execQty: '5' });
  });
});
