import type { AccountReads, HealthBoard } from '@libs/persistence';
import type { HealthBoardReader } from '../health/health';
import type { ComponentHealth } from '../health/health.types';

/** Health as the components last wrote it down. */
export class BoardHealth implements HealthBoardReader {
  constructor(
    private readonly board: Pick<HealthBoard, 'read'>,
    private readonly accounts: Pick<AccountReads, 'all'>,
    /** The market that is played now. */
    private readonly sourceId: string | null,
  ) {}

  /** A trader that was killed and is not to run again left its last word behind; silence is then as it should be. */
  async components(): Promise<readonly ComponentHealth[]> {
    const [told, accounts] = await Promise.all([this.board.read(), this.accounts.all()]);
    const running = new Set(accounts.filter((account) => this.runs(account)).map(({ id }) => id));
    return told
      .filter(({ accountId }) => accountId === null || running.has(accountId))
      .map(({ component, accountId, status, reason, since }) => ({ component, accountId, status, reason, since }));
  }

  private runs({ status, sourceId }: { readonly status: string; readonly sourceId: string | null }): boolean {
    return status !== 'disabled' && (sourceId === null || this.sourceId === null || sourceId === this.sourceId);
  }
}
