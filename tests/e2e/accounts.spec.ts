import { fillCount, onlyAccount } from '../support/oracle';
import { Platform, until } from '../support/platform';

const PATIENCE_MS = 90_000;

interface Created {
  readonly createAccount: { readonly __typename: string; readonly id?: string; readonly status?: string };
}

describe('a second account', () => {
  const platform = new Platform(['--speed', '600']);
  let first = '';
  let second = '';

  const fillsOf = (accountId: string): Promise<number> => fillCount(platform, accountId);
  const trades = async (accountId: string, since: number): Promise<void> =>
    until(
      async () => (await fillsOf(accountId)) > since,
      PATIENCE_MS,
      () => `account ${accountId} does not trade`,
    );

  beforeAll(() => platform.start(), 120_000);
  afterAll(() => platform.remove(), 60_000);

  it('is ready when createAccount answers, with its own trader and executor', async () => {
    first = await onlyAccount(platform);
    const { createAccount } = await platform.graphql<Created>(
      'mutation { createAccount(input: { name: "second", startingBalances: [{ asset: "USDT", total: "5000" }] }) { __typename ... on Account { id status } } }',
    );
    expect(createAccount).toMatchObject({ __typename: 'Account', status: 'READY' });
    second = createAccount.id!;
    expect(platform.pidsOf('trader')).toHaveLength(2);
    expect(platform.pidsOf('executor')).toHaveLength(2);
  }, 60_000);

  it('trades a strategy of its own', async () => {
    const params = { symbol: 'BTC/USDT:USDT', fast: 3, slow: 8 };
    const { deploy } = await platform.graphql<{ deploy: { __typename: string } }>(
      'mutation ($accountId: ID!, $params: JSON!) { deploy(input: { accountId: $accountId, strategy: "ema-cross", params: $params }) { __typename } }',
      { accountId: second, params },
    );
    expect(deploy.__typename).toBe('Deployment');
    await trades(second, 0);
  }, 120_000);

  it.each(['trader', 'executor'] as const)(
    'goes on trading while the %s of the other is killed, and that one comes back',
    async (victim) => {
      const [before, pids] = [await fillsOf(second), platform.pidsOf(victim)];
      const victims = pids.filter((pid) => platform.environmentOf(pid).get('PLIMSOLL_ACCOUNT_ID') === first);
      const others = pids.filter((pid) => !victims.includes(pid));
      expect(victims).toHaveLength(1);
      process.kill(victims[0]!, 'SIGKILL');
      await trades(second, before);
      await trades(first, await fillsOf(first));
      expect(platform.pidsOf(victim)).not.toContain(victims[0]);
      // The other account's process was never touched.
      expect(platform.pidsOf(victim)).toEqual(expect.arrayContaining(others));
    },
    240_000,
  );
});
