import type { Category } from '@libs/kernel';
import { marketKey, type OrderId, type SubmitResult, type Venue, type VenueMarket } from '@libs/simulation';
import { ok, type Reply } from '../envelope';
import { BadRequest, badParameter, type Parameters } from '../parameters';
import { refusalReply } from '../refusals';
import type { SignedIn } from '../request';
import { readAmendment } from './read-amendment';
import { readOrder } from './read-order';
import { matchesFilter, readSelection, requireNarrowed } from './selection';

/** What an order command needs; REST and order entry over WebSocket share it. */
export type Command = Pick<SignedIn, 'exchange' | 'key' | 'parameters' | 'allowance'>;

/** One order command, read but not yet carried out; running it changes the venue without waiting for the disk. */
export type Operation = (venue: Venue, at: number) => SubmitResult;

export type ReadOperation = (command: Command, category: Category) => Operation;

export async function createOrder(command: Command): Promise<Reply> {
  return perform(command, readCreate);
}

export async function amendOrder(command: Command): Promise<Reply> {
  return perform(command, readAmend);
}

export async function cancelOrder(command: Command): Promise<Reply> {
  return perform(command, readCancel);
}

export const readCreate: ReadOperation = ({ exchange, key, parameters }, category) => {
  const market = requireMarket(exchange.venue, parameters, category);
  const request = readOrder(parameters, category, market);
  return (venue, at) => venue.submit(key.accountId, request, at);
};

export const readAmend: ReadOperation = ({ exchange, key, parameters }, category) => {
  const id = readOrderId(exchange.venue, parameters, category);
  const change = readAmendment(parameters, exchange.venue.account(key.accountId).find(id));
  return (venue, at) => venue.amend(key.accountId, id, change, at);
};

export const readCancel: ReadOperation = ({ exchange, key, parameters }, category) => {
  const id = readOrderId(exchange.venue, parameters, category);
  return (venue, at) => venue.cancel(key.accountId, id, at);
};

async function perform(command: Command, read: ReadOperation): Promise<Reply> {
  const category = command.parameters.category();
  const operation = read(command, category);
  return replyTo(await command.exchange.perform(operation), category);
}

export function replyTo(result: SubmitResult, category: Category): Reply {
  if (result.kind === 'refused') return refusalReply(result.refusal, category);
  return ok({ orderId: result.order.orderId, orderLinkId: result.order.clientOrderId });
}

export async function cancelAll({ exchange, key, parameters }: Command): Promise<Reply> {
  const category = parameters.category();
  const selection = readSelection(parameters, category, exchange.venue.markets);
  requireNarrowed(selection, category);
  const filter = parameters.text('orderFilter') ?? (category === 'spot' ? 'Order' : undefined);
  const onlyStops = parameters.text('stopOrderType') === 'Stop';
  const orders = await exchange.perform((venue, at) =>
    venue.cancelAll(
      key.accountId,
      (order) => selection.matches(order) && matchesFilter(order, filter) && (!onlyStops || order.purpose === 'STOP'),
      'BY_USER',
      at,
    ),
  );
  return ok({ list: orders.map(({ orderId, clientOrderId }) => ({ orderId, orderLinkId: clientOrderId })), success: '1' });
}

export function requireMarket(venue: Venue, parameters: Parameters, category: Category): VenueMarket {
  const market = venue.markets.get(marketKey({ category, venueSymbol: parameters.required('symbol') }));
  if (!market) throw new BadRequest(refusalReply({ code: 'UNKNOWN_MARKET' }, category));
  return market;
}

function readOrderId(venue: Venue, parameters: Parameters, category: Category): OrderId {
  const { key: market } = requireMarket(venue, parameters, category);
  const [orderId, clientOrderId] = [parameters.text('orderId'), parameters.text('orderLinkId')];
  if (orderId !== undefined) return { market, orderId };
  if (clientOrderId !== undefined) return { market, clientOrderId };
  throw badParameter('params error: orderId or orderLinkId is required');
}
