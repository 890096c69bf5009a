/** The newest price of each symbol. Most strategies watch one symbol, so the last one is kept aside to skip the look-up. */
export class NewestPrices implements Iterable<readonly [symbol: string, price: number]> {
  private readonly known = new Map<string, number>();
  private symbol: string | null = null;
  private price = 0;

  set(symbol: string, price: number): void {
    if (symbol !== this.symbol) this.turnTo(symbol, price);
    this.price = price;
  }

  get(symbol: string): number | undefined {
    return symbol === this.symbol ? this.price : this.known.get(symbol);
  }

  [Symbol.iterator](): Iterator<readonly [symbol: string, price: number]> {
    this.keep();
    return this.known.entries();
  }

  private turnTo(symbol: string, price: number): void {
    this.keep();
    if (!this.known.has(symbol)) this.known.set(symbol, price);
    this.symbol = symbol;
  }

  private keep(): void {
    if (this.symbol !== null) this.known.set(this.symbol, this.price);
  }
}
