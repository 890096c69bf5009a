import type { InputBody } from '@libs/engine';

type Quote = Extract<InputBody, { type: 'quote' }>;

/** Enough for an order's round trip in the busiest market. */
const KEPT = 4_096;

/** The newest best prices of each symbol with their market times. */
export class QuoteLog {
  private readonly bySymbol = new Map<string, { readonly at: number; readonly quote: Quote }[]>();

  took(quote: Quote, at: number): void {
    const own = this.bySymbol.get(quote.symbol) ?? [];
    this.bySymbol.set(quote.symbol, own);
    own.push({ at, quote });
    if (own.length >= 2 * KEPT) own.splice(0, KEPT);
  }

  /** The best prices at that time, epoch milliseconds, or the newest; undefined if unknown. */
  at(symbol: string, time = Infinity): Quote | undefined {
    return this.bySymbol.get(symbol)?.findLast(({ at }) => at <= time)?.quote;
  }
}
