import { setTimeout as sleep } from 'node:timers/promises';
import type { Lease } from '@libs/engine';
import type { DataSource } from 'typeorm';
import type { Pool } from 'pg';
import { poolOf } from '../database/data-source';

export interface LeaseSettings {
  readonly venueAccountId: string;
  /** Names this process in the row, unique per process. */
  readonly holder: string;
  /** Milliseconds the lease is valid after each renewal; default 8 s. */
  readonly validMs?: number;
  /** Milliseconds between renewals; default 2 s. */
  readonly renewMs?: number;
  /** Called once when the lease is surely gone: taken by another, or not renewed in time. */
  readonly onLost?: (reason: string) => void;
}

const RETRY_MS = 250;

const TAKE = `UPDATE venue_accounts SET epoch = epoch + 1, holder = $2, lease_until = now() + $3 * interval '1 millisecond'
  WHERE id = $1 AND (lease_until IS NULL OR lease_until <= now()) RETURNING epoch`;
const RENEW = {
  name: 'renew_lease',
  text: `UPDATE venue_accounts SET lease_until = now() + $4 * interval '1 millisecond' WHERE id = $1 AND holder = $2 AND epoch = $3`,
};
const RELEASE = 'UPDATE venue_accounts SET lease_until = now() WHERE id = $1 AND holder = $2 AND epoch = $3';

/**
 * The right to send for one venue account. The holder counts its validity on its own monotonic clock from before it asked,
 * so it stops believing in it no later than the database offers it to others.
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
    const all: Required<LeaseSettings> = { validMs: 8_000, renewMs: 2_000, onLost: () => undefined, ...settings };
    const pool = poolOf(dataSource);
    const deadline = performance.now() + patienceMs;
    for (;;) {
      const asked = performance.now();
      const { rows } = await pool.query<{ epoch: number }>(TAKE, [all.venueAccountId, all.holder, all.validMs]);
      if (rows[0]) return new PgLease(pool, all, rows[0].epoch, asked);
      if (performance.now() >= deadline) throw new Error(await explain(pool, all.venueAccountId));
      await sleep(RETRY_MS);
    }
  }

  held(): boolean {
    if (!this.lost && performance.now() >= this.validUntil) this.lose('it was not renewed in time');
    return !this.lost;
  }

  /** Gives the lease back, so that a successor need not wait for its end. */
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
      // The database does not answer: validity runs out by itself unless a later renewal gets through.
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

async function explain(pool: Pool, venueAccountId: string): Promise<string> {
  const { rows } = await pool.query<{ holder: string | null }>('SELECT holder FROM venue_accounts WHERE id = $1', [venueAccountId]);
  if (!rows[0]) return `There is no venue account ${venueAccountId}; create the account first`;
  return `The lease of venue account ${venueAccountId} is still held by ${rows[0].holder ?? 'nobody'}; stop that process first`;
}
