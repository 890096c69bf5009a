import type { Deployment } from '@libs/client';
import { describeDeployment } from './describe-deployment';

const RUNNING = { id: 'd', strategy: 'dca', symbol: 'BTC/USDT', interval: '1m', status: 'WARMING_UP' } as Deployment;

describe('describeDeployment', () => {
  it('says how it stands and what it decided last', () => {
    expect(describeDeployment(RUNNING)).toBe('  d  dca on BTC/USDT 1m: warming up');
    const lastDecision = { action: 'buy', why: 'it fell' } as NonNullable<Deployment['lastDecision']>;
    expect(describeDeployment({ ...RUNNING, status: 'STOPPED', reason: 'enough', lastDecision })).toBe(
      '  d  dca on BTC/USDT 1m: stopped (enough); last: buy, it fell',
    );
  });

  it('says of one that runs older code than is installed what to do', () => {
    expect(describeDeployment({ ...RUNNING, isOutdated: true })).toMatch(
      /: warming up; the installed strategy has changed; stop this deployment and deploy it again to run the new code$/,
    );
  });
});
