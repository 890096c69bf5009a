import { Decimal } from '@libs/kernel';
import type { NamedBug } from './parity-report';
import { filledQuantity, markOf, profitOf, signed } from './traded-run';
import type { TradedFill, TradedRun } from './traded-run';

/** A position as stored by the core; `cost` and `quantity` are signed. */
export interface BookedPosition {
  readonly symbol: string;
  readonly quantity: Decimal;
  readonly cost: Decimal;
  readonly realised: Decimal;
  readonly fees: Decimal;
}

export type BookedFill = Pick<TradedFill, 'quantity' | 'price' | 'fee' | 'feeAsset'>;

/** What a core recorded about one deployment. */
export interface Books {
  /** Newest per symbol. */
  readonly positions: readonly BookedPosition[];
  /** By execution id. */
  readonly fills: ReadonlyMap<string, BookedFill>;
  /** Positive if received, in the settle asset. */
  readonly funding: Decimal;
}

export interface BookedResult {
  /** The deployment's profit by the books, including funding. */
  readonly equity: Decimal;
  /** That profit less the total of the exchange's reports. */
  readonly unexplained: Decimal;
  readonly bugs: readonly NamedBug[];
}

/** Compares the core's books with the exchange's reports; a difference is a bug and is reported with its order. */
export function booksOf(session: TradedRun, { positions, fills, funding }: Books): BookedResult {
  const booked = positions.reduce((sum, position) => sum.plus(valueOf(position, session)), Decimal.ZERO);
  const reported = session.orders.reduce((sum, order) => sum.plus(profitOf(order, session)), Decimal.ZERO);
  const unexplained = booked.minus(reported);
  const bugs = [...wrongFills(session, fills), ...wrongQuantities(session, positions)];
  if (bugs.length === 0 && !unexplained.isZero)
    bugs.push({ clientOrderId: null, what: `the books hold ${unexplained} ${session.settleAsset} that no fill explains` });
  return { equity: booked.plus(funding), unexplained, bugs };
}

function valueOf({ symbol, quantity, cost, realised, fees }: BookedPosition, session: TradedRun): Decimal {
  return quantity.times(markOf(symbol, session)).minus(cost).plus(realised).minus(fees);
}

function wrongFills(session: TradedRun, booked: Books['fills']): readonly NamedBug[] {
  const reported = session.orders.flatMap((order) => order.fills.map((fill) => ({ ...fill, clientOrderId: order.clientOrderId })));
  return reported.flatMap(({ clientOrderId, executionId, ...fill }) => {
    const entry = booked.get(executionId);
    if (!entry) return [{ clientOrderId, what: `execution ${executionId} was reported and never booked` }];
    const [said, kept] = [textsOf(fill), textsOf(entry)];
    return FIELDS.filter((field) => said[field] !== kept[field]).map((field) => ({
      clientOrderId,
      what: `execution ${executionId} was reported with the ${field} ${said[field]} and booked with ${kept[field]}`,
    }));
  });
}

const FIELDS = ['quantity', 'price', 'fee'] as const;

/** Equal numbers have the same text. */
function textsOf({ quantity, price, fee, feeAsset }: BookedFill): Record<(typeof FIELDS)[number], string> {
  return { quantity: quantity.toString(), price: price.toString(), fee: `${fee} ${feeAsset}` };
}

/** Has no value if the closing price equals the average price, but is wrong nevertheless. */
function wrongQuantities(session: TradedRun, positions: readonly BookedPosition[]): readonly NamedBug[] {
  return positions.flatMap(({ symbol, quantity }) => {
    const own = session.orders.filter((order) => order.symbol === symbol);
    const base = session.spotBases.get(symbol);
    const traded = own.reduce((sum, order) => {
      const taken = order.fills.reduce((all, { fee, feeAsset }) => (feeAsset === base ? all.plus(fee) : all), Decimal.ZERO);
      return sum.plus(signed(order.side, filledQuantity(order))).minus(taken);
    }, Decimal.ZERO);
    if (traded.eq(quantity)) return [];
    return [{ clientOrderId: null, what: `the fills of ${symbol} come to ${traded}, and the books hold ${quantity}` }];
  });
}
