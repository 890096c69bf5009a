import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onlyAccount } from '../support/oracle';
import { Installation } from '../support/installation';
import { Platform, until } from '../support/platform';

const PATIENCE_MS = 90_000;

interface Shown {
  readonly id: string;
  readonly status: string;
  readonly strategyVersion: string;
  readonly isOutdated: boolean;
  readonly reason: string | null;
  readonly lastDecision: { readonly action: string; readonly marketTime: string } | null;
}

const FIELDS = 'id status strategyVersion isOutdated reason lastDecision { action marketTime }';

describe('a deployment whose strategy is changed while the platform is stopped', () => {
  const installation = new Installation({
    speaker: `onBar: (ctx, { symbol }) => {
      ctx.state.n += 1;
      if (ctx.state.n % 10 > 0) return;
      ctx.decide({ action: 'old', why: 'so it is written', values: {} });
      ctx[ctx.state.n % 20 > 0 ? 'buy' : 'sell'](symbol, '0.001');
    },`,
  });
  const platform = new Platform(['--speed', '600'], {}, installation.root);
  let accountId = '';
  let id = '';

  beforeAll(async () => {
    await platform.start();
    accountId = await onlyAccount(platform);
    id = await deploy();
    await decides(id, 'old');
    await platform.stop();
    const file = join(installation.strategies, 'speaker/src/index.js');
    writeFileSync(file, readFileSync(file, 'utf8').replace("action: 'old'", "action: 'new'"));
    await platform.start();
  }, 240_000);

  afterAll(async () => {
    await platform.remove();
    installation.remove();
  }, 60_000);

  it('goes on with the code that it was made with, and shows as outdated', async () => {
    await decides(id, 'old');
    expect(await shown(id)).toMatchObject({ status: 'RUNNING', isOutdated: true, reason: null });
    const { deployments } = (await platform.cli('status')) as { deployments: readonly Shown[] };
    expect(deployments.map(({ id: one, isOutdated }) => [one === id, isOutdated])).toEqual(
      expect.arrayContaining([
        [true, true],
        [false, false],
      ]),
    );
  }, 120_000);

  it('goes on with it after a crash of its trader', async () => {
    const [pid] = platform.pidsOf('trader');
    process.kill(pid!, 'SIGKILL');
    await until(
      () => platform.pidsOf('trader').some((one) => one !== pid),
      PATIENCE_MS,
      () => 'no trader takes over',
    );
    await decides(id, 'old');
    expect(await shown(id)).toMatchObject({ status: 'RUNNING', isOutdated: true, reason: null });
  }, 120_000);

  it('is replayed and measured with it', async () => {
    const sessions = readdirSync(join(platform.home, 'sessions', accountId));
    expect(sessions.length).toBeGreaterThanOrEqual(3);
    for (const session of sessions)
      expect(await platform.cli('replay', session)).toMatchObject({ identical: true, answers: expect.any(Number) as number });
    const { replays, deployments } = (await platform.cli('parity', id)) as {
      replays: readonly { report: { difference: unknown } }[];
      deployments: readonly { report: { bugs: readonly unknown[] } | null }[];
    };
    expect(replays.map(({ report }) => report.difference)).toEqual(replays.map(() => null));
    expect(deployments.map(({ report }) => report?.bugs)).toEqual([[]]);
  }, 240_000);

  it('makes room for one that runs the new code', async () => {
    await platform.graphql('mutation ($id: ID!) { stopDeployment(id: $id, reason: "the new one") { __typename } }', { id });
    const next = await deploy();
    await decides(next, 'new');
    expect(await shown(id)).toMatchObject({ status: 'STOPPED', isOutdated: false });
    expect(await shown(next)).toMatchObject({ status: 'RUNNING', isOutdated: false });
    expect((await shown(next)).strategyVersion).not.toBe((await shown(id)).strategyVersion);
  }, 120_000);

  async function deploy(): Promise<string> {
    const { deploy: made } = await platform.graphql<{ deploy: Shown }>(
      'mutation ($input: DeployInput!) { deploy(input: $input) { __typename ... on Deployment { id } } }',
      { input: { accountId, strategy: 'speaker', params: { symbol: 'BTC/USDT:USDT' } } },
    );
    return made.id;
  }

  async function shown(deploymentId: string): Promise<Shown> {
    const { deployments } = await platform.graphql<{ deployments: readonly Shown[] }>(`{ deployments { ${FIELDS} } }`);
    return deployments.find((one) => one.id === deploymentId)!;
  }

  /** Decides so after what it has decided by now. */
  async function decides(deploymentId: string, action: string): Promise<void> {
    const before = (await shown(deploymentId)).lastDecision?.marketTime;
    await until(
      async () => {
        const { lastDecision } = await shown(deploymentId);
        return lastDecision !== null && lastDecision.marketTime !== before;
      },
      PATIENCE_MS,
      () => `${deploymentId} decides nothing:\n${platform.said}`,
    );
    expect((await shown(deploymentId)).lastDecision?.action).toBe(action);
  }
});
