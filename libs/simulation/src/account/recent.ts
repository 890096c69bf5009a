/** The newest so many of a growing list, oldest first. */
export class Recent<T> {
  private list: T[] = [];

  constructor(private readonly kept: number) {}

  push(item: T): void {
    this.list.push(item);
    if (this.list.length > this.kept * 1.25) this.list = this.list.slice(-this.kept);
  }

  get items(): readonly T[] {
    return this.list;
  }
}

/**
 * The newest so many of a growing map, oldest first; a new value of a known key keeps its place. The keys stand in a list
 * beside the map, since taking a map's first entry again and again walks over all the places that were emptied before.
 */
export class RecentMap<T> {
  private readonly map = new Map<string, T>();
  private keys: string[] = [];
  private oldest = 0;

  constructor(private readonly kept: number) {}

  /** Answers what had to go for it. */
  set(key: string, value: T): T | undefined {
    if (!this.map.has(key)) this.keys.push(key);
    this.map.set(key, value);
    return this.map.size > this.kept ? this.dropOldest() : undefined;
  }

  get(key: string): T | undefined {
    return this.map.get(key);
  }

  get size(): number {
    return this.map.size;
  }

  values(): Iterable<T> {
    return this.map.values();
  }

  private dropOldest(): T | undefined {
    const key = this.keys[this.oldest]!;
    const value = this.map.get(key);
    this.map.delete(key);
    this.oldest += 1;
    if (this.oldest > this.kept) {
      this.keys = this.keys.slice(this.oldest);
      this.oldest = 0;
    }
    return value;
  }
}
