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

  clear(): void {
    this.list = [];
  }
}
