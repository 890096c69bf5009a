import type { Alert } from '@libs/alerts';
import type { JournalItem } from '@libs/persistence';
import type { Account } from '../accounts/accounts.types';
import { StopWatch } from './stop-watch';

const delayed = (waitsFor: readonly string[] = ['goal']): object => ({
  type: 'StopDelayed',
  clientOrderId: 'stop',
  symbol: 'BTC/USDT',
  waitsFor,
});
const changed = (status: string, clientOrderId = 'stop'): object => ({ type: 'OrderChanged', order: { clientOrderId, status } });

function watch(...before: object[]) {
  const world = { events: [...before], isBroken: false };
  const sent: Alert[] = [];
  const warnings: string[] = [];
  const watcher = new StopWatch({
    accounts: { list: async () => [{ id: 'a', name: 'demo' } as Account] },
    journal: {
      lastSeq: async () => world.events.length,
      after: async (_account, seq, _types, limit = 500) => {
        if (world.isBroken) throw new Error('no database');
        const items = world.events.map((event, index) => ({ seq: index + 1, event }) as unknown as JournalItem<never>);
        return items.slice(seq, seq + limit);
      },
    },
    send: (alert) => sent.push(alert),
    logger: { warn: (message) => void warnings.push(message) },
    now: () => 5_000,
  });
  const add = async (...events: object[]): Promise<void> => {
    world.events.push(...events);
    await watcher.look();
  };
  return { world, sent, warnings, watcher, add };
}

describe('StopWatch', () => {
  it('sends an alert when a stop waits too long, and another when it waits no longer', async () => {
    const { sent, watcher, add } = watch();
    await watcher.look();
    await add(delayed(), changed('RELEASED'), changed('ACCEPTED', 'other'));
    expect(sent).toEqual([
      {
        ...{ id: 'stop-delayed:a:stop:RAISED', kind: 'stop-delayed', state: 'RAISED', severity: 'critical', subject: 'account demo' },
        text: 'The stop stop of BTC/USDT was let go and still waits for the exchange to say what became of goal',
        at: '1970-01-01T00:00:05.000Z',
      },
    ]);
    await add(changed('SUBMITTED'), changed('ACCEPTED'));
    expect(sent.slice(1)).toMatchObject([{ state: 'RESOLVED', text: 'The stop stop of BTC/USDT waits no longer, it is SUBMITTED' }]);
  });

  it('tells nothing of before it looked, everything since, however much that is', async () => {
    const { sent, watcher, add } = watch(delayed());
    await watcher.look();
    await add(...Array.from({ length: 700 }, () => changed('ACCEPTED', 'other')), delayed([]));
    await watcher.look();
    expect(sent.map(({ text }) => text)).toEqual(['The stop stop of BTC/USDT was let go and still waits until the account may send it']);
  });

  it('reads later what it cannot read now, and says so once', async () => {
    const { world, sent, warnings, watcher, add } = watch();
    await watcher.look();
    world.isBroken = true;
    await add(delayed());
    await watcher.look();
    world.isBroken = false;
    await watcher.look();
    expect([sent.length, warnings]).toEqual([1, ['the journal cannot be read, alerts of stops wait']]);
  });
});
