import { ok, type Reply } from '../envelope';
import { badParameter } from '../parameters';
import type { Command } from '../orders/order-actions';
import type { SignedIn } from '../request';

const DISCONNECT_PRODUCTS = ['OPTIONS', 'DERIVATIVES', 'SPOT'] as const;
const [SHORTEST, LONGEST] = [3, 300];

/** Seconds without a private connection after which orders are cancelled: https://bybit-exchange.github.io/docs/v5/order/dcp */
export async function setDisconnectWindow({ exchange, key, parameters }: Command): Promise<Reply> {
  const product = parameters.has('product') ? parameters.oneOf('product', DISCONNECT_PRODUCTS) : 'OPTIONS';
  const seconds = Number(parameters.required('timeWindow'));
  if (!Number.isSafeInteger(seconds) || seconds < SHORTEST || seconds > LONGEST)
    throw badParameter('params error: timeWindow invalid, 3 to 300 is supported');
  await exchange.setDisconnectWindow(key.accountId, product, seconds);
  return ok({}, 'success');
}

export function disconnectInfo({ exchange, key }: SignedIn): Reply {
  const dcpInfos = DISCONNECT_PRODUCTS.flatMap((product) => {
    const seconds = exchange.disconnectWindow(key.accountId, product);
    return seconds === undefined ? [] : [{ product, dcpStatus: 'ON', timeWindow: String(seconds) }];
  });
  return ok({ dcpInfos }, 'success');
}
