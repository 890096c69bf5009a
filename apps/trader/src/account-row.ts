import { AccountEntity, VenueAccountEntity } from '@libs/persistence';
import type { DataSource } from 'typeorm';

export interface AccountIdentity {
  readonly venueAccountId: string;
  readonly venue: string;
}

/** Which venue the account trades on; an account that is not there, or was disabled, gets no trader. */
export async function readAccount(dataSource: DataSource, accountId: string): Promise<AccountIdentity> {
  const account = await dataSource.getRepository(AccountEntity).findOneBy({ id: accountId });
  const venueAccount = await dataSource.getRepository(VenueAccountEntity).findOneBy({ accountId });
  if (!account || !venueAccount) throw new Error(`There is no account ${accountId}; a trader is started for an account in the database.`);
  if (account.status === 'disabled') throw new Error(`Account ${account.name} is disabled; a disabled account does not trade.`);
  return { venueAccountId: venueAccount.id, venue: account.venue };
}
