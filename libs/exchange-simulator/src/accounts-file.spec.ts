import { defined } from '@libs/kernel';
import { readAccountsFile } from './admin/accounts-file';
import { csvOf, SimulatorHarness, waves, type Client } from './testing/with-simulator';

const harness = new SimulatorHarness();
afterEach(() => harness.cleanUp());

async function start(accounts: object, folder?: string): Promise<Client> {
  const path = await harness.file(JSON.stringify({ accounts }), 'accounts.json');
  const file = await harness.file(csvOf(waves(50)));
  const source = { kind: 'replay', file, speed: 0.001 } as const;
  return harness.start(source, { accounts: await readAccountsFile(path), ...defined({ folder }) });
}

const key = { apiKey: 'my-key', apiSecret: 'my-secret' };
const main = { balances: { USDT: '1000' }, keys: [key] };
const balance = async (client: Client): Promise<unknown> =>
  (await client.using(key).get('/v5/account/wallet-balance', { accountType: 'UNIFIED', coin: 'USDT' })).result.list[0]?.[
    'totalWalletBalance'
  ];

describe('an accounts file', () => {
  it('opens accounts with the keys that it names', async () => {
    const desk = { parent: 'main', username: 'desk01', keys: [{ ...key, apiKey: 'desk-key', readOnly: true }] };
    const client = await start({ main, desk });
    expect(Number(await balance(client))).toBe(1000);
    expect((await client.using({ ...key, apiKey: 'desk-key' }).get('/v5/user/query-api')).result).toMatchObject({
      isMaster: false,
      readOnly: 1,
    });
    expect((await client.using(key).get('/v5/user/query-sub-members')).result).toMatchObject({ subMembers: [{ username: 'desk01' }] });
    expect(await client.admin('GET', 'accounts/main')).toMatchObject({
      accountId: 'main',
      balances: { USDT: '1000' },
      keys: [{}, { apiKey: 'my-key' }],
    });
  });

  it('read again leaves the money as it is and brings keys up to date', async () => {
    const client = await start({ main });
    await client.simulator.stop();
    const again = await start({ main: { balances: { USDT: '5' }, keys: [{ ...key, readOnly: true }] } }, client.folder);
    expect(Number(await balance(again))).toBe(1000);
    expect((await again.using(key).get('/v5/user/query-api')).result['readOnly']).toBe(1);
    expect((await again.admin<{ accounts: { keys: object[] }[] }>('GET', 'accounts')).accounts.map(({ keys }) => keys.length)).toEqual([2]);
  });

  it.each([
    [{ main: { keys: [] } }, 'Account "main" of the accounts file cannot be used: balances must be an object like {"USDT":"100000"}.'],
    [
      { 'a b': main },
      'Account "a b" of the accounts file cannot be used: "a b" is not an account id; use at most 64 letters, digits and . _ : -.',
    ],
    [{ main: { ...main, rateTier: 'vip9' } }, /^Account "main" of the accounts file cannot be used: there is no rate tier "vip9"/],
    [{ main, more: main }, 'Account "more" of the accounts file cannot be used: the key "my-key" belongs to the account "main".'],
    [{ desk: { parent: 'main' } }, 'Account "desk" of the accounts file cannot be used: there is no account "main" to be the parent.'],
  ])('with %j stops the start with a sentence', async (accounts, sentence) => {
    await expect(start(accounts)).rejects.toThrow(sentence);
  });

  it('that is no JSON is named', async () => {
    const path = await harness.file('{', 'accounts.json');
    await expect(readAccountsFile(path)).rejects.toThrow(`The accounts file ${path} cannot be used: `);
  });
});
