import { SimulatorHarness, type Client } from '../testing/with-simulator';

const harness = new SimulatorHarness();
afterEach(() => harness.cleanUp());

/** 2026-04-01 12:00 UTC. */
const START = 1_775_044_800_000;
const SOURCE = { kind: 'generated', seed: 9, speed: 60, stepped: true, start: START } as const;

const step = (client: Client, seconds: number): Promise<object> => client.admin('POST', 'clock/step', { to: START + seconds * 1_000 });

/** Trades for three minutes and gives all that the account was told and all that the venue holds of it. */
async function session(seed: number): Promise<unknown> {
  const client = await harness.start({ ...SOURCE, seed });
  await client.login();
  const socket = await client.signedSocket();
  await socket.subscribe('order', 'execution', 'position', 'wallet');
  for (let round = 0; round < 9; round += 1) {
    await step(client, (round + 1) * 20);
    await client.order({ orderLinkId: `taker-${round}`, side: round % 3 ? 'Buy' : 'Sell', qty: '0.05' });
    const { result } = await client.open('/v5/market/orderbook?category=linear&symbol=BTCUSDT&limit=1');
    const [[price]] = result['b'] as unknown as [[string]];
    await client.order({ orderLinkId: `maker-${round}`, orderType: 'Limit', price, qty: '0.2' });
  }
  const truth = await client.admin<Record<string, unknown>>('GET', 'truth/me');
  const told = socket.frames.filter(({ topic }) => topic !== undefined);
  return JSON.parse(JSON.stringify({ truth, told })) as unknown;
}

describe('a stepped market that begins at a given time', () => {
  it('gives the same orders, fills, ids and messages to the byte when the same is asked again', async () => {
    const [one, same, other] = [await session(9), await session(9), await session(10)];
    expect(JSON.stringify(same)).toBe(JSON.stringify(one));
    expect(JSON.stringify(other)).not.toBe(JSON.stringify(one));
    expect((one as { told: object[] }).told.length).toBeGreaterThan(40);
  });
});
