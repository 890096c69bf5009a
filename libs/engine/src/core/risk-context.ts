import { Decimal, balanceOf } from '@libs/kernel';
import type { Instrument, OrderSide, Position, Quote, RiskContext, Sides } from '@libs/kernel';
import { leftByHand } from './by-hand';
import { bidAndAsk, markOf } from './market';
import { openQuantity } from './orders';
import type { CoreState, TrackedOrder } from './state';
import { trustIn } from './trust';
import { equityOf } from './value';

interface Wanted {
  readonly instrument: Instrument;
  readonly side: OrderSide;
  readonly deploymentId: string;
}

/** Whose limits are checked: the whole account's, or a part of it. */
export interface Holder {
  readonly equity: Decimal;
  /** Orders that may still fill. */
  readonly orders: readonly TrackedOrder[];
  position(symbol: string): Position | undefined;
  /** Wallet balance of an asset. */
  wallet(asset: string): Decimal;
}

/** False while every order would be denied because this session still lacks data; an exit must not be lost to that. */
export function canBeJudged(state: CoreState, symbol: string): boolean {
  const mark = state.marks.get(symbol);
  return state.reconciled && mark !== undefined && mark.source !== 'earlier-session';
}

/** What the risk rules see of the account now. */
export function riskContext(state: CoreState, wanted: Wanted, holder: Holder = wholeAccount(state)): RiskContext {
  const { instrument, side, deploymentId } = wanted;
  const book = state.books.get(instrument.symbol);
  const sameSide = holder.orders.filter(({ order }) => order.symbol === instrument.symbol && order.side === side);
  return {
    instrument,
    tradingState: state.tradingState,
    reconciled: state.reconciled,
    price: bidAndAsk(state, instrument.symbol),
    trust: trustIn(state, instrument.symbol),
    settleAsset: state.account?.settleAsset ?? instrument.settle,
    equity: holder.equity,
    maxPositionSize: Decimal.parse(state.account?.maxPositionSize ?? '0'),
    account: { position: holder.position(instrument.symbol)?.quantity ?? Decimal.ZERO, ...openOf(sameSide) },
    deployment: {
      position: book?.deployments.get(deploymentId)?.quantity ?? Decimal.ZERO,
      ...openOf(sameSide.filter(({ order }) => order.deploymentId === deploymentId)),
    },
    ...byHandOf(state, { symbol: instrument.symbol, side, deploymentId }, sameSide),
    otherExposure: otherExposure(state, instrument.symbol, holder),
    available: instrument.category === 'spot' ? available(state, instrument, holder) : {},
  };
}

/** Open manual orders do not give a strategy's exit more room. */
function byHandOf(
  state: CoreState,
  wanted: Parameters<typeof leftByHand>[1],
  sameSide: readonly TrackedOrder[],
): Pick<RiskContext, 'leftByHand' | 'openByHand'> {
  if (wanted.deploymentId === state.manualDeploymentId) return {};
  const left = leftByHand(state, wanted);
  const open = sumOpen(sameSide.filter(({ order }) => order.deploymentId === state.manualDeploymentId));
  return { ...(left === null ? {} : { leftByHand: left }), ...(open.isZero ? {} : { openByHand: open }) };
}

function wholeAccount(state: CoreState): Holder {
  return {
    equity: equityOf(state),
    orders: [...state.liveOrders.values()],
    position: (symbol) => state.books.get(symbol)?.account,
    wallet: (asset) => balanceOf(state.ledger, 'wallet', asset),
  };
}

/** An order being cancelled still counts: it may fill first. */
function openOf(sameSide: readonly TrackedOrder[]): Omit<Sides, 'position'> {
  const leaving = sameSide.filter(({ cancelRequested }) => cancelRequested);
  return { openSameSide: sumOpen(sameSide), ...(leaving.length === 0 ? {} : { leaving: sumOpen(leaving) }) };
}

/** Worst-case notional of the linear contracts other than `except`, each at the worse of its two sides. */
function otherExposure(state: CoreState, except: string, holder: Holder): Decimal {
  const symbols = new Set([...state.books.keys(), ...holder.orders.map(({ order }) => order.symbol)]);
  let total = Decimal.ZERO;
  for (const symbol of symbols) {
    if (symbol === except || state.instruments.get(symbol)?.category !== 'linear') continue;
    const mark = markOf(state, symbol);
    if (mark !== null) total = total.plus(worstHolding(holder, symbol).times(mark));
  }
  return total;
}

function worstHolding(holder: Holder, symbol: string): Decimal {
  const position = holder.position(symbol)?.quantity ?? Decimal.ZERO;
  const open = holder.orders.filter(({ order }) => order.symbol === symbol);
  const long = position.plus(sumOpen(open.filter(({ order }) => order.side === 'BUY')));
  const short = position.minus(sumOpen(open.filter(({ order }) => order.side === 'SELL')));
  return Decimal.max(long.abs(), short.abs());
}

function available(state: CoreState, { base, quote }: Instrument, holder: Holder): RiskContext['available'] {
  const free: Record<string, Decimal> = { [base]: holder.wallet(base), [quote]: holder.wallet(quote) };
  for (const tracked of holder.orders) {
    const lock = spotLock(state, tracked);
    if (lock !== null && lock.asset in free) free[lock.asset] = free[lock.asset]!.minus(lock.amount);
  }
  return free;
}

function spotLock(state: CoreState, tracked: TrackedOrder): { readonly asset: string; readonly amount: Decimal } | null {
  const { order } = tracked;
  const instrument = state.instruments.get(order.symbol);
  if (instrument?.category !== 'spot') return null;
  const open = openQuantity(tracked);
  if (order.side === 'SELL') return { asset: instrument.base, amount: open };
  const price = order.price ?? askOf(bidAndAsk(state, order.symbol));
  return { asset: instrument.quote, amount: open.times(Decimal.max(price, tracked.amendment?.price ?? price)) };
}

function askOf(quote: Pick<Quote, 'ask'> | null): Decimal {
  return quote?.ask ?? Decimal.ZERO;
}

/** The part of the orders that may still become position. */
export function sumOpen(orders: readonly TrackedOrder[]): Decimal {
  return orders.reduce((sum, tracked) => sum.plus(openQuantity(tracked)), Decimal.ZERO);
}
