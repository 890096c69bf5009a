import type { AccountEntity, AccountReads } from '@libs/persistence';
import { StoredAccounts } from './stored-accounts';

const FEES = { maker: '0', taker: '0' };

function stored(...accounts: readonly Partial<AccountEntity>[]): StoredAccounts {
  const rows = accounts.map((account) => ({ fees: FEES, status: 'ready', statusReason: null, ...account })) as readonly AccountEntity[];
  return new StoredAccounts({ all: async () => rows } as Partial<AccountReads> as AccountReads, 'seed-1');
}

describe('StoredAccounts', () => {
  it('puts the accounts of another market last and says that they rest', async () => {
    const list = await stored({ id: 'a', sourceId: 'file-2' }, { id: 'b', sourceId: 'seed-1' }, { id: 'c', sourceId: null }).list();
    expect(list.map(({ id, statusReason }) => [id, statusReason])).toEqual([
      ['b', null],
      ['c', null],
      ['a', 'rests: its market is not the one that runs now'],
    ]);
  });

  it('keeps the reason of a disabled account', async () => {
    const [account] = await stored({ id: 'a', sourceId: 'file-2', status: 'disabled', statusReason: 'closed' }).list();
    expect(account?.statusReason).toBe('closed');
  });
});
