const REMEMBERED = 10_000;

/** The ids of a connection's last requests: none may be used twice. */
export class RequestIds {
  private readonly used = new Set<string>();

  /** False for an id that was used before. */
  take(id: string): boolean {
    if (this.used.has(id)) return false;
    this.used.add(id);
    if (this.used.size > REMEMBERED) this.used.delete(this.used.values().next().value!);
    return true;
  }
}
