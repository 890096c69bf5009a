import type { AccountValue } from '@libs/engine';
import type { DataSource } from 'typeorm';
import { poolOf } from '../database/data-source';
import { AccountEntity, VenueAccountEntity } from '../entities/account.entity';
import { readUntakenState, type UntakenState } from '../inbox/untaken-state';

export interface Balance {
  readonly asset: string;
  /** Decimal text. */
  readonly total: string;
}

export interface ValuePoint {
  /** Journal sequence. */
  readonly seq: number;
  readonly marketTime: Date;
  readonly value: AccountValue;
}

/** Accounts and their values, as committed. */
export class AccountReads {
  constructor(private readonly dataSource: DataSource) {}

  /** All accounts, including disabled ones, oldest first. */
  async all(): Promise<readonly AccountEntity[]> {
    return this.dataSource.getRepository(AccountEntity).find({ order: { createdAt: 'ASC', id: 'ASC' } });
  }

  async byId(id: string): Promise<AccountEntity | null> {
    return this.dataSource.getRepository(AccountEntity).findOneBy({ id });
  }

  /** The account whose manual orders belong to this deployment. */
  async byManualDeployment(manualDeploymentId: string): Promise<AccountEntity | null> {
    return this.dataSource.getRepository(AccountEntity).findOneBy({ manualDeploymentId });
  }

  async venueAccounts(accountId: string): Promise<readonly VenueAccountEntity[]> {
    return this.dataSource.getRepository(VenueAccountEntity).find({ where: { accountId }, order: { id: 'ASC' } });
  }

  /** The requested trading state that its trader has not processed; null if there is none. */
  async untakenState(accountId: string): Promise<UntakenState | null> {
    return readUntakenState(poolOf(this.dataSource), accountId);
  }

  /** Wallet balances, folded from the ledger. */
  async balances(accountId: string): Promise<readonly Balance[]> {
    return this.dataSource.query<Balance[]>(
      `SELECT asset, trim_scale(sum(amount))::text AS total FROM ledger WHERE account_id = $1 AND account = 'wallet' GROUP BY asset ORDER BY asset`,
      [accountId],
    );
  }

  /** The value at the last fill or transfer; null before the first. */
  async latestValue(accountId: string): Promise<ValuePoint | null> {
    const rows = await this.dataSource.query<ValueRow[]>(
      `SELECT seq, market_time, body FROM journal WHERE account_id = $1 AND type = 'AccountValued' ORDER BY seq DESC LIMIT 1`,
      [accountId],
    );
    return rows[0] ? toPoint(rows[0]) : null;
  }

  /** The stored values in order, thinned evenly to about `points`; always includes the last one. */
  async equityCurve(accountId: string, points = 500): Promise<readonly ValuePoint[]> {
    const rows = await this.dataSource.query<ValueRow[]>(
      `WITH numbered AS (
         SELECT seq, row_number() OVER (ORDER BY seq DESC) - 1 AS back, count(*) OVER () AS total
         FROM journal WHERE account_id = $1 AND type = 'AccountValued'
       ) SELECT j.seq, j.market_time, j.body FROM numbered n JOIN journal j ON j.account_id = $1 AND j.seq = n.seq
       WHERE n.back % GREATEST(1, ceil(n.total / $2::numeric)::bigint) = 0 ORDER BY j.seq`,
      [accountId, points],
    );
    return rows.map(toPoint);
  }

  /** Postings of an account that do not sum to zero; always empty unless something is badly wrong. */
  async unbalancedPostings(
    accountId: string,
  ): Promise<readonly { readonly postingId: number; readonly asset: string; readonly rest: string }[]> {
    return this.dataSource.query(
      `SELECT posting_id AS "postingId", asset, sum(amount)::text AS rest FROM ledger WHERE account_id = $1
       GROUP BY posting_id, asset HAVING sum(amount) <> 0 ORDER BY posting_id`,
      [accountId],
    );
  }
}

interface ValueRow {
  readonly seq: number;
  readonly market_time: Date;
  readonly body: { readonly value: AccountValue };
}

function toPoint(row: ValueRow): ValuePoint {
  return { seq: row.seq, marketTime: row.market_time, value: row.body.value };
}
