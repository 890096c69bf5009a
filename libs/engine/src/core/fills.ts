import { Decimal, applyChange, chargeFee, emptyPosition, fillOrder, fillPosting, isOpen, positionChangeOf, post } from '@libs/kernel';
import type { Fill, Instrument, Position, PositionChange } from '@libs/kernel';
import { tellHearer, tellStrategy } from './delivery';
import { applyAmendment } from './amend';
import { noteBracketFill } from './bracket-fills';
import { halt } from './halt';
import type { VenueReport } from './input';
import { takeLastPrice, venueKey } from './market';
import { findOrder, largestQuantity, moveOrder, replaceOrder } from './orders';
import type { CoreState, PositionBook, TrackedOrder } from './state';
import { reconsiderAwaited, rememberFill } from './reconcile';
import { accountValue, averagePriceText } from './value';
import type { Turn } from './turn';
import { VENUE } from './turn';

type Execution = Extract<VenueReport, { kind: 'execution' }>;

/** Applies an execution to order, positions, ledger and account value at once; a repeat changes nothing. */
export function takeExecution(turn: Turn, execution: Execution): void {
  const tracked = findOrder(turn.state, execution.clientOrderId);
  const symbol = turn.state.venueSymbols.get(venueKey(execution));
  const instrument = symbol === undefined ? undefined : turn.state.instruments.get(symbol);
  if (tracked === undefined || instrument === undefined) return halt(turn, `${describe(execution)} belongs to no order of ours`);
  if (tracked.executionIds.includes(execution.executionId)) return;
  if (tracked.order.symbol !== instrument.symbol || tracked.order.side !== execution.side) {
    return halt(
      turn,
      `${describe(execution)} does not fit order ${execution.clientOrderId}, a ${tracked.order.side} of ${tracked.order.symbol}`,
    );
  }
  const fill = fillOf(turn, execution, tracked);
  revive(turn, tracked);
  if (tracked.order.filledQuantity.plus(fill.quantity).gt(tracked.order.quantity)) applyAmendment(turn, tracked);
  const filled = fillOrder(tracked.order, fill, largestQuantity(tracked));
  tracked.executionIds.push(fill.executionId);
  tellStrategy(turn, fill.deploymentId, {
    type: 'fill',
    clientOrderId: fill.clientOrderId,
    symbol: fill.symbol,
    side: fill.side,
    quantity: fill.quantity.toString(),
    price: fill.price.toString(),
    ...(filled.tag === undefined ? {} : { tag: filled.tag }),
  });
  replaceOrder(turn, tracked, { order: filled, change: 'Filled', cause: VENUE });
  noteBracketFill(turn.state, fill);
  bookFill(turn, instrument, fill);
}

/** An order that we closed as never received by the venue fills after all: it is reopened, and that is reported. */
export function revive(turn: Turn, tracked: TrackedOrder, venueOrderId?: string): void {
  const { status, clientOrderId } = tracked.order;
  if (isOpen(status) || status === 'FILLED' || tracked.order.venueOrderId !== undefined) return;
  const news = { reason: `the venue has it although it was ${status}`, ...(venueOrderId === undefined ? {} : { venueOrderId }) };
  moveOrder(turn, tracked, { event: 'Reopened', cause: VENUE, news });
  if (status === 'DENIED' || status === 'CANCELED')
    halt(turn, `order ${clientOrderId} was ${status} before it left the house, yet the venue has it`);
}

/** Applies a fill to positions, ledger and account value. */
export function bookFill(turn: Turn, instrument: Instrument, fill: Fill): void {
  const { state } = turn;
  const book = bookOf(state, fill.symbol);
  const change = positionChangeOf(instrument, fill);
  const settleFee = fill.feeAsset === instrument.settle ? fill.fee : Decimal.ZERO;
  const own = book.deployments.get(fill.deploymentId) ?? emptyPosition(fill.symbol);
  const ownAfter = applied(own, change, settleFee);
  const accountAfter = applied(book.account, change, settleFee);
  const posting = fillPosting(instrument, fill, accountAfter.realised.minus(book.account.realised));
  state.ledger = post(state.ledger, posting);
  book.deployments.set(fill.deploymentId, ownAfter);
  book.account = accountAfter;
  takeLastPrice(state, fill.symbol, fill.price.toString());
  turn.emit({ type: 'FillRecorded', fill, realised: ownAfter.realised.minus(own.realised).toString() });
  emitPosition(turn, fill.deploymentId, ownAfter);
  tellPosition(turn, fill.deploymentId, ownAfter);
  emitPosition(turn, null, book.account);
  turn.emit({ type: 'LedgerPosted', posting });
  turn.emit({ type: 'AccountValued', value: accountValue(state) });
  rememberFill(state, instrument, fill);
  checkBook(turn, book);
  reconsiderAwaited(turn);
}

function applied(position: Position, change: PositionChange, fee: Decimal): Position {
  return chargeFee(applyChange(position, change), fee);
}

function emitPosition(turn: Turn, deploymentId: string | null, position: Position): void {
  turn.emit({ type: 'PositionChanged', deploymentId, position, averagePrice: averagePriceText(position) });
}

function tellPosition(turn: Turn, deploymentId: string, position: Position): void {
  const { symbol, quantity, realised } = position;
  const average = quantity.isZero ? '0' : averagePriceText(position);
  const amounts = { quantity: quantity.toString(), averagePrice: average, realised: realised.toString() };
  tellHearer(turn, deploymentId, { type: 'position', symbol, ...amounts });
}

/** Σ deployments = account, always. */
function checkBook(turn: Turn, book: PositionBook): void {
  const sum = [...book.deployments.values()].reduce((total, { quantity }) => total.plus(quantity), Decimal.ZERO);
  if (sum.eq(book.account.quantity)) return;
  halt(turn, `positions of ${book.account.symbol} do not add up: deployments hold ${sum}, the account ${book.account.quantity}`);
}

function bookOf(state: CoreState, symbol: string): PositionBook {
  const known = state.books.get(symbol);
  if (known !== undefined) return known;
  const book: PositionBook = { account: emptyPosition(symbol), deployments: new Map() };
  state.books.set(symbol, book);
  return book;
}

function fillOf(turn: Turn, execution: Execution, { order }: TrackedOrder): Fill {
  const { executionId, clientOrderId, side, feeAsset, liquidity } = execution;
  const { deploymentId, symbol } = order;
  return {
    executionId,
    clientOrderId,
    deploymentId,
    symbol,
    side,
    quantity: Decimal.parse(execution.quantity),
    price: Decimal.parse(execution.price),
    fee: Decimal.parse(execution.fee),
    feeAsset,
    liquidity,
    at: turn.at,
  };
}

function describe({ executionId, side, quantity, venueSymbol, price }: Execution): string {
  return `execution ${executionId} (${side} ${quantity} ${venueSymbol} at ${price})`;
}
