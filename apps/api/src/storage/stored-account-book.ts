import { randomUUID } from 'node:crypto';
import { AccountNameTaken, createAccountRow, disableAccountRow, updateAccountRow } from '@libs/persistence';
import type { DataSource } from 'typeorm';
import type { AccountBook, AccountChange, NewAccount } from '../accounts/accounts';
import { ACTOR } from '../commands/command-desk';

/** Opens and closes accounts in the database; the launcher hears of it and starts or stops their processes. */
export class StoredAccountBook implements AccountBook {
  constructor(
    private readonly dataSource: DataSource,
    private readonly sourceId: string | null,
  ) {}

  async open({ id, fees, ...terms }: NewAccount, commandId: string): Promise<boolean> {
    const account = {
      terms: { accountId: id, ...terms },
      venueAccountId: randomUUID(),
      manualDeploymentId: randomUUID(),
      fees,
      sourceId: this.sourceId,
      commandId,
      actor: ACTOR,
    };
    return unlessNameTaken(() => createAccountRow(this.dataSource, account));
  }

  async change(accountId: string, change: AccountChange): Promise<boolean> {
    if (Object.keys(change).length === 0) return true;
    return unlessNameTaken(() => updateAccountRow(this.dataSource, { accountId, ...change, actor: ACTOR }));
  }

  async disable(accountId: string, reason: string): Promise<void> {
    await disableAccountRow(this.dataSource, { accountId, reason, actor: ACTOR });
  }
}

async function unlessNameTaken(act: () => Promise<unknown>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (error) {
    if (error instanceof AccountNameTaken) return false;
    throw error;
  }
}
