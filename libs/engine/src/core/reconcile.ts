import { Decimal, balanceOf, positionChangeOf } from '@libs/kernel';
import type { Fill, Instrument } from '@libs/kernel';
import { halt } from './halt';
import type { VenueReport } from './input';
import { venueKey } from './market';
import { openQuantity } from './orders';
import type { CoreState } from './state';
import type { Turn } from './turn';

type Picture = Extract<VenueReport, { kind: 'reconciled' }>;

const KEPT_FILLS = 1_000;

/** Key under which holdings are compared: a contract is a position, a spot coin a balance. */
type Holding = string;

/** Compares the venue's positions with ours. Agreement allows orders; a difference is reported and halts trading. */
export function takePicture(turn: Turn, picture: Picture): void {
  const { state } = turn;
  const seen = new Set(picture.executionIds);
  const differences: string[] = [];
  const awaited = new Map<Holding, Decimal>();
  for (const [holding, theirs] of venueHoldings(state, picture)) {
    if (agrees(state, holding, theirs, seen)) continue;
    if (!state.awaited.has(holding) && isOnItsWay(state, holding, theirs)) awaited.set(holding, theirs);
    else differences.push(`${holding}: the venue holds ${theirs}, we hold ${ourHolding(state, holding)}`);
  }
  differences.push(...picture.foreignOrders.map((id) => `order ${id} at the venue is not ours`));
  state.awaited = awaited;
  if (differences.length > 0) return disagree(turn, differences);
  if (awaited.size > 0) {
    turn.emit({
      type: 'Reconciled',
      differences: [...awaited].map(([holding, theirs]) => `${holding}: waiting for the executions that make it ${theirs}`),
    });
    return;
  }
  agree(turn);
}

/** Called after each fill: the executions that a comparison waited for may now be complete. */
export function reconsiderAwaited(turn: Turn): void {
  const { awaited } = turn.state;
  if (awaited.size === 0) return;
  for (const [holding, theirs] of awaited) if (ourHolding(turn.state, holding).eq(theirs)) awaited.delete(holding);
  if (awaited.size === 0) agree(turn);
}

export function rememberFill(state: CoreState, instrument: Instrument, fill: Fill): void {
  const holding = holdingOf(instrument);
  state.recentFills.push({ executionId: fill.executionId, holding, change: positionChangeOf(instrument, fill).quantity, at: fill.at });
  if (state.recentFills.length > KEPT_FILLS) state.recentFills.shift();
}

function agree(turn: Turn): void {
  turn.state.reconciled = true;
  turn.state.disagreement = null;
  turn.state.recentFills = [];
  turn.emit({ type: 'Reconciled', differences: [] });
}

function disagree(turn: Turn, differences: readonly string[]): void {
  const { state } = turn;
  const named = differences.join('; ');
  state.reconciled = false;
  // The venue is queried until both agree; the same difference is not reported again while it halts trading.
  if (state.disagreement === named && state.tradingState === 'HALTED') return;
  state.disagreement = named;
  turn.emit({ type: 'Reconciled', differences });
  halt(turn, `the venue's picture differs from ours: ${named}`);
}

/** Every holding that either side has, with the venue's amount. */
function venueHoldings(state: CoreState, picture: Picture): ReadonlyMap<Holding, Decimal> {
  const theirs = new Map<Holding, Decimal>();
  for (const [symbol] of state.books) {
    const instrument = state.instruments.get(symbol);
    if (instrument !== undefined) theirs.set(holdingOf(instrument), Decimal.ZERO);
  }
  for (const position of picture.positions) {
    const holding = state.venueSymbols.get(venueKey(position)) ?? venueKey(position);
    theirs.set(holding, (theirs.get(holding) ?? Decimal.ZERO).plus(Decimal.parse(position.quantity)));
  }
  for (const { asset, total } of picture.balances) if (theirs.has(coin(asset))) theirs.set(coin(asset), Decimal.parse(total));
  return theirs;
}

/** Fills since the last agreement that the venue's report does not include are newer, so they are left out of the comparison. */
function agrees(state: CoreState, holding: Holding, theirs: Decimal, seen: ReadonlySet<string>): boolean {
  let ours = ourHolding(state, holding);
  if (ours.eq(theirs)) return true;
  for (const fill of state.recentFills.toReversed()) {
    if (seen.has(fill.executionId)) return false;
    if (fill.holding !== holding) continue;
    ours = ours.minus(fill.change);
    if (ours.eq(theirs)) return true;
  }
  return false;
}

/** Open orders could explain the difference, so their executions may be in flight. */
function isOnItsWay(state: CoreState, holding: Holding, theirs: Decimal): boolean {
  const missing = theirs.minus(ourHolding(state, holding));
  const side = missing.sign > 0 ? 'BUY' : 'SELL';
  let possible = Decimal.ZERO;
  for (const tracked of state.liveOrders.values()) {
    const instrument = state.instruments.get(tracked.order.symbol);
    if (instrument === undefined || tracked.order.side !== side || holdingOf(instrument) !== holding) continue;
    possible = possible.plus(openQuantity(tracked));
  }
  return possible.gte(missing.abs());
}

function ourHolding(state: CoreState, holding: Holding): Decimal {
  if (holding.startsWith(COIN)) return balanceOf(state.ledger, 'wallet', holding.slice(COIN.length));
  return state.books.get(holding)?.account.quantity ?? Decimal.ZERO;
}

const COIN = 'balance of ';

function coin(asset: string): Holding {
  return `${COIN}${asset}`;
}

function holdingOf(instrument: Instrument): Holding {
  return instrument.category === 'spot' ? coin(instrument.base) : instrument.symbol;
}
