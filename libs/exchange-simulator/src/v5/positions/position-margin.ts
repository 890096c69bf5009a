import { failure, ok, type Reply } from '../envelope';
import { BadRequest, badParameter } from '../parameters';
import { readDecimal } from '../orders/read-number';
import { requireMarket, type Command } from '../orders/order-actions';
import { readPositionIndex } from '../orders/read-order';
import { refusalReply } from '../refusals';
import { renderPosition } from './render-position';

const MARGIN_SCALE = 4;
const SWITCH: Readonly<Record<string, boolean>> = { '0': false, '1': true };

/** Adds margin to an isolated position; a negative amount takes some back. Answers the position. */
export async function addMargin({ exchange, key, parameters }: Command): Promise<Reply> {
  const category = parameters.oneOf('category', ['linear']);
  const market = requireMarket(exchange.venue, parameters, category);
  const index = readPositionIndex(parameters);
  parameters.required('margin');
  const amount = readDecimal(parameters, 'margin')!;
  if (amount.scale > MARGIN_SCALE) throw badParameter('params error: margin invalid, at most 4 decimals');
  const refusal = await exchange.perform((venue, at) => venue.addMargin(key.accountId, { market: market.key, index, amount }, at));
  if (refusal) return refusalReply(refusal, category);
  const account = exchange.venue.account(key.accountId);
  return ok(renderPosition(account.position(market.key, index), { account, markets: exchange.venue.markets, market }));
}

export async function setAutoAddMargin({ exchange, key, parameters }: Command): Promise<Reply> {
  const category = parameters.oneOf('category', ['linear']);
  const market = requireMarket(exchange.venue, parameters, category);
  const index = readPositionIndex(parameters);
  const choice = parameters.required('autoAddMargin');
  if (!Object.hasOwn(SWITCH, choice)) throw badParameter('params error: autoAddMargin invalid, it is 0 or 1');
  const change = { market: market.key, index, isOn: SWITCH[choice]! };
  const refusal = await exchange.perform((venue, at) => venue.setAutoAddMargin(key.accountId, change, at));
  if (refusal?.code === 'POSITION_IS_CROSS') throw new BadRequest(failure(110076, 'Only isolated mode can set auto-add-margin'));
  return refusal ? refusalReply(refusal, category) : ok({});
}
