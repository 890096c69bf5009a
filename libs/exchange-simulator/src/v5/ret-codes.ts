import type { Category } from '@libs/kernel';
import type { Refusal, RefusalCode } from '@libs/simulation';
import { failure, type Reply } from './envelope';

type Text = (refusal: Refusal) => string;
type Entry = readonly [retCode: number, text: string | Text];

const LINEAR: Readonly<Partial<Record<RefusalCode, Entry>>> = {
  UNKNOWN_MARKET: [10001, 'params error: symbol invalid'],
  MARKET_NOT_OPEN: [110074, 'This contract is not live'],
  DUPLICATE_CLIENT_ID: [110072, 'OrderLinkedID is duplicate'],
  PRICE_MISSING: [10001, 'The price of the order is invalid'],
  PRICE_OFF_TICK: [10001, ({ limit, value }) => `Order price ${value} is not a multiple of the tick size ${limit}`],
  PRICE_OUT_OF_RANGE: [110003, ({ limit, value }) => `Order price exceeds the allowable range: ${value} is above ${limit}`],
  QUANTITY_OFF_LOT: [10001, ({ limit, value }) => `Qty invalid: ${value} is not a multiple of ${limit}`],
  QUANTITY_TOO_SMALL: [10001, ({ limit, value }) => `The number of contracts exceeds minimum limit allowed: ${value} is below ${limit}`],
  QUANTITY_TOO_LARGE: [10001, ({ limit, value }) => `The number of contracts exceeds maximum limit allowed: ${value} is above ${limit}`],
  NOTIONAL_TOO_SMALL: [110094, ({ limit, value }) => `Order does not meet minimum order value ${limit}: it is worth ${value}`],
  REDUCE_ONLY_WITHOUT_POSITION: [110017, 'current position is zero, cannot fix reduce-only order qty'],
  REDUCE_ONLY_ON_SPOT: [10001, 'reduceOnly is not supported'],
  INSUFFICIENT_MARGIN: [110007, 'ab not enough for new order'],
  INSUFFICIENT_BALANCE: [110007, 'ab not enough for new order'],
  TOO_MANY_OPEN_ORDERS: [110020, 'Not allowed to have more than 500 active orders'],
  ORDER_NOT_FOUND: [110001, 'order not exists or too late to cancel'],
  ORDER_ALREADY_FILLED: [110001, 'order not exists or too late to cancel'],
  ORDER_ALREADY_CANCELLED: [110001, 'order not exists or too late to cancel'],
};

const SPOT: Readonly<Partial<Record<RefusalCode, Entry>>> = {
  UNKNOWN_MARKET: [170121, 'Invalid symbol.'],
  MARKET_NOT_OPEN: [170151, 'The trading pair is not open yet'],
  DUPLICATE_CLIENT_ID: [170141, 'Duplicate clientOrderId'],
  PRICE_MISSING: [170105, "Parameter 'price' was empty."],
  PRICE_OFF_TICK: [170134, ({ limit, value }) => `Order price decimal too long: ${value}, the step is ${limit}`],
  PRICE_OUT_OF_RANGE: [170132, ({ limit, value }) => `Order price too high: ${value} is above ${limit}`],
  QUANTITY_OFF_LOT: [170137, ({ limit, value }) => `Order volume decimal too long: ${value}, the step is ${limit}`],
  QUANTITY_TOO_SMALL: [170136, ({ limit, value }) => `Order quantity lower than the minimum: ${value} is below ${limit}`],
  QUANTITY_TOO_LARGE: [170381, ({ limit, value }) => `Order quantity too large: ${value} is above ${limit}`],
  NOTIONAL_TOO_SMALL: [170140, ({ limit, value }) => `Order value exceeded lower limit: ${value} is below ${limit}`],
  REDUCE_ONLY_WITHOUT_POSITION: [170130, "Data sent for parameter 'reduceOnly' is not valid."],
  REDUCE_ONLY_ON_SPOT: [170130, "Data sent for parameter 'reduceOnly' is not valid."],
  INSUFFICIENT_MARGIN: [170131, 'Balance insufficient'],
  INSUFFICIENT_BALANCE: [170131, 'Balance insufficient'],
  TOO_MANY_OPEN_ORDERS: [170210, 'New order rejected.'],
  ORDER_NOT_FOUND: [170213, 'Order does not exist.'],
  ORDER_ALREADY_FILLED: [170139, 'Order has been filled.'],
  ORDER_ALREADY_CANCELLED: [170142, 'Order has been cancelled'],
};

/** The exchange's number and text for a refusal. */
export function refusalReply(refusal: Refusal, category: Category): Reply {
  const [retCode, text] = (category === 'linear' ? LINEAR : SPOT)[refusal.code] ?? [10001, 'params error'];
  return failure(retCode, typeof text === 'string' ? text : text(refusal));
}

export const RET = {
  parameter: (what: string): Reply => failure(10001, what),
  timestamp: (server: number, sent: string, window: string): Reply =>
    failure(
      10002,
      `invalid request, please check your server timestamp or recv_window param. req_timestamp[${sent}],server_timestamp[${server}],recv_window[${window}]`,
    ),
  key: (): Reply => failure(10003, 'API key is invalid.'),
  sign: (signed: string): Reply => failure(10004, `error sign! origin_string[${signed}]`),
  permission: (): Reply => failure(10005, 'Permission denied, please check your API key permissions.'),
  rate: (): Reply => failure(10006, 'Too many visits. Exceeded the API Rate Limit.'),
  address: (): Reply => failure(10010, "Unmatched IP, please check your API key's bound IP addresses."),
  server: (): Reply => failure(10016, 'Server error.'),
  route: (): Reply => failure(10017, 'Route not found.'),
  banned: (): Reply => failure(10027, 'Transactions are banned.'),
  expired: (): Reply => failure(33004, 'Your api key has expired.'),
} as const;
