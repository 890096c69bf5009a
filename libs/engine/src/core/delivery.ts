import type { Hearing, StrategyContext, StrategyEvent } from '@libs/sdk';
import { leavesOf } from '@libs/kernel';
import type { Decimal, Order } from '@libs/kernel';
import type { DeploymentTerms } from './input';
import type { CoreState, DeploymentState } from './state';
import { distrusted } from './trust';
import { averagePriceText, equityOf } from './value';
import type { Turn } from './turn';

/** True while the strategy receives events. */
export function isAlive(deployment: DeploymentState): boolean {
  return deployment.status === 'warming-up' || deployment.status === 'running';
}

/** Queues an event for a strategy; no effect if the deployment has ended or has no strategy. */
export function tellStrategy(turn: Turn, deploymentId: string, event: StrategyEvent): void {
  const deployment = turn.state.deployments.get(deploymentId);
  if (deployment !== undefined && isAlive(deployment)) deployment.queue.push(event);
}

/** Like `tellStrategy`, for events that only strategies with a hook for them receive. */
export function tellHearer(turn: Turn, deploymentId: string, event: Extract<StrategyEvent, { readonly type: Hearing }>): void {
  if (turn.state.deployments.get(deploymentId)?.terms.hears?.includes(event.type)) tellStrategy(turn, deploymentId, event);
}

/** Every symbol that a deployment follows in any way. */
export function symbolsOf({ watches, streams = [] }: DeploymentTerms): ReadonlySet<string> {
  return new Set([...watches, ...streams].map(({ symbol }) => symbol));
}

/**
 * Delivers the next event to each strategy that has answered everything. One at a time, so that its context already includes its last
 * answer, and the sequence number of a delivery identifies exactly one event.
 */
export function deliverNext(turn: Turn): void {
  for (const deployment of turn.state.deployments.values()) {
    if (deployment.outstanding !== null || !isAlive(deployment)) continue;
    const event = nextEvent(turn, deployment);
    if (event !== undefined) deliver(turn, deployment, event);
  }
}

/** Expired events are skipped and reported. */
function nextEvent(turn: Turn, deployment: DeploymentState): StrategyEvent | undefined {
  for (let event = deployment.queue.shift(); event !== undefined; event = deployment.queue.shift()) {
    if (event.type !== 'signal' || event.expiresAt > turn.at) return event;
    const { name, source, expiresAt } = event;
    turn.emit({ type: 'SignalExpired', deploymentId: deployment.terms.deploymentId, name, source, expiresAt });
  }
  return undefined;
}

/** Delivers immediately, even if another delivery is unanswered. */
export function deliver(turn: Turn, deployment: DeploymentState, event: StrategyEvent): void {
  const { deploymentId } = deployment.terms;
  const delivery = { deploymentId, inputSeq: turn.input.inputSeq, event, context: contextOf(turn.state, deployment) };
  deployment.outstanding = delivery;
  deployment.delivered = delivery.inputSeq;
  turn.effect({ type: 'deliver', delivery });
}

function contextOf(state: CoreState, { terms }: DeploymentState): StrategyContext {
  const symbols = [...symbolsOf(terms)];
  const trust = distrusted(state, symbols);
  return {
    marketTime: state.marketTime,
    positions: positionsOf(state, terms.deploymentId),
    equity: equityOf(state).toString(),
    openOrders: openOrdersOf(state, terms.deploymentId),
    instruments: instrumentsOf(state, symbols),
    ...(trust === null ? {} : { trust }),
  };
}

function positionsOf(state: CoreState, deploymentId: string): StrategyContext['positions'] {
  const positions: Record<string, { quantity: string; averagePrice: string }> = {};
  for (const [symbol, book] of state.books) {
    const position = book.deployments.get(deploymentId);
    if (position === undefined || position.quantity.isZero) continue;
    positions[symbol] = { quantity: position.quantity.toString(), averagePrice: averagePriceText(position) };
  }
  return positions;
}

function openOrdersOf(state: CoreState, deploymentId: string): StrategyContext['openOrders'] {
  const open = [];
  for (const { order } of state.liveOrders.values()) {
    const leaves = leavesOf(order);
    if (order.deploymentId !== deploymentId || leaves.isZero) continue;
    open.push(openOrderOf(order, leaves));
  }
  return open;
}

/** An order as its strategy sees it. */
export function openOrderOf(order: Order, leaves: Decimal): StrategyContext['openOrders'][number] {
  const { clientOrderId, symbol, side, price, stop, bracket, tag } = order;
  return {
    clientOrderId,
    symbol,
    side,
    leaves: leaves.toString(),
    ...(price === undefined ? {} : { price: price.toString() }),
    ...(stop === undefined ? {} : { stop: stop.toString() }),
    ...(bracket === undefined ? {} : { bracket }),
    ...(tag === undefined ? {} : { tag }),
  };
}

function instrumentsOf(state: CoreState, symbols: readonly string[]): StrategyContext['instruments'] {
  const known: Record<string, { tickSize: string; lotSize: string; minQuantity: string; minNotional: string }> = {};
  for (const symbol of symbols) {
    const instrument = state.instruments.get(symbol);
    if (instrument === undefined) continue;
    known[symbol] = {
      tickSize: instrument.tickSize.toString(),
      lotSize: instrument.lotSize.toString(),
      minQuantity: instrument.minQuantity.toString(),
      minNotional: instrument.minNotional.toString(),
    };
  }
  return known;
}
