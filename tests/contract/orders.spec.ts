import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSource, startSimulator } from '@libs/exchange-simulator';
import type { Simulator } from '@libs/exchange-simulator';
import { decimal } from '@libs/kernel';
import { createLogger } from '@libs/platform';
import { loadExchange, tradingOf } from '@libs/plugin-host';
import { urlsAt } from '@libs/sdk';
import { FakeVenue, ManualClock, SimulatedVenue, buildInstrument, orderContract, type VenueOnTrial } from '@libs/testkit';

const instrument = { symbol: 'BTC/USDT:USDT', venueSymbol: 'BTCUSDT', category: 'linear' } as const;
const TOKEN = 'contract';
let folder: string;

beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'contract-'))));

afterAll(async () => {
  await (await simulator)?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** One for all tests: each has an account of its own. */
let simulator: Promise<Simulator> | null = null;
let accounts = 0;

orderContract('Bybit V5 at the exchange simulator', async (): Promise<VenueOnTrial> => {
  simulator ??= simulated();
  const url = `http://127.0.0.1:${(await simulator).port}`;
  accounts += 1;
  const answer = await fetch(`${url}/admin/accounts/trial-${accounts}`, {
    method: 'PUT',
    headers: { 'X-Plimsoll-Token': TOKEN },
    body: JSON.stringify({ balances: { USDT: '100000' }, fees: { maker: '0.0002', taker: '0.00055' } }),
  });
  const key = (await answer.json()) as { apiKey: string; apiSecret: string };
  const exchange = tradingOf(await loadExchange('bybit'));
  const options = { ...urlsAt(url), ...key, requestWindow: 5_000, now: Date.now };
  const entry = exchange.orderEntry(options);
  return {
    entry,
    queries: exchange.accountQueries(options),
    capabilities: exchange.capabilities,
    instrument,
    restingPrice: await farBelowMarket(url),
    quantity: '0.001',
    during: (work) => work,
    stop: () => Promise.resolve(entry.close()),
  };
});

for (const [name, unique] of [
  ['a venue in memory', 'forever'],
  ['a venue whose client ids are unique among open orders only', 'openOnly'],
] as const) {
  orderContract(name, () => Promise.resolve(inMemory(new ManualClock(), unique)));
}

orderContract('the matching engine of the exchange simulator', () => {
  const clock = new ManualClock();
  const listed = buildInstrument();
  const venue = new SimulatedVenue({ clock, instrument: listed, balance: '100000', tell: () => undefined });
  venue.price('99.9', '100.1');
  return Promise.resolve({
    entry: venue,
    queries: venue,
    capabilities: venue.capabilities,
    instrument,
    restingPrice: '50',
    quantity: '0.2',
    during: async <T>(work: Promise<T>): Promise<T> => {
      await clock.pass(100);
      return work;
    },
    stop: () => Promise.resolve(),
  });
});

orderContract('a venue that gives modified orders another id', () => {
  const clock = new ManualClock();
  const trial = inMemory(clock, 'forever');
  const modify = (clientOrderId: string, quantity: string): Promise<void> =>
    Promise.resolve((trial.entry as FakeVenue).modify(clientOrderId, quantity));
  return Promise.resolve({ ...trial, modify });
});

function inMemory(clock: ManualClock, unique: 'forever' | 'openOnly'): VenueOnTrial {
  const venue = new FakeVenue(clock, unique);
  return {
    entry: venue,
    queries: venue,
    capabilities: venue.capabilities,
    instrument,
    restingPrice: '100',
    quantity: '0.001',
    during: async (work) => {
      await clock.pass(100);
      return work;
    },
    fill: (clientOrderId) => Promise.resolve(void venue.fill(clientOrderId)),
    stop: () => Promise.resolve(),
  };
}

async function simulated(): Promise<Simulator> {
  const source = await openSource({ kind: 'generated', seed: 3, speed: 1 });
  const logger = createLogger({ component: 'contract', write: () => undefined });
  const failed = (error: unknown): void => {
    throw error;
  };
  return startSimulator({ source, folder, port: 0, token: TOKEN, logger, failed });
}

/** Half the market's price, where no purchase meets a sale. */
async function farBelowMarket(url: string): Promise<string> {
  const answer = await fetch(`${url}/v5/market/orderbook?category=linear&symbol=BTCUSDT&limit=1`);
  const { result } = (await answer.json()) as { result: { b: [string, string][] } };
  return decimal(result.b[0]![0]).dividedBy(decimal('2'), 0).toString();
}
