import type { DeploymentView } from '@libs/engine';
import { findUnfit } from './unfit';

const runs = (deploymentId: string, status = 'running'): DeploymentView =>
  ({ terms: { deploymentId, strategy: 'plain', strategyVersion: '1.0.0+a' }, status }) as unknown as DeploymentView;

/** What is said of deployments of 1.0.0+a where the strategy is of this version on disk. */
async function said(version: string | undefined, deployments: readonly DeploymentView[], strayed = new Map<string, string>()) {
  const registry = { find: async () => (version === undefined ? undefined : { version }) };
  return [...(await findUnfit({ core: { deployments: () => deployments }, strayed }, registry))];
}

describe('findUnfit', () => {
  it('says of a strategy that was changed from what to what, and what to do', async () => {
    expect(await said('1.1.0+b', [runs('d')])).toEqual([
      [
        'd',
        'plain was deployed as 1.0.0+a, and an upgrade or an edit has made it 1.1.0+b since; stop this deployment and deploy the strategy again',
      ],
    ]);
  });

  it('says of a strategy that is gone that it is', async () => {
    expect(await said(undefined, [runs('d')])).toEqual([
      ['d', 'plain was deployed as 1.0.0+a, and is missing or broken now; restore it and deploy it again'],
    ]);
  });

  it('leaves those alone that are as they were, and those that have ended', async () => {
    expect(await said('1.0.0+a', [runs('d')])).toEqual([]);
    expect(await said('1.1.0+b', [runs('d', 'stopped'), runs('e', 'faulted')])).toEqual([]);
  });

  it('names a change of its code before what came of that', async () => {
    const strayed = new Map([
      ['d', 'another state'],
      ['e', 'another state'],
    ]);
    expect(await said('1.1.0+b', [runs('d')], strayed)).toEqual([
      ['d', expect.stringContaining('1.1.0+b')],
      ['e', 'another state'],
    ]);
  });
});
