import { Decimal } from '@libs/kernel';
import type { ContextAtHand, StrategyContext } from '@libs/sdk';
import { stepsOf } from '../run/shown-context';
import type { FastBook } from './fast-book';
import type { FastMarket } from './fast-market';

/** An order that the venue has yet to fill. */
export interface FastOrder {
  readonly clientOrderId: string;
  readonly inputSeq: number;
  readonly index: number;
  /** Signed. */
  readonly lots: number;
  /** As the strategy wrote it, without trailing zeros. */
  readonly quantity: string;
  readonly reduceOnly: boolean;
  readonly tag: string | undefined;
}

type Positions = StrategyContext['positions'];
const NONE: Positions = Object.freeze({});
const NO_ORDERS: StrategyContext['openOrders'] = Object.freeze([]);

/** What a strategy can see at an event, computed on demand. Nothing in it leads to the rest of the tape. */
export class FastContext implements ContextAtHand {
  marketTime = 0;
  readonly instruments: StrategyContext['instruments'];
  private held: Positions | null = null;

  constructor(
    private readonly book: FastBook,
    private readonly orders: readonly FastOrder[],
  ) {
    const { instrument } = book.market;
    this.instruments = { [instrument.symbol]: stepsOf(instrument) };
  }

  /** Call when the position has changed. */
  moved(): void {
    this.held = null;
  }

  get equity(): string {
    return this.book.equity;
  }

  get equityAmount(): Decimal {
    return this.book.equityAmount;
  }

  get positions(): Positions {
    return (this.held ??= this.readPosition());
  }

  get openOrders(): StrategyContext['openOrders'] {
    if (this.orders.length === 0) return NO_ORDERS;
    const { symbol } = this.book.market.instrument;
    return this.orders.map(({ clientOrderId, lots, quantity, tag }) => ({
      clientOrderId,
      symbol,
      side: lots > 0 ? 'BUY' : 'SELL',
      leaves: quantity,
      ...(tag === undefined ? {} : { tag }),
    }));
  }

  private readPosition(): Positions {
    const { book } = this;
    const { lots, cost, market } = book;
    if (lots === 0) return NONE;
    return { [market.instrument.symbol]: { quantity: quantityText(market, lots), averagePrice: averageText(book, lots, cost) } };
  }
}

/** Signed decimal text. */
export function quantityText({ lotUnits, instrument }: FastMarket, lots: number): string {
  return Decimal.fromUnits(lots * lotUnits, instrument.lotSize.scale).toString();
}

function averageText(book: FastBook, lots: number, cost: number): string {
  const { market } = book;
  const ticks = cost / (lots * market.unit);
  // A quantity bought at a single price has exactly that average, and both are exact here.
  if (Number.isInteger(ticks) && ticks * (lots * market.unit) === cost) return book.priceText(ticks);
  const quantity = Decimal.fromUnits(lots * market.lotUnits, market.instrument.lotSize.scale);
  return Decimal.fromUnits(cost, market.moneyScale).dividedBy(quantity, AVERAGE_SCALE).toString();
}

const AVERAGE_SCALE = 8;
