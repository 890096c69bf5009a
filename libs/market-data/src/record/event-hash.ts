import { createHash } from 'node:crypto';

/** Counts and hashes what connections give, so that two runs over the same frames can be compared. */
export class EventHash {
  private readonly hashes = new Map<string, ReturnType<typeof createHash>>();
  private readonly counts = new Map<string, number>();

  add(connection: string, events: readonly unknown[]): void {
    let hash = this.hashes.get(connection);
    if (!hash) this.hashes.set(connection, (hash = createHash('sha256')));
    for (const event of events) {
      hash.update(`${JSON.stringify(event)}\n`);
      const type = String((event as { readonly type?: unknown }).type ?? 'event');
      this.counts.set(type, (this.counts.get(type) ?? 0) + 1);
    }
  }

  /** Events by their type. */
  get byType(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** One hash over all connections; how they took turns does not count, the order within each does. */
  digest(): string {
    const all = createHash('sha256');
    for (const [connection, hash] of [...this.hashes].sort(([a], [b]) => (a < b ? -1 : 1)))
      all.update(`${connection} ${hash.copy().digest('hex')}\n`);
    return all.digest('hex');
  }
}
