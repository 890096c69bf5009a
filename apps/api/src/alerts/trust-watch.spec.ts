import { TRUSTED, trustOf } from '@libs/kernel';
import type { Alert } from '@libs/alerts';
import type { Account } from '../accounts/accounts.types';
import { trustWatch } from './trust-watch';

function watch() {
  const world = { trust: TRUSTED, isBroken: false, now: 0, status: 'ready' };
  const sent: Alert[] = [];
  const warnings: string[] = [];
  const watcher = trustWatch({
    accounts: { list: async () => [{ id: 'a', name: 'demo', status: world.status } as Account] },
    trust: {
      list: async () => {
        if (world.isBroken) throw new Error('no database');
        return [{ symbol: 'BTC/USDT', ...world.trust, since: new Date(0) }];
      },
    },
    send: (alert) => sent.push(alert),
    logger: { warn: (message) => void warnings.push(message) },
    now: () => world.now,
  });
  return { world, sent, warnings, watcher };
}

describe('trustWatch', () => {
  it('sends what begins and what ends', async () => {
    const { world, sent, watcher } = watch();
    await watcher.look();
    for (const [now, trust] of [
      [1_000, trustOf(['STALE'])],
      [2_000, TRUSTED],
      [12_000, TRUSTED],
    ] as const) {
      Object.assign(world, { now, trust });
      await watcher.look();
    }
    expect(sent.map(({ state, subject }) => [state, subject])).toEqual([
      ['RAISED', 'account demo'],
      ['RESOLVED', 'account demo'],
    ]);
  });

  it('concludes nothing while it cannot read, and says so once', async () => {
    const { world, sent, warnings, watcher } = watch();
    await watcher.look();
    world.isBroken = true;
    await watcher.look();
    await watcher.look();
    expect(sent).toEqual([]);
    expect(warnings).toEqual(['data trust cannot be read, alerts wait']);
  });

  it('leaves accounts alone that do not trade', async () => {
    const { world, sent, watcher } = watch();
    await watcher.look();
    Object.assign(world, { status: 'disabled', trust: trustOf(['STALE']) });
    await watcher.look();
    expect(sent).toEqual([]);
  });
});
