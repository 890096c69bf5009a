import { csvOf, FIRST, SimulatorHarness, waves, type Client } from './testing/with-simulator';

const harness = new SimulatorHarness();
afterEach(() => harness.cleanUp());

const MINUTE = 60_000;

async function replay(stepped: boolean): Promise<Client> {
  const file = await harness.file(csvOf(waves(400)));
  return harness.start({ kind: 'replay', file, speed: 0.001, ...(stepped ? { stepped } : {}) });
}

const step = (client: Client, body: object): Promise<Record<string, unknown>> => client.admin('POST', 'clock/step', body);

describe('a stepped market', () => {
  it('moves only when it is told to, by or to a time', async () => {
    const client = await replay(true);
    const { marketTime } = await client.status();
    expect(await step(client, { by: 5 * MINUTE })).toEqual({ marketTime: marketTime + 5 * MINUTE });
    expect(await step(client, { to: marketTime + 7 * MINUTE })).toEqual({ marketTime: marketTime + 7 * MINUTE });
    const [, closed] = (await client.open('/v5/market/kline?symbol=BTCUSDT&interval=1&limit=2')).result.list as unknown as string[][];
    const last = Math.floor((marketTime + 7 * MINUTE - FIRST) / MINUTE) - 1;
    expect(closed!.slice(0, 5)).toEqual([String(FIRST + last * MINUTE), ...waves(400)[last]!.slice(0, 4).map(String)]);
    expect((await client.status()).marketTime).toBe(marketTime + 7 * MINUTE);
  });

  it.each([
    [{ by: 'much' }, 'by is "much"; give a whole number of milliseconds'],
    [{}, 'by is "undefined"; give a whole number of milliseconds'],
    [{ to: 1 }, /^to is 1, which is before the market's \d+$/],
  ])('told %j says what is wrong', async (body, error) => {
    expect((await step(await replay(true), body))['error']).toMatch(error);
  });
});

it('a market that moves by itself cannot be stepped', async () => {
  expect(await step(await replay(false), { by: 1 })).toEqual({
    error: 'this market moves by itself; only a stepped market can be moved',
  });
});
