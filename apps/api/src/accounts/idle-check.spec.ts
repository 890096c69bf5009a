import type { Deployments } from '../deployments/deployments';
import type { Deployment } from '../deployments/deployments.types';
import type { Orders } from '../orders/orders';
import { IdleCheck } from './idle-check';

function reasonWith(statuses: readonly Deployment['status'][], open = 0) {
  const list = async () => statuses.map((status, n) => ({ id: `d-${n + 1}`, status }) as Deployment);
  return new IdleCheck({ list } as unknown as Deployments, { countOpen: async () => open } as unknown as Orders).reasonAgainst('a');
}

describe('IdleCheck', () => {
  it('lets an account go whose strategies are stopped and whose orders are over', async () => {
    expect(await reasonWith(['stopped', 'stopped'])).toBeNull();
    expect(await reasonWith(['stopped'], 2)).toMatchObject({ code: 'ORDERS_OPEN', value: '2' });
  });

  it('holds one back while a strategy runs, and after one broke, since its exits go on', async () => {
    expect(await reasonWith(['stopped', 'running'])).toMatchObject({
      code: 'DEPLOYMENTS_RUNNING',
      value: '1',
      message: '1 deployments are running (first d-2); stop them first.',
    });
    expect(await reasonWith(['faulted', 'warming-up'])).toMatchObject({
      code: 'DEPLOYMENTS_RUNNING',
      value: '2',
      message: '2 deployments run or broke (first d-1); stop them first.',
    });
  });
});
