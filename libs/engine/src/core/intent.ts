import { Decimal, checkOrder, checkOrderForm, encodeClientOrderId, initializeOrder } from '@libs/kernel';
import type { Denial, Order, OrderRequest } from '@libs/kernel';
import type { Cause } from './event';
import type { Texted } from './input';
import { trackOrder } from './orders';
import { riskContext } from './risk-context';
import { emulate } from './stops';
import { deny, submit } from './ticket';
import type { Placed } from './ticket';
import type { Turn } from './turn';

/** A requested order and its origin. */
export interface Intent {
  readonly deploymentId: string;
  /** Input from which the id is derived: the answered delivery, or the operator's input. */
  readonly inputSeq: number;
  readonly index: number;
  readonly request: Texted<OrderRequest>;
  readonly cause: Cause;
  /** Client id of the entry, if it is an exit. */
  readonly bracket?: string;
  /** Market time before which it is not sent; for stops that replace a lost one. */
  readonly waitsUntil?: number | undefined;
  /** Why no order may be sent now, whatever it is. */
  readonly refusal?: Denial;
}

/** Turns an intent into an order that is either sent or denied; both are recorded. */
export function placeOrder(turn: Turn, intent: Intent): Placed {
  const clientOrderId = encodeClientOrderId(intent);
  const parsed = parseRequest(intent.request);
  const tracked = trackOrder(turn, initializeOrder(parsed.request, identityOf(clientOrderId, intent), turn.at), intent.cause);
  if (intent.waitsUntil !== undefined) tracked.waitsUntil = intent.waitsUntil;
  const instrument = turn.state.instruments.get(parsed.request.symbol);
  if (instrument === undefined) return deny(turn, tracked, unknownInstrument(parsed.request.symbol), intent.cause);
  const context = riskContext(turn.state, { instrument, side: parsed.request.side, deploymentId: intent.deploymentId });
  const { stop } = parsed.request;
  // A stop's form is checked now, the account when it is sent; a bracket's stop may be small while its entry fills.
  const check = stop === undefined ? checkOrder : intent.bracket === undefined ? checkOrderForm : null;
  const denial = parsed.denial ?? intent.refusal ?? check?.(parsed.request, context) ?? null;
  if (denial !== null) return deny(turn, tracked, denial, intent.cause);
  if (stop !== undefined) {
    emulate(turn, tracked, intent.cause);
    return { clientOrderId, denial: null };
  }
  submit(turn, tracked, { instrument, context, cause: intent.cause });
  return { clientOrderId, denial: null };
}

function identityOf(clientOrderId: string, { deploymentId, bracket }: Intent): Pick<Order, 'clientOrderId' | 'deploymentId' | 'bracket'> {
  return { clientOrderId, deploymentId, ...(bracket === undefined ? {} : { bracket }) };
}

/** A request in the text form of external ones. */
export function textOf({ quantity, price, stop, tag, ...words }: OrderRequest): Texted<OrderRequest> {
  const { symbol, side, type, timeInForce, postOnly, reduceOnly } = words;
  return {
    symbol,
    side,
    type,
    quantity: quantity.toString(),
    timeInForce,
    postOnly,
    reduceOnly,
    ...(price === undefined ? {} : { price: price.toString() }),
    ...(stop === undefined ? {} : { stop: stop.toString() }),
    ...(tag === undefined ? {} : { tag }),
  };
}

interface ParsedRequest {
  readonly request: OrderRequest;
  readonly denial: Denial | null;
}

/** An external order is arbitrary text; if it cannot be parsed it becomes a denied order with zero quantity. */
function parseRequest(text: Texted<OrderRequest>): ParsedRequest {
  const { symbol, side, type, timeInForce, postOnly, reduceOnly, tag } = text;
  const quantity = parseNumber(text.quantity);
  const price = text.price === undefined ? undefined : parseNumber(text.price);
  const stop = text.stop === undefined ? undefined : parseNumber(text.stop);
  const request: OrderRequest = {
    symbol,
    side,
    type,
    quantity: quantity ?? Decimal.ZERO,
    ...(price === undefined || price === null ? {} : { price }),
    ...(stop === undefined || stop === null ? {} : { stop }),
    timeInForce,
    postOnly,
    reduceOnly,
    ...(tag === undefined ? {} : { tag }),
  };
  return {
    request,
    denial:
      unreadable('quantity', text.quantity, quantity) ??
      unreadable('price', text.price, price) ??
      unreadable('stop', text.stop, stop) ??
      unknownWord(text),
  };
}

function parseNumber(text: unknown): Decimal | null {
  try {
    return Decimal.parse(String(text));
  } catch {
    return null;
  }
}

function unreadable(field: string, text: unknown, parsed: Decimal | null | undefined): Denial | null {
  if (parsed !== null) return null;
  return invalid('a decimal number', String(text), `${field} "${String(text)}" is not a decimal number`);
}

const WORDS = { side: ['BUY', 'SELL'], type: ['MARKET', 'LIMIT'], timeInForce: ['GTC', 'IOC', 'FOK'] } as const;

function unknownWord(text: Texted<OrderRequest>): Denial | null {
  for (const field of ['side', 'type', 'timeInForce'] as const) {
    const words: readonly string[] = WORDS[field];
    if (!words.includes(text[field]))
      return invalid(words.join(' or '), String(text[field]), `${field} "${String(text[field])}" is not one of ${words.join(', ')}`);
  }
  return null;
}

function unknownInstrument(symbol: string): Denial {
  return {
    code: 'UNKNOWN_INSTRUMENT',
    limit: 'a listed instrument',
    value: symbol,
    message: `no instrument ${symbol} is known on this account's venue`,
  };
}

function invalid(limit: string, value: string, message: string): Denial {
  return { code: 'INVALID_REQUEST', limit, value, message };
}
