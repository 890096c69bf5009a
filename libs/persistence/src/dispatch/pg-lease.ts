import { setTimeout as sleep } from 'node:timers/promises';
import type { Lease } from '@libs/engine';
import type { DataSource } from 'typeorm';
import type { Pool } from 'pg';
import { poolOf } from '../database/data-source';
import { hasEnded, processIdentity } from './process-identity';

export interface LeaseSettings {
  readonly venueAccountId: string;
  /** Identifies this process in the row, for people. */
  readonly holder: string;
  /** Milliseconds the lease is valid after each renewal; default 8 s. */
  readonly validMs?: number;
  /** Milliseconds between renewals; default 2 s. */
  readonly renewMs?: number;
  /** Called once when the lease is certainly gone: taken by another process, or not renewed in time. */
  readonly onLost?: (reason: string) => void;
}

const RETRY_MS = 250;

/** Free, or held by the process named as ended. */
const TAKE = `UPDATE venue_accounts SET epoch = epoch + 1, holder = $2, lease_until = now() + $3 * interval '1 millisecond'
  WHERE id = $1 AND (lease_until IS NULL OR lease_until <= now() OR holder = $4) RETURNING epoch`;
const RENEW = {
  name: 'renew_lease',
  text: `UPDATE venue_accounts SET lease_until = now() + $4 * interval '1 millisecond' WHERE id = $1 AND holder = $2 AND epoch = $3`,
};
const RELEASE = 'UPDATE venue_accounts SET lease_until = now() WHERE id = $1 AND holder = $2 AND epoch = $3';

/**
 * The right to send for one venue account. The holder measures its validity on its own monotonic clock from before the request, so it stops
 * using the lease no later than the database offers it to others. The lease of a process on this machine that has ended is taken over
 * immediately.
 */
export class PgLease implements Lease {
  private validUntil: number;
  private lost = false;
  private timer: NodeJS.Timeout | undefined;

  private constructor(
    private readonly pool: Pool,
    private readonly settings: Required<LeaseSettings>,
    readonly epoch: number,
    asked: number,
  ) {
    this.validUntil = asked + settings.validMs;
    this.timer = setInterval(() => void this.renew(), settings.renewMs);
    this.timer.unref();
  }

  /** Waits until the lease is free, at most `patienceMs`, then takes it with the next epoch. */
  static async take(dataSource: DataSource, settings: LeaseSettings, patienceMs = 30_000): Promise<PgLease> {
    const identity = processIdentity();
    const holder = identity === null ? settings.holder : `${settings.holder} [${identity}]`;
    const all: Required<LeaseSettings> = { validMs: 8_000, renewMs: 2_000, onLost: () => undefined, ...settings, holder };
    const pool = poolOf(dataSource);
    const deadline = performance.now() + patienceMs;
    let ended: string | null = null;
    for (;;) {
      const asked = performance.now();
      const { rows } = await pool.query<{ epoch: number }>(TAKE, [all.venueAccountId, holder, all.validMs, ended]);
      if (rows[0]) return new PgLease(pool, all, rows[0].epoch, asked);
      const other = await readHolder(pool, all.venueAccountId);
      ended = other !== null && hasEnded(identityIn(other)) ? other : null;
      if (ended !== null) continue;
      if (performance.now() >= deadline)
        throw new Error(`The lease of venue account ${all.venueAccountId} is still held by ${other}; stop that process first`);
      await sleep(RETRY_MS);
    }
  }

  held(): boolean {
    if (!this.lost && performance.now() >= this.validUntil) this.lose('it was not renewed in time');
    return !this.lost;
  }

  /** Releases the lease, so that a successor need not wait for it to expire. */
  async release(): Promise<void> {
    clearInterval(this.timer);
    if (this.lost) return;
    this.lost = true;
    await this.pool.query(RELEASE, [this.settings.venueAccountId, this.settings.holder, this.epoch]);
  }

  private async renew(): Promise<void> {
    const { venueAccountId, holder, validMs } = this.settings;
    const asked = performance.now();
    if (!this.held()) return;
    try {
      const { rowCount } = await this.pool.query({ ...RENEW, values: [venueAccountId, holder, this.epoch, validMs] });
      if (rowCount === 0) this.lose('another process took it');
      // Once judged gone it stays gone: somebody may have acted on that.
      else if (!this.lost) this.validUntil = Math.max(this.validUntil, asked + validMs);
    } catch {
      // The database does not answer: the lease expires unless a later renewal succeeds.
      this.held();
    }
  }

  private lose(reason: string): void {
    if (this.lost) return;
    this.lost = true;
    clearInterval(this.timer);
    this.settings.onLost(reason);
  }
}

async function readHolder(pool: Pool, venueAccountId: string): Promise<string | null> {
  const { rows } = await pool.query<{ holder: string | null }>('SELECT holder FROM venue_accounts WHERE id = $1', [venueAccountId]);
  if (!rows[0]) throw new Error(`There is no venue account ${venueAccountId}; create the account first`);
  return rows[0].holder;
}

function identityIn(holder: string): string {
  return /\[([^\]]*)\]$/.exec(holder)?.[1] ?? '';
}
