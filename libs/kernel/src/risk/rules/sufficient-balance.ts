import { Decimal } from '../../number/decimal';
import { readable } from '../../number/readable';
import type { OrderRequest } from '../../order/order';
import type { Denial } from '../denial';
import { leavingWords, worstCaseQuantity, worstCaseValue, worstPrice } from '../exposure';
import type { RiskContext } from '../rule';

/** Spot pays from the wallet. A linear contract needs equity for its whole worst-case notional, so leverage never exceeds one. */
export function sufficientBalance(order: OrderRequest, context: RiskContext): Denial | null {
  if (context.price === null) return null;
  return context.instrument.category === 'spot' ? walletCovers(order, context) : equityCovers(order, context);
}

function walletCovers(order: OrderRequest, context: RiskContext): Denial | null {
  const { instrument } = context;
  const buying = order.side === 'BUY';
  const asset = buying ? instrument.quote : instrument.base;
  const needed = buying ? order.quantity.times(worstPrice(order, context.price!)) : order.quantity;
  const available = context.available[asset] ?? Decimal.ZERO;
  return needed.lte(available) ? null : insufficient({ asset, available, needed }, context);
}

function equityCovers(order: OrderRequest, context: RiskContext): Denial | null {
  if (worstCaseQuantity(order, context.account).isZero) return null;
  const needed = context.otherExposure.plus(worstCaseValue(order, context.account, context.price!));
  return needed.lte(context.equity) ? null : insufficient({ asset: context.settleAsset, available: context.equity, needed }, context);
}

interface Short {
  readonly asset: string;
  readonly available: Decimal;
  readonly needed: Decimal;
}

function insufficient({ asset, available, needed }: Short, { account, instrument }: RiskContext): Denial {
  const [wanted, free] = readable(needed, available);
  return {
    code: 'INSUFFICIENT_BALANCE',
    limit: `${available} ${asset}`,
    value: `${needed} ${asset}`,
    message: `the order needs ${wanted} ${asset} and ${free} ${asset} is available${leavingWords(account, instrument)}`,
  };
}
