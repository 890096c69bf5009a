import type { AccountEntity } from '@libs/persistence';
import { BoardHealth } from './board-health';

const since = new Date(0);

function board(...accounts: readonly Partial<AccountEntity>[]): BoardHealth {
  const silent = (accountId: string | null) => ({
    component: 'trader',
    accountId,
    status: 'down' as const,
    reason: 'silent',
    since,
    beatAt: since,
  });
  const read = async () => [silent('a'), silent('b'), silent(null)];
  return new BoardHealth({ read }, { all: async () => accounts as readonly AccountEntity[] }, 'seed-1');
}

async function shown(health: BoardHealth): Promise<(string | null)[]> {
  return (await health.components()).map(({ accountId }) => accountId);
}

describe('BoardHealth', () => {
  it('shows what serves every account, and the accounts of the market that is played', async () => {
    const played = { id: 'a', status: 'ready', sourceId: 'seed-1' } as const;
    const elsewhere = { id: 'b', status: 'ready', sourceId: 'file-2' } as const;
    expect(await shown(board(played, elsewhere))).toEqual(['a', null]);
  });

  it('expects nothing of a disabled account', async () => {
    const disabled = { id: 'a', status: 'disabled', sourceId: 'seed-1' } as const;
    const everywhere = { id: 'b', status: 'starting', sourceId: null } as const;
    expect(await shown(board(disabled, everywhere))).toEqual(['b', null]);
  });
});
