import { cp } from 'node:fs/promises';
import { csvOf, FIRST, SimulatorHarness, type Client } from '../testing/with-simulator';

const harness = new SimulatorHarness();
afterEach(() => harness.cleanUp());

const HOUR = 3_600_000;
const FIVE_MINUTES = 300_000;

/** Five-minute bars at 100,000 through the funding times of 08:00 and 16:00, with a recorded rate for the first. */
async function files(): Promise<{ file: string; funding: string }> {
  const bars = Array.from({ length: 250 }, () => [100_000, 100_000, 100_000, 100_000, 50]);
  const funding = await harness.file(`timestamp_ms,open,high,low,close,volume\n${FIRST + 8 * HOUR},-0.00025,0,0,0,0\n`, 'rates.csv');
  return { file: await harness.file(csvOf(bars, FIVE_MINUTES), 'BTC_USDT_USDT-5m-futures.csv'), funding };
}

const to = (client: Client, hours: number): Promise<object> => client.admin('POST', 'clock/step', { to: FIRST + hours * HOUR });

async function paid(client: Client): Promise<readonly string[]> {
  const { result } = await client.get('/v5/execution/list', { category: 'linear', execType: 'Funding' });
  return result.list.map(({ execFee, feeRate, execTime }) => `${execFee} at ${feeRate}, ${(Number(execTime) - FIRST) / HOUR}:00`).reverse();
}

describe('funding of a replayed market', () => {
  it('is paid once at each funding time, at the recorded rate or else at the derived one', async () => {
    const source = { kind: 'replay', ...(await files()), speed: 2_000, stepped: true } as const;
    const client = await (await harness.start(source)).login();
    await client.order({ qty: '0.01' });
    await to(client, 7.99);
    expect(await paid(client)).toEqual([]);
    await to(client, 8);
    // A long of 0.01 at 100,000 receives 1,000 × 0.00025.
    expect(await paid(client)).toEqual(['-0.25 at -0.00025, 8:00']);
    const folder = await harness.folder();
    await cp(client.folder, folder, { recursive: true });
    const again = await (await harness.start(source, { folder })).login();
    await to(again, 15);
    expect(await paid(again)).toHaveLength(1);
    await to(again, 16.5);
    // 1,000 × 0.0001, the interest when there is no premium.
    expect(await paid(again)).toEqual(['-0.25 at -0.00025, 8:00', '0.1 at 0.0001, 16:00']);
    const history = (await again.open('/v5/market/funding/history?category=linear&symbol=BTCUSDT&limit=2')).result.list;
    expect(history.map(({ fundingRate }) => fundingRate)).toEqual(['0.0001', '-0.00025']);
  });
});
