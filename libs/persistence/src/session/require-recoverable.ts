import type { DataSource } from 'typeorm';
import { readAccountInputs } from '../segment/segment-reader';
import { SnapshotStore } from '../segment/snapshot-store';
import { RecoveryDiverged } from './recovery-diverged';
import { StepAgain } from './step-again';

/** An account that only the previous version can stop cleanly, which it could not do on a newer database. */
export class UpgradeTooEarly extends Error {
  override readonly name = 'UpgradeTooEarly';

  constructor(accountName: string, cause: RecoveryDiverged) {
    super(
      `Account ${accountName} cannot go on with this version, so the database is left as the version before knows it. ${cause.message}`,
      {
        cause,
      },
    );
  }
}

/** Steps what each account recorded after its last snapshot again, without writing; throws `UpgradeTooEarly` at a difference. */
export async function requireRecoverable(dataSource: DataSource, home: string): Promise<void> {
  const accounts = await dataSource.query<{ id: string; name: string }[]>(`SELECT id, name FROM accounts WHERE status <> 'disabled'`);
  for (const { id, name } of accounts) {
    try {
      await stepAgain(home, id);
    } catch (error) {
      if (error instanceof RecoveryDiverged) throw new UpgradeTooEarly(name, error);
      throw error;
    }
  }
}

async function stepAgain(home: string, accountId: string): Promise<void> {
  const snapshot = await new SnapshotStore({ home, accountId }).latest();
  const again = new StepAgain(snapshot);
  for await (const record of readAccountInputs(home, accountId, snapshot?.inputSeq ?? 0)) again.step(record);
}
