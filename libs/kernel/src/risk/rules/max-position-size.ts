import { readable } from '../../number/readable';
import type { OrderRequest } from '../../order/order';
import type { Denial } from '../denial';
import { leavingWords, worstCaseQuantity, worstCaseValue } from '../exposure';
import type { RiskContext } from '../rule';

/** The worst-case position of a symbol must stay within a fraction of equity; orders that only reduce pass. */
export function maxPositionSize(order: OrderRequest, context: RiskContext): Denial | null {
  const { price, account, equity, settleAsset, instrument } = context;
  if (price === null) return null;
  if (worstCaseQuantity(order, account).isZero) return null;
  const value = worstCaseValue(order, account, price);
  const limit = equity.times(context.maxPositionSize);
  if (value.lte(limit)) return null;
  const [said, most, worth] = readable(value, limit, equity);
  return {
    code: 'MAX_POSITION_SIZE',
    limit: `${limit} ${settleAsset}`,
    value: `${value} ${settleAsset}`,
    message: `${instrument.symbol} could grow to ${said} ${settleAsset}, the limit is ${most} ${settleAsset} (${context.maxPositionSize} of equity ${worth})${leavingWords(account, instrument)}`,
  };
}
