import { setTimeout as sleep } from 'node:timers/promises';
import type { CoreEvent, Texted } from '@libs/engine';
import type { Denial } from '@libs/kernel';
import type { DataSource } from 'typeorm';
import type { Pool } from 'pg';
import { poolOf } from '../database/data-source';

/** An event as stored in the journal: exact numbers are decimal text. */
export type StoredEvent<Type extends CoreEvent['type'] = CoreEvent['type']> = Texted<Extract<CoreEvent, { type: Type }>>;

export interface JournalItem<Type extends CoreEvent['type'] = CoreEvent['type']> {
  /** The cursor of a resumable subscription. */
  readonly seq: number;
  readonly type: Type;
  readonly event: StoredEvent<Type>;
  readonly marketTime: Date;
}

export type CommandOutcome =
  | { readonly kind: 'applied'; readonly seq: number; readonly reference: string | null }
  /** `denial` names the limit that an order exceeded. */
  | { readonly kind: 'refused'; readonly seq: number; readonly code: string; readonly message: string; readonly denial: Denial | null };

const AFTER = {
  name: 'journal_after',
  text: `SELECT seq, type, body, market_time FROM journal WHERE account_id = $1 AND seq > $2 AND type = ANY($3) ORDER BY seq LIMIT $4`,
};
const OUTCOME = {
  name: 'command_outcome',
  text: `SELECT seq, type, body FROM journal WHERE body ->> 'commandId' = $1 AND type IN ('CommandApplied', 'CommandRefused') LIMIT 1`,
};

const TRUST = {
  name: 'data_trust',
  text: `SELECT DISTINCT ON (body ->> 'symbol') body FROM journal WHERE account_id = $1 AND type = 'DataTrustChanged'
    AND seq > COALESCE((SELECT max(seq) FROM journal WHERE account_id = $1 AND type = 'SessionStarted'), 0)
    ORDER BY body ->> 'symbol', seq DESC`,
};

/** Joined from the orders, because few stops are triggered at a time, each with the part of the journal that can mention it. */
const DELAYED_STOPS = {
  name: 'delayed_stops',
  text: `SELECT j.body FROM orders o JOIN journal j ON j.account_id = o.account_id AND j.seq > o.created_seq
      AND j.type = 'StopDelayed' AND j.body ->> 'clientOrderId' = o.client_order_id
    WHERE o.account_id = $1 AND o.status = 'RELEASED' ORDER BY j.seq`,
};

/** There are few, mostly of positions that have been closed since. */
const exitsWithout = (
  type: 'ExitGivenUp' | 'ExitFailing',
) => `SELECT j.body FROM journal j JOIN positions p ON p.account_id = j.account_id AND p.symbol = j.body ->> 'symbol'
      AND p.deployment_id = (j.body ->> 'deploymentId')::uuid AND p.quantity <> 0
    WHERE j.account_id = $1 AND j.type = '${type}' AND NOT EXISTS (
      SELECT 1 FROM journal c WHERE c.account_id = j.account_id AND c.seq > j.seq AND c.type = 'PositionChanged'
        AND COALESCE(c.body ->> 'deploymentId', j.body ->> 'deploymentId') = j.body ->> 'deploymentId'
        AND c.body #>> '{position,symbol}' = j.body ->> 'symbol' AND (c.body #>> '{position,quantity}')::numeric = 0)`;

const EXITS_GIVEN_UP = { name: 'exits_given_up', text: `${exitsWithout('ExitGivenUp')} ORDER BY j.seq` };

const EXITS_FAILING = {
  name: 'exits_failing',
  text: `${exitsWithout('ExitFailing')} AND NOT EXISTS (
      SELECT 1 FROM journal o WHERE o.account_id = j.account_id AND o.seq > j.seq AND o.type = 'ExitFailingOver'
        AND o.body ->> 'clientOrderId' = j.body ->> 'clientOrderId')
    ORDER BY j.seq`,
};

/** An id belongs to one deployment, which ends once. */
const OPEN_FAULTS = {
  name: 'open_faults',
  text: `SELECT j.body FROM deployments d JOIN journal j ON j.account_id = d.account_id AND j.type = 'DeploymentStopped'
      AND j.body ->> 'deploymentId' = d.id::text
    WHERE d.account_id = $1 AND d.status = 'faulted' ORDER BY j.seq`,
};

const TRADING_STATE = {
  name: 'trading_state',
  text: `SELECT body FROM journal WHERE account_id = $1 AND type = 'TradingStateChanged' ORDER BY seq DESC LIMIT 1`,
};

/** Reads the journal forwards. */
export class JournalReads {
  private readonly pool: Pool;

  constructor(dataSource: DataSource) {
    this.pool = poolOf(dataSource);
  }

  /** Events of some types after a sequence number, in order, at most `limit`. */
  async after<Type extends CoreEvent['type']>(
    accountId: string,
    seq: number,
    types: readonly Type[],
    limit = 500,
  ): Promise<readonly JournalItem<Type>[]> {
    const { rows } = await this.pool.query<JournalColumns<Type>>({ ...AFTER, values: [accountId, seq, types, limit] });
    return rows.map((row) => ({ seq: row.seq, type: row.type, event: row.body, marketTime: row.market_time }));
  }

  /** The newest sequence number; 0 for an account without events. */
  async lastSeq(accountId: string): Promise<number> {
    const { rows } = await this.pool.query<{ journal_seq: number }>('SELECT journal_seq FROM trader_state WHERE account_id = $1', [
      accountId,
    ]);
    return rows[0]?.journal_seq ?? 0;
  }

  /** Trust level of each symbol's data in the current session. */
  dataTrust(accountId: string): Promise<readonly StoredEvent<'DataTrustChanged'>[]> {
    return this.standing(TRUST, accountId);
  }

  /** Triggered stops that were reported as waiting too long, and still wait; oldest report first. */
  delayedStops(accountId: string): Promise<readonly StoredEvent<'StopDelayed'>[]> {
    return this.standing(DELAYED_STOPS, accountId);
  }

  /** Given-up exits of positions that neither their strategy nor the whole account has closed since; oldest first. */
  exitsGivenUp(accountId: string): Promise<readonly StoredEvent<'ExitGivenUp'>[]> {
    return this.standing(EXITS_GIVEN_UP, accountId);
  }

  /** Failing exits that are still retried, of open positions; oldest first. */
  exitsFailing(accountId: string): Promise<readonly StoredEvent<'ExitFailing'>[]> {
    return this.standing(EXITS_FAILING, accountId);
  }

  /** Strategy faults that nobody has acknowledged; oldest first. */
  openFaults(accountId: string): Promise<readonly StoredEvent<'DeploymentStopped'>[]> {
    return this.standing(OPEN_FAULTS, accountId);
  }

  /** The newest change of the trading state; none for an account that was never restricted. */
  tradingState(accountId: string): Promise<readonly StoredEvent<'TradingStateChanged'>[]> {
    return this.standing(TRADING_STATE, accountId);
  }

  /** Outcome of a command; null while its core has not answered. */
  async commandOutcome(commandId: string): Promise<CommandOutcome | null> {
    const { rows } = await this.pool.query<OutcomeColumns>({ ...OUTCOME, values: [commandId] });
    const row = rows[0];
    if (!row) return null;
    if (row.type === 'CommandApplied') return { kind: 'applied', seq: row.seq, reference: row.body.reference ?? null };
    return { kind: 'refused', seq: row.seq, code: row.body.code ?? '', message: row.body.message ?? '', denial: row.body.denial ?? null };
  }

  /** Polls until there is an outcome or `timeoutMs` have passed; null then means pending, not failed. */
  async waitForCommand(commandId: string, timeoutMs = 2_000): Promise<CommandOutcome | null> {
    const deadline = performance.now() + timeoutMs;
    for (let pause = 5; ; pause = Math.min(pause * 2, 80)) {
      const outcome = await this.commandOutcome(commandId);
      if (outcome || performance.now() + pause > deadline) return outcome;
      await sleep(pause);
    }
  }

  private async standing<Type extends CoreEvent['type']>(
    query: { readonly name: string; readonly text: string },
    accountId: string,
  ): Promise<readonly StoredEvent<Type>[]> {
    const { rows } = await this.pool.query<{ body: StoredEvent<Type> }>({ ...query, values: [accountId] });
    return rows.map(({ body }) => body);
  }
}

interface JournalColumns<Type extends CoreEvent['type']> {
  readonly seq: number;
  readonly type: Type;
  readonly body: StoredEvent<Type>;
  readonly market_time: Date;
}

interface OutcomeColumns {
  readonly seq: number;
  readonly type: string;
  readonly body: { readonly reference?: string; readonly code?: string; readonly message?: string; readonly denial?: Denial };
}
