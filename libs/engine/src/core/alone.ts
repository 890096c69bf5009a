import { Decimal, balanceOf, checkOrder, decodeClientOrderId } from '@libs/kernel';
import type { Denial, Order } from '@libs/kernel';
import { riskContext } from './risk-context';
import type { Holder } from './risk-context';
import type { CoreState } from './state';
import { spentOn } from './value';

/** True if anybody other than this deployment has a position or an open order on the account. */
export function hasOthers({ books, liveOrders }: CoreState, deploymentId: string): boolean {
  const isHeld = [...books.values()].some(({ deployments }) =>
    [...deployments].some(([id, { quantity }]) => id !== deploymentId && !quantity.isZero),
  );
  return isHeld || [...liveOrders.values()].some(({ order }) => order.deploymentId !== deploymentId);
}

/**
 * What the rules would say of an order if its deployment were alone on the account with that equity; null if it could be sent. Effects of
 * the order itself and of later ones in the same answer are excluded.
 */
export function judgedAlone(state: CoreState, order: Order, equity: Decimal): Denial | null {
  const instrument = state.instruments.get(order.symbol);
  if (instrument === undefined) return null;
  const { side, deploymentId } = order;
  const { leftByHand: _left, ...alone } = riskContext(state, { instrument, side, deploymentId }, ownPart(state, order, equity));
  return checkOrder(order, alone);
}

function ownPart(state: CoreState, { deploymentId, clientOrderId }: Order, equity: Decimal): Holder {
  return {
    equity,
    orders: [...state.liveOrders.values()].filter(
      ({ order }) => order.deploymentId === deploymentId && !isSameOrLater(order.clientOrderId, clientOrderId),
    ),
    position: (symbol) => state.books.get(symbol)?.deployments.get(deploymentId),
    wallet: (asset) =>
      asset === state.account?.settleAsset ? equity.minus(spentOn(state, deploymentId)) : ownCoins(state, deploymentId, asset),
  };
}

function isSameOrLater(clientOrderId: string, than: string): boolean {
  const [own, other] = [decodeClientOrderId(clientOrderId), decodeClientOrderId(than)];
  return own && other ? own.inputSeq === other.inputSeq && own.index >= other.index : clientOrderId === than;
}

/** The wallet without coins that others bought. */
function ownCoins(state: CoreState, deploymentId: string, asset: string): Decimal {
  let coins = balanceOf(state.ledger, 'wallet', asset);
  for (const [symbol, { deployments }] of state.books) {
    const { category, base } = state.instruments.get(symbol) ?? {};
    if (category !== 'spot' || base !== asset) continue;
    for (const [id, { quantity }] of deployments) if (id !== deploymentId) coins = coins.minus(quantity);
  }
  return coins;
}
