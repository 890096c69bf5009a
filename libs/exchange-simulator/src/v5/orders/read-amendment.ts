import { defined } from '@libs/kernel';
import type { OrderAmendment, SimOrder } from '@libs/simulation';
import type { Parameters } from '../parameters';
import { readExit, TRIGGER_SOURCES } from './read-exits';
import { readChoice, readDecimal, readPrice, requirePositive } from './read-number';

/** What `order/amend` changes; "0" as a take-profit or stop-loss takes it away. */
export function readAmendment(parameters: Parameters, before: SimOrder | undefined): OrderAmendment {
  const quantity = parameters.has('qty') ? requirePositive(parameters, 'qty') : undefined;
  const price = readDecimal(parameters, 'price')?.isZero === false ? requirePositive(parameters, 'price') : undefined;
  const triggerPrice = readPrice(parameters, 'triggerPrice');
  const triggerSource = readChoice(parameters, 'triggerBy', TRIGGER_SOURCES);
  const takeProfit = readExit(parameters, 'takeProfit', before?.takeProfit);
  const stopLoss = readExit(parameters, 'stopLoss', before?.stopLoss);
  return {
    ...defined({ quantity, price, triggerPrice }),
    ...(triggerSource && before?.trigger ? { triggerSource } : {}),
    ...defined({ takeProfit, stopLoss }),
  };
}
