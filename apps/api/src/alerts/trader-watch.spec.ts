import type { Alert } from '@libs/alerts';
import type { Account } from '../accounts/accounts.types';
import type { ComponentHealth } from '../health/health.types';
import { traderWatch } from './trader-watch';

describe('traderWatch', () => {
  it('sends why an account is not traded', async () => {
    const world = { status: 'ok', reason: null as string | null, now: 0 };
    const sent: Alert[] = [];
    const health = (component: string, accountId: string | null, state: object): ComponentHealth =>
      ({ component, accountId, since: new Date(0), reason: null, ...state }) as ComponentHealth;
    const watcher = traderWatch({
      accounts: { list: async () => [{ id: 'a', name: 'demo' } as Account] },
      health: {
        components: async () => [
          health('trader', 'a', { status: world.status, reason: world.reason }),
          health('executor', 'a', { status: 'down' }),
          health('trader', 'of nobody', { status: 'down' }),
        ],
      },
      send: (alert) => sent.push(alert),
      logger: { warn: () => undefined },
      now: () => world.now,
    });
    await watcher.look();
    for (const now of [60_000, 70_000]) {
      Object.assign(world, { now, status: 'down', reason: 'other code recorded it' });
      await watcher.look();
    }
    expect(sent.map(({ kind, subject, text }) => [kind, subject, text])).toEqual([
      ['trader-down', 'account demo', 'The account is not traded, its trader is down: other code recorded it'],
    ]);
  });
});
