import type { Account, ComponentHealth, Deployment, PlatformStatus } from '@libs/client';
import { troublesOf } from './troubles';

const account = (id: string, status: Account['status'] = 'READY'): Account => ({ id, name: id, status }) as Account;
const deployment = (id: string, status: Deployment['status'], startedAt: string, changes: Partial<Deployment> = {}): Deployment =>
  ({ id, status, startedAt, accountId: 'demo', strategy: 'grid', symbol: 'BTC/USDT', reason: 'onBar: no', ...changes }) as Deployment;
const component = (name: string, status: ComponentHealth['status'], reason: string | null = null): ComponentHealth =>
  ({ component: name, accountId: 'demo', status, reason }) as ComponentHealth;

function troubles(deployments: readonly Deployment[], components: readonly ComponentHealth[] = [], accounts = [account('demo')]) {
  return troublesOf({ status: { components } as unknown as PlatformStatus, deployments, accounts });
}

describe('troublesOf', () => {
  it('is nothing while all is well', () => {
    expect(troubles([deployment('a', 'RUNNING', '1'), deployment('b', 'STOPPED', '2')], [component('trader', 'OK')])).toEqual([]);
  });

  it('names a strategy that broke, and leads to it', () => {
    expect(troubles([deployment('a', 'FAULTED', '1')])).toEqual([
      {
        word: {
          label: 'grid faulted',
          tone: 'bad',
          meaning: 'It failed and places no more entries; its exits stay active: onBar: no',
        },
        to: '/?deployment=a#account=demo',
        panel: 'strategy',
      },
    ]);
  });

  it('keeps a fault until somebody stops it, though the strategy was put on its market anew: its exits go on', () => {
    expect(troubles([deployment('a', 'FAULTED', '2'), deployment('b', 'RUNNING', '3')]).map(({ to }) => to)).toEqual([
      '/?deployment=a#account=demo',
    ]);
    expect(troubles([deployment('a', 'STOPPED', '2'), deployment('b', 'RUNNING', '3')])).toEqual([]);
  });

  it('knows no fault of an account that is disabled', () => {
    expect(troubles([deployment('a', 'FAULTED', '2')], [], [account('demo', 'DISABLED')])).toEqual([]);
  });

  it('names components that are not well with their reason, what is down first, and where there are several accounts which', () => {
    const ill = [component('trader', 'DEGRADED', 'entries wait'), component('exchange-simulator', 'DOWN')];
    const found = troubles([], ill, [account('demo'), account('other')]);
    expect(found.map(({ word, to, panel }) => [word.label, word.meaning, to, panel])).toEqual([
      ['exchange simulator down on demo', 'Does not work', '/', 'health'],
      ['trader degraded on demo', 'entries wait', '/', 'health'],
    ]);
  });
});
