/** The addresses of one stream, taken in turn while none of them works. */
export class Endpoints {
  private index = 0;
  private failed = 0;

  constructor(private readonly urls: readonly string[]) {
    if (urls.length === 0) throw new RangeError('a stream needs an address');
  }

  get current(): string {
    return this.urls[this.index]!;
  }

  get hasOthers(): boolean {
    return this.urls.length > 1;
  }

  /** Goes on to the next one; true while one is left that this round has not tried. */
  next(): boolean {
    this.index = (this.index + 1) % this.urls.length;
    this.failed += 1;
    if (this.failed < this.urls.length) return true;
    this.failed = 0;
    return false;
  }

  worked(): void {
    this.failed = 0;
  }
}
