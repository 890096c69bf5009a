import type { Account, Request } from '@libs/client';
import type { AccountRow, LauncherDatabase } from './database';
import { describeTrading, ensureDemo } from './demo';
import type { SimulatorStatus } from './simulator-client';

const market: SimulatorStatus = {
  sourceId: 'generated-1',
  symbols: [{ symbol: 'BTC/USDT:USDT', venueSymbol: 'BTCUSDT', category: 'linear', interval: '1m' }],
  marketTime: 0,
  speed: 60,
  state: 'running',
};

function account(name: string, sourceId: string): AccountRow {
  return {
    id: `id-${name}`,
    name,
    mode: 'paper',
    status: 'ready',
    sourceId,
    venueAccountId: 'v',
    startingBalances: {},
    fees: { maker: '0', taker: '0' },
  };
}

/** An api and a database that hold what the test puts there; both mutations succeed. */
async function demoOn(accounts: AccountRow[], deployed: readonly string[] = []): Promise<{ field: string; input: unknown }[]> {
  const asked: { field: string; input: unknown }[] = [];
  const request = (async (operation: { field: string; kind: string }, variables: { input?: { name?: string } }) => {
    if (operation.kind === 'mutation') asked.push({ field: operation.field, input: variables.input });
    if (operation.field === 'createAccount') return { __typename: 'Account', id: `id-${variables.input?.name}` };
    return operation.field === 'account' ? { status: 'READY' } : { __typename: 'Deployment' };
  }) as unknown as Request;
  const database = {
    accounts: async () => accounts,
    hasDeployments: async (id: string) => deployed.includes(id),
  } as unknown as LauncherDatabase;
  await ensureDemo({ request, database, market, generated: true, maxPositionSize: '0.1', refresh: async () => undefined });
  return asked;
}

describe('ensureDemo', () => {
  it('opens an account and deploys on a market that nobody has traded on', async () => {
    expect(await demoOn([])).toEqual([
      { field: 'createAccount', input: expect.objectContaining({ name: 'demo', startingBalances: [{ asset: 'USDT', total: '100000' }] }) },
      {
        field: 'deploy',
        input: expect.objectContaining({
          accountId: 'id-demo',
          strategy: 'ema-cross',
          params: { symbol: 'BTC/USDT:USDT', interval: '1m', fast: 5, slow: 13 },
        }),
      },
    ]);
  });

  it('leaves a market alone where somebody trades', async () => {
    expect(await demoOn([account('mine', 'generated-1')])).toEqual([]);
    expect(await demoOn([account('demo', 'generated-1')], ['id-demo'])).toEqual([]);
    expect(await demoOn([{ ...account('demo', 'generated-1'), status: 'disabled' }])).toEqual([]);
  });

  it('finishes a demo that was interrupted between account and deployment', async () => {
    expect((await demoOn([account('demo', 'generated-1')])).map(({ field }) => field)).toEqual(['deploy']);
  });

  it('gives another market a demo of its own name', async () => {
    const [created] = await demoOn([account('demo', 'btcusdt-linear-1')], ['id-demo']);
    expect(created?.input).toMatchObject({ name: 'demo-generated-1' });
  });
});

describe('describeTrading', () => {
  const account = { id: 'a', name: 'demo', mode: 'PAPER', balances: [{ asset: 'USDT', total: '100' }] } as unknown as Account;

  it.each([
    ['ACTIVE', 'demo (paper, 100 USDT): nothing deployed'],
    ['HALTED', 'demo (paper, HALTED, 100 USDT): nothing deployed'],
  ] as const)('tells an account that is %s', (tradingState, line) => {
    expect(describeTrading([{ ...account, tradingState }], [])).toEqual([line]);
  });

  it('tells an account that is refused', () => {
    const refused = { ...account, status: 'REFUSED', tradingState: 'ACTIVE' } as const;
    expect(describeTrading([refused], [])).toEqual(['demo (paper, refused, not trading, 100 USDT): nothing deployed']);
  });
});
