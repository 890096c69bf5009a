import type { AccountEntity, AccountReads, UntakenState } from '@libs/persistence';
import { StoredAccounts } from './stored-accounts';

const CHANGE = { type: 'TradingStateChanged', from: 'ACTIVE', to: 'HALTED', cause: { actor: 'ann' } } as const;
const FEES = { maker: '0', taker: '0' };

const refused = new Map<string, string>();
let untaken: UntakenState | null = null;

function stored(...accounts: readonly Partial<AccountEntity>[]): StoredAccounts {
  const rows = accounts.map((account) => ({
    fees: FEES,
    status: 'ready',
    statusReason: null,
    tradingState: 'ACTIVE',
    ...account,
  })) as readonly AccountEntity[];
  const journal = { tradingState: async (id: string) => [{ ...CHANGE, reason: `${id} had enough` }] };
  const reads: Partial<AccountReads> = { all: async () => rows, untakenState: async () => untaken };
  return new StoredAccounts(reads as AccountReads, journal, { refusedTraders: async () => refused }, 'seed-1');
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

  it('says why an account does not trade as it likes', async () => {
    const list = await stored({ id: 'a' }, { id: 'b', tradingState: 'REDUCING' }).list();
    expect(list.map(({ tradingReason }) => tradingReason)).toEqual([null, 'b had enough (ann)']);
  });

  it('says of an account whose trader will not start that it is refused, and why', async () => {
    for (const id of ['a', 'b', 'c']) refused.set(id, `${id} was recorded by another version`);
    const resting = { id: 'b', sourceId: 'file-2' };
    const closed = { id: 'c', status: 'disabled', statusReason: 'closed' } as const;
    const list = await stored({ id: 'a', sourceId: 'seed-1' }, resting, closed, { id: 'd', sourceId: null }).list();
    expect(list.map(({ id, status, statusReason }) => [id, status, statusReason])).toEqual([
      ['a', 'refused', 'a was recorded by another version'],
      ['c', 'disabled', 'closed'],
      ['d', 'ready', null],
      ['b', 'ready', 'rests: its market is not the one that runs now'],
    ]);
  });

  it('says of a halt that its trader has not heard who carries it out', async () => {
    untaken = { state: 'HALTED', reason: 'power cut', actor: 'ann', age: 900 };
    const [account] = await stored({ id: 'a', tradingState: 'HALTED' }).list();
    expect(account?.tradingReason).toBe('power cut (ann); its trader has not heard of it, its executor cancels what is open');
  });

  it('keeps the reason of a disabled account', async () => {
    const [account] = await stored({ id: 'a', sourceId: 'file-2', status: 'disabled', statusReason: 'closed' }).list();
    expect(account?.statusReason).toBe('closed');
  });
});
