import { Decimal } from '@libs/kernel';
import type { BookView, Level } from '../venue/counterparty';
import { FEES } from '../venue/keys';

/** A row of a V5 list or topic. */
export type Row = Readonly<Record<string, string>>;

export const d = (text: unknown): Decimal => Decimal.parse(String(text));

export interface Rates {
  readonly maker: string;
  readonly taker: string;
}

/** What a fill of a linear contract costs: value × rate, half-even at eight digits. */
export function feeOf(row: Row, rates: Rates = FEES): Decimal {
  const rate = d(String(row['isMaker']) === 'true' ? rates.maker : rates.taker);
  return d(row['execPrice']).times(d(row['execQty'])).times(rate).roundTo(8);
}

/** One linear position kept by hand from executions: cost moves at the fill's price, a close takes its share of it. */
export class LinearBooks {
  quantity = Decimal.ZERO;
  cost = Decimal.ZERO;
  realised = Decimal.ZERO;
  fees = Decimal.ZERO;

  static of(rows: readonly Row[], rates: Rates = FEES): LinearBooks {
    const books = new LinearBooks();
    for (const row of oldestFirst(rows)) books.add(row, rates);
    return books;
  }

  add(row: Row, rates: Rates = FEES): void {
    const amount = row['side'] === 'Buy' ? d(row['execQty']) : d(row['execQty']).negated();
    const opposite = this.quantity.sign !== 0 && this.quantity.sign !== amount.sign;
    const closed = opposite ? Decimal.min(this.quantity.abs(), amount.abs()) : Decimal.ZERO;
    const share = closed.isZero ? Decimal.ZERO : this.cost.times(closed).dividedBy(this.quantity.abs(), 8);
    const signedClosed = amount.sign < 0 ? closed.negated() : closed;
    this.realised = this.realised.plus(signedClosed.times(d(row['execPrice'])).negated().minus(share));
    this.cost = this.cost.minus(share).plus(amount.minus(signedClosed).times(d(row['execPrice'])));
    this.quantity = this.quantity.plus(amount);
    this.fees = this.fees.plus(feeOf(row, rates));
  }

  get average(): Decimal {
    return this.quantity.isZero ? Decimal.ZERO : this.cost.dividedBy(this.quantity, 8).abs();
  }

  /** What the wallet must hold after these trades. */
  wallet(start: string): Decimal {
    return d(start).plus(this.realised).minus(this.fees);
  }
}

/** Balances of a spot account kept by hand; the fee is paid in what is received. */
export function spotBalances(
  rows: readonly Row[],
  start: Readonly<Record<'BTC' | 'USDT', string>>,
  rates: Rates = FEES,
): Record<string, Decimal> {
  let [base, quote] = [d(start.BTC), d(start.USDT)];
  for (const row of rows) {
    const [quantity, value] = [d(row['execQty']), d(row['execQty']).times(d(row['execPrice']))];
    const rate = d(String(row['isMaker']) === 'true' ? rates.maker : rates.taker);
    if (row['side'] === 'Buy') [base, quote] = [base.plus(quantity).minus(quantity.times(rate).roundTo(8)), quote.minus(value)];
    else [base, quote] = [base.minus(quantity), quote.plus(value).minus(value.times(rate).roundTo(8))];
  }
  return { BTC: base, USDT: quote };
}

export function oldestFirst(rows: readonly Row[]): readonly Row[] {
  return [...rows].sort((a, b) => Number(a['execTime']) - Number(b['execTime']) || Number(a['seq']) - Number(b['seq']));
}

export function sum(rows: readonly Row[], field: string): Decimal {
  return rows.reduce((total, row) => total.plus(d(row[field])), Decimal.ZERO);
}

/** What a taker of this quantity should get from the book, best price first. */
export function walk(levels: readonly Level[], quantity: Decimal): string {
  const fills: string[] = [];
  let left = quantity;
  for (const { price, size } of levels) {
    if (left.isZero) break;
    const part = Decimal.min(left, size);
    fills.push(`${part.toString()}@${price.toString()}`);
    left = left.minus(part);
  }
  return fills.join(' ');
}

/** Executions as `walk` writes them: parts at one price are one fill. */
export function filled(rows: readonly Row[]): string {
  const byPrice = new Map<string, Decimal>();
  for (const row of oldestFirst(rows)) {
    const price = d(row['execPrice']).toString();
    byPrice.set(price, (byPrice.get(price) ?? Decimal.ZERO).plus(d(row['execQty'])));
  }
  return [...byPrice].map(([price, quantity]) => `${quantity.toString()}@${price}`).join(' ');
}

/** A price away from the market by this fraction, on the grid of the tick. */
export function away(book: BookView, fraction: number, tick: Decimal): Decimal {
  const middle = book.bids[0]!.price.plus(book.asks[0]!.price).dividedBy(d('2'), 8);
  return middle.times(Decimal.fromNumber(1 + fraction)).toMultipleOf(tick, 'HALF_EVEN');
}
