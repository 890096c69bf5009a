/** What the client of one account was told; all of it must be true after a kill. */
export class Witness {
  /** Acknowledged orders and their client ids. */
  readonly made = new Map<string, string>();
  readonly cancelled = new Set<string>();
  /** Executions as `price quantity fee`. */
  readonly seen = new Map<string, string>();
}
