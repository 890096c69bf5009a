import type { Pool } from 'pg';
import type { TradingState } from '@libs/kernel';

/** The newest requested trading state that no trader has processed yet. */
export interface UntakenState {
  readonly state: TradingState;
  readonly reason: string;
  readonly actor: string;
  /** Milliseconds since the request. */
  readonly age: number;
}

const UNTAKEN = {
  name: 'untaken_trading_state',
  text: `SELECT body -> 'command' ->> 'state' AS state, body -> 'command' ->> 'reason' AS reason, body ->> 'actor' AS actor,
      1000 * extract(epoch FROM clock_timestamp() - written_at)::float8 AS age
    FROM account_inbox WHERE account_id = $1 AND inbox_seq > COALESCE((SELECT inbox_seq FROM trader_state WHERE account_id = $1), 0)
      AND body -> 'command' ->> 'kind' = 'set-trading-state' ORDER BY inbox_seq DESC LIMIT 1`,
};

export async function readUntakenState(pool: Pool, accountId: string): Promise<UntakenState | null> {
  const { rows } = await pool.query<UntakenState>({ ...UNTAKEN, values: [accountId] });
  return rows[0] ?? null;
}
