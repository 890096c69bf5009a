import { Decimal } from '@libs/kernel';
import { onlyAccount } from '../support/oracle';
import { Platform, until } from '../support/platform';

const FILLS = 4;
const PATIENCE_MS = 120_000;

interface Score {
  readonly verdict: string;
  readonly answers: number;
  readonly decisions: { readonly equal: number; readonly of: number };
  readonly difference: string;
  readonly causes: readonly { readonly cause: string; readonly amount: string }[];
}

interface Compared {
  readonly verdict: string;
  readonly deployments: readonly {
    readonly deploymentId: string;
    readonly report: {
      readonly bugs: readonly unknown[];
      readonly causes: Record<string, string>;
      readonly equity: { difference: string };
    };
    readonly notes: readonly string[];
  }[];
}

const SCORE = `parityScore(deploymentId: $id) { verdict answers decisions { equal of } difference causes { cause amount } }`;

describe('parity of a deployment that trades on paper', () => {
  const platform = new Platform(['--speed', '600']);
  let accountId = '';
  let deploymentId = '';

  beforeAll(async () => {
    await platform.start();
    accountId = await onlyAccount(platform);
    const { deployments } = await platform.graphql<{ deployments: { id: string }[] }>('{ deployments { id } }');
    deploymentId = deployments[0]!.id;
    await trades(deploymentId);
  }, PATIENCE_MS + 120_000);

  afterAll(() => platform.remove(), 60_000);

  async function trades(id: string): Promise<void> {
    const own = async (): Promise<number> => {
      const { fills } = await platform.graphql<{ fills: { items: { deploymentId: string }[] } }>(
        'query ($id: ID!) { fills(accountId: $id, first: 50) { items { deploymentId } } }',
        { id: accountId },
      );
      return fills.items.filter((fill) => fill.deploymentId === id).length;
    };
    await until(
      async () => (await own()) >= FILLS,
      PATIENCE_MS,
      () => `no ${FILLS} fills of ${id}`,
    );
  }

  it('is measured on request while it trades, and the score stays with the deployment', async () => {
    const { startParity } = await platform.graphql<{ startParity: { id: string } }>(
      'mutation ($id: ID!) { startParity(input: { deploymentId: $id }) { ... on ResearchRun { id kind } } }',
      { id: deploymentId },
    );
    const run = async (): Promise<{ status: string; error: string | null }> =>
      (
        await platform.graphql<{ researchRun: { status: string; error: string | null } }>(
          'query ($id: ID!) { researchRun(id: $id) { status error } }',
          { id: startParity.id },
        )
      ).researchRun;
    await until(
      async () => !['QUEUED', 'RUNNING'].includes((await run()).status),
      PATIENCE_MS,
      () => 'the run does not end',
    );
    expect(await run()).toEqual({ status: 'DONE', error: null });
    const { parityScore } = await platform.graphql<{ parityScore: Score }>(`query ($id: ID!) { ${SCORE} }`, { id: deploymentId });
    expect(parityScore).toMatchObject({ verdict: 'EXPLAINED' });
    expect(parityScore.answers).toBeGreaterThan(0);
    expect(parityScore.decisions.of).toBeGreaterThanOrEqual(FILLS);
    const sum = parityScore.causes.reduce((all, { amount }) => all.plus(Decimal.parse(amount)), Decimal.ZERO);
    expect(sum.toString()).toBe(Decimal.parse(parityScore.difference).toString());
  }, 180_000);

  it('is measured by the command line as well', async () => {
    expect(await platform.cli('parity', deploymentId.slice(0, 8))).toMatchObject({
      verdict: 'EXPLAINED',
      deployments: [{ deploymentId, report: { bugs: [] } }],
    });
  }, 120_000);

  it('is told apart from another that trades on its account', async () => {
    const { deploy } = await platform.graphql<{ deploy: { id: string } }>(
      'mutation ($id: ID!, $params: JSON!) { deploy(input: { accountId: $id, strategy: "ema-cross", params: $params }) { ... on Deployment { id } } }',
      { id: accountId, params: { symbol: 'BTC/USDT:USDT', fast: 3, slow: 8 } },
    );
    await trades(deploy.id);
    const { verdict, deployments } = (await platform.cli('parity', 'latest')) as Compared;
    expect([verdict, deployments.map((one) => one.deploymentId)]).toEqual(['EXPLAINED', [deploymentId, deploy.id]]);
    for (const { report, notes } of deployments) {
      expect(report.bugs).toEqual([]);
      const sum = Object.values(report.causes).reduce((all, amount) => all.plus(Decimal.parse(amount)), Decimal.ZERO);
      expect(sum.toString()).toBe(Decimal.parse(report.equity.difference).toString());
      expect(notes).toContainEqual(expect.stringMatching(/^ema-cross traded on the same account/));
    }
  }, 240_000);

  it('is refused for what never ran', async () => {
    const id = '00000000-0000-4000-8000-00000000dead';
    const answer = await platform.graphql('mutation ($id: ID!) { startParity(input: { deploymentId: $id }) { __typename } }', { id });
    expect(answer).toEqual({ startParity: { __typename: 'NotFound' } });
    await expect(platform.cli('parity', id)).rejects.toMatchObject({ code: 2 });
  }, 60_000);
});
