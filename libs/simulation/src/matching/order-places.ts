const PAGE_BITS = 12;
const PAGE = 1 << PAGE_BITS;
const IN_PAGE = PAGE - 1;

/** The node of each resting order. Pages of unused order numbers are freed, so numbers can rise indefinitely. */
export class OrderPlaces {
  private readonly pages: (Int32Array | undefined)[] = [];
  private readonly held: number[] = [];
  /** One empty page kept, so that a book with a single order does not allocate a page for each. */
  private spare: Int32Array | undefined;

  /** The order's node; 0 if it does not rest. */
  get(order: number): number {
    const page = this.pages[order >>> PAGE_BITS];
    return page === undefined ? 0 : page[order & IN_PAGE]!;
  }

  add(order: number, node: number): void {
    const number = order >>> PAGE_BITS;
    const page = this.pages[number] ?? this.open(number);
    if (page[order & IN_PAGE] !== 0) throw new RangeError(`order ${order} is in the book already`);
    page[order & IN_PAGE] = node;
    this.held[number]! += 1;
  }

  delete(order: number): void {
    const number = order >>> PAGE_BITS;
    const page = this.pages[number]!;
    page[order & IN_PAGE] = 0;
    this.held[number]! -= 1;
    if (this.held[number] !== 0) return;
    this.pages[number] = undefined;
    this.spare = page;
  }

  private open(number: number): Int32Array {
    const page = this.spare ?? new Int32Array(PAGE);
    this.spare = undefined;
    while (this.pages.length <= number) {
      this.pages.push(undefined);
      this.held.push(0);
    }
    this.pages[number] = page;
    return page;
  }
}
