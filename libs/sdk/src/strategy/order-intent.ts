import { Decimal, InvalidDecimal } from '@libs/kernel';
import type { BracketIntent, CloseOptions, OrderIntent } from './hook-context';
import type { AmendmentText, StrategyCommand } from './protocol';

const MAX_TAG = 64;
/** Longest decimal text of an amount. No market needs more digits; a typo such as 1e400 does. */
const MAX_AMOUNT = 64;

const TIMES_IN_FORCE: readonly unknown[] = ['GTC', 'IOC', 'FOK', undefined];
const ORDER_FIELDS = fields('symbol', 'side', 'quantity', 'price', 'stop', 'timeInForce', 'postOnly', 'reduceOnly', 'tag');
const ENTRY_FIELDS = fields('side', 'quantity', 'price', 'timeInForce', 'postOnly', 'tag');
const BRACKET_FIELDS = fields('entry', 'stopLoss', 'takeProfit');
const CLOSE_FIELDS = fields('tag');
const AMENDMENT_FIELDS = fields('price', 'quantity');

type Submit = Extract<StrategyCommand, { readonly kind: 'submit' }>;
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Turns an order intent into a command. Throws if it could never be a valid order. */
export function toSubmit(intent: OrderIntent): Submit {
  const { symbol, side, price, tag, timeInForce } = intent;
  checkFields('an order', intent, ORDER_FIELDS);
  if (side !== 'BUY' && side !== 'SELL') throw new Error(`side is ${String(side)}; it must be BUY or SELL`);
  // Zero passes: it is what `quantityFor` gives for an amount too small to trade, and the risk rules deny it by its id.
  const quantity = decimalText('quantity', intent.quantity, 'zero');
  if (price === undefined && intent.postOnly === true) throw new Error('a market order cannot be postOnly; give it a price');
  if (!TIMES_IN_FORCE.includes(timeInForce)) throw new Error(`timeInForce is ${String(timeInForce)}; it must be GTC, IOC or FOK`);
  checkTag(tag);
  const command: Mutable<Submit> = {
    kind: 'submit',
    symbol,
    side,
    type: price === undefined ? 'MARKET' : 'LIMIT',
    quantity,
    timeInForce: timeInForce ?? (price === undefined ? 'IOC' : 'GTC'),
    postOnly: intent.postOnly ?? false,
    reduceOnly: intent.reduceOnly ?? false,
  };
  // Field by field, because spreading objects costs V8 microseconds.
  if (price !== undefined) command.price = positive('price', price);
  if (intent.stop !== undefined) command.stop = positive('stop', intent.stop);
  if (tag !== undefined) command.tag = tag;
  return command;
}

/** Turns a bracket intent into a command. Throws if it could never be a valid bracket. */
export function toBracket(symbol: string, bracket: BracketIntent): StrategyCommand {
  checkFields('a bracket', bracket, BRACKET_FIELDS);
  const { entry, stopLoss, takeProfit } = bracket;
  checkFields('the entry of a bracket', entry, ENTRY_FIELDS);
  const { side, quantity, price, timeInForce, postOnly, tag } = entry;
  const { kind: _kind, ...order } = toSubmit({ symbol, side, quantity, price, timeInForce, postOnly, tag });
  return {
    kind: 'bracket',
    entry: order,
    stopLoss: positive('stopLoss', stopLoss),
    ...(takeProfit === undefined ? {} : { takeProfit: positive('takeProfit', takeProfit) }),
  };
}

/** Turns an amendment into a command. Throws if it could never be valid. */
export function toAmend(clientOrderId: string, changes: AmendmentText): StrategyCommand {
  checkFields('an amendment', changes, AMENDMENT_FIELDS);
  const { quantity, price } = changes;
  if (quantity === undefined && price === undefined) throw new Error('amend: give a price, a quantity, or both');
  return {
    kind: 'amend',
    clientOrderId,
    ...(quantity === undefined ? {} : { quantity: positive('quantity', quantity) }),
    ...(price === undefined ? {} : { price: positive('price', price) }),
  };
}

/** Throws if options are not an object. A strategy has no types, and spreading a text would give a field for each of its letters. */
export function checkOptions(call: string, options: unknown): void {
  if (options === undefined || (typeof options === 'object' && options !== null)) return;
  const tag = typeof options === 'string' ? options : 'exit';
  throw new Error(`${call} takes its options as an object: write { tag: ${JSON.stringify(tag)} }, not ${JSON.stringify(options)}`);
}

/** Throws for options that `closePosition` would ignore. */
export function checkCloseOptions(options: CloseOptions | undefined): void {
  if (options === undefined) return;
  checkOptions('closePosition', options);
  checkFields('closePosition', options, CLOSE_FIELDS);
}

/** Parses an amount given by a hook. Throws with the name and the value if it is not a decimal. */
export function amountOf(name: string, amount: number | string): Decimal {
  if (typeof amount === 'number' && !Number.isFinite(amount)) throw new Error(`${name} is ${amount}; it must be a finite number`);
  try {
    return typeof amount === 'number' ? Decimal.fromNumber(amount) : Decimal.parse(amount);
  } catch (error) {
    throw error instanceof InvalidDecimal ? new Error(`${name}: ${error.message}`, { cause: error }) : error;
  }
}

function fields(...names: readonly string[]): ReadonlySet<string> {
  return new Set(names);
}

/** A misspelt option, such as `limit` for `price`, would silently send a different order: at the market, at once. */
function checkFields(what: string, given: object, known: ReadonlySet<string>): void {
  for (const field in given) if (!known.has(field)) throw new Error(`${what} has no "${field}"; it takes ${[...known].join(', ')}`);
}

function checkTag(tag: unknown): void {
  if (tag === undefined) return;
  if (typeof tag !== 'string') throw new Error(`tag is ${String(tag)}, of the type ${typeof tag}; it must be text`);
  if (tag.length > MAX_TAG) throw new Error(`tag is ${tag.length} characters long; at most ${MAX_TAG}`);
}

function positive(name: string, text: string): string {
  return decimalText(name, text, 'above zero');
}

function decimalText(name: string, text: string, least: 'zero' | 'above zero'): string {
  if (typeof text !== 'string') throw new Error(`${name} is ${String(text)}, of the type ${typeof text}; it must be decimal text`);
  const value = amountOf(name, text);
  if (value.sign < 0 || (value.isZero && least === 'above zero')) throw new Error(`${name} is ${text}; it must be above 0`);
  const plain = value.toString();
  if (plain.length > MAX_AMOUNT)
    throw new Error(`${name} is ${text.slice(0, MAX_AMOUNT)}, which has ${plain.length} digits; it may have ${MAX_AMOUNT}`);
  return plain;
}
