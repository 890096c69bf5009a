import { TextIndex } from './text-index';

/** A bounded list of the newest items, oldest first. */
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

interface Entry<T> {
  readonly key: string;
  value: T;
}

/**
 * A bounded map of the newest entries, oldest first; a new value of an existing key keeps its place. Entries are in a list beside the
 * index, because repeatedly taking the first entry of a Map scans all places emptied before.
 */
export class RecentMap<T> {
  private readonly index = new TextIndex<Entry<T>>(({ key }) => key);
  private list: (Entry<T> | undefined)[] = [];
  private gone = 0;

  constructor(private readonly kept: number) {}

  set(key: string, value: T): void {
    const known = this.index.get(key);
    if (known) {
      known.value = value;
      return;
    }
    const entry = { key, value };
    this.index.set(entry);
    this.list.push(entry);
    if (this.index.size > this.kept) this.dropOldest();
  }

  get(key: string): T | undefined {
    return this.index.get(key)?.value;
  }

  get size(): number {
    return this.index.size;
  }

  *values(): Generator<T> {
    for (let at = this.gone; at < this.list.length; at += 1) yield this.list[at]!.value;
  }

  private dropOldest(): void {
    this.index.delete(this.list[this.gone]!.key);
    this.list[this.gone] = undefined;
    this.gone += 1;
    if (this.gone <= this.kept) return;
    this.list = this.list.slice(this.gone);
    this.gone = 0;
  }
}
