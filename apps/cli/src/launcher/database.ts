import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

/** An account as far as the launcher needs to know it to start its processes. */
export interface AccountRow {
  readonly id: string;
  readonly name: string;
  readonly mode: 'paper' | 'live';
  readonly status: 'starting' | 'ready' | 'disabled';
  readonly sourceId: string | null;
  readonly venueAccountId: string | null;
  readonly startingBalances: Readonly<Record<string, string>>;
  readonly fees: { readonly maker: string; readonly taker: string };
}

export interface FillRow {
  readonly account: string;
  readonly side: string;
  readonly quantity: string;
  readonly symbol: string;
  readonly price: string;
}

const CHANNEL = 'plimsoll_accounts';

/**
 * The launcher's one database connection. It reads and listens with plain SQL instead of the persistence library, because
 * the launcher has to stay small.
 */
export class LauncherDatabase {
  private client: Client | undefined;
  private closed = false;
  private heard: () => void = () => undefined;

  constructor(private readonly url: string) {}

  onAccountsChanged(heard: () => void): void {
    this.heard = heard;
  }

  async accounts(): Promise<AccountRow[]> {
    return this.rows<AccountRow>(`
      SELECT a.id, a.name, a.mode, a.status, a.source_id AS "sourceId", a.starting_balances AS "startingBalances", a.fees,
             (SELECT v.id FROM venue_accounts v WHERE v.account_id = a.id ORDER BY v.id LIMIT 1) AS "venueAccountId"
      FROM accounts a ORDER BY a.created_at, a.id`);
  }

  /** Newest fill so far; fills after it are news. */
  async fillMark(): Promise<Map<string, number>> {
    const rows = await this.rows<{ id: string; seq: string }>(
      'SELECT account_id AS id, max(journal_seq) AS seq FROM fills GROUP BY account_id',
    );
    return new Map(rows.map(({ id, seq }) => [id, Number(seq)]));
  }

  async firstFillAfter(mark: ReadonlyMap<string, number>): Promise<FillRow | undefined> {
    const accounts = await this.rows<{ id: string; name: string }>('SELECT id, name FROM accounts');
    for (const { id, name } of accounts) {
      const [fill] = await this.rows<Omit<FillRow, 'account'>>(
        'SELECT side, quantity::text, symbol, price::text FROM fills WHERE account_id = $1 AND journal_seq > $2 ORDER BY journal_seq LIMIT 1',
        [id, mark.get(id) ?? 0],
      );
      if (fill) return { account: name, ...fill };
    }
    return undefined;
  }

  async hasDeployments(accountId: string): Promise<boolean> {
    return (await this.rows('SELECT 1 FROM deployments WHERE account_id = $1 LIMIT 1', [accountId])).length > 0;
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.client?.end().catch(() => undefined);
  }

  private async rows<T>(text: string, values: unknown[] = []): Promise<T[]> {
    const client = await this.connected();
    return (await client.query(text, values)).rows as T[];
  }

  private async connected(): Promise<Client> {
    if (this.client) return this.client;
    if (this.closed) throw new Error('the launcher has closed its database connection');
    const client = new Client({
      connectionString: this.url,
      application_name: 'plimsoll launcher',
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
    });
    const lost = (): void => {
      if (this.client === client) this.client = undefined;
    };
    client.on('error', lost);
    client.on('end', lost);
    client.on('notification', () => this.heard());
    await client.connect();
    await client.query(`LISTEN ${CHANNEL}`);
    this.client = client;
    return client;
  }
}

/** Repeats `read` until it gives something; used while other processes are still on their way. */
export async function until<T>(
  read: () => Promise<T | undefined>,
  options: { readonly every: number; readonly within: number },
): Promise<T | undefined> {
  const deadline = performance.now() + options.within;
  for (;;) {
    const found = await read().catch(() => undefined);
    if (found !== undefined || performance.now() > deadline) return found;
    await sleep(options.every);
  }
}
