import type { Category } from '@libs/kernel';
import type { Refusal, RefusalCode } from '@libs/simulation';
import { failure, type Reply } from './envelope';

type Text = (refusal: Refusal) => string;
type Entry = readonly [retCode: number, text: string | Text];

const GONE: Entry = [110001, 'order not exists or too late to cancel'];
const UNCHANGED: Entry = [10001, 'The order remains unchanged as the parameters entered match the existing ones.'];
const WRONG_INDEX: Entry = [10001, 'position idx not match position mode'];
const WRONG_SIDE: Entry = [
  10001,
  ({ limit, value }) => `The TP/SL price ${value} is on the wrong side of base_price:${limit}??LastPrice for this order or position`,
];
const SETTINGS = {
  POSITION_MODE_MISMATCH: WRONG_INDEX,
  POSITION_MODE_NOT_MODIFIED: [110025, 'Position mode is not modified'],
  MODE_CHANGE_WITH_POSITION: [110024, 'You have an existing position, so position mode cannot be switched'],
  MODE_CHANGE_WITH_ORDERS: [110028, 'You have existing open orders, so the position mode cannot be switched.'],
  LEVERAGE_NOT_MODIFIED: [110043, 'leverage not modified'],
  LEVERAGE_OUT_OF_RANGE: [110013, ({ limit, value }) => `cannot set leverage [${value}] gt maxLeverage [${limit}] by risk limit`],
  MARGIN_MODE_NOT_MODIFIED: [110026, 'Cross/isolated margin mode is not modified'],
  POSITION_IS_FLAT: [10001, 'can not set tp/sl/ts for zero position'],
  POSITION_IS_CROSS: [110015, 'The position is in cross margin mode.'],
  MARGIN_WITHOUT_POSITION: [110033, "You can't set margin without an open position"],
  MARGIN_NOT_MODIFIED: [110027, 'Margin has not been modified.'],
  MARGIN_CANNOT_SHRINK: [110078, ({ limit, value }) => `Added margin more than max can reduce margin: ${value} is more than ${limit}`],
  EXIT_PRICE_ON_WRONG_SIDE: WRONG_SIDE,
  EXIT_NOT_MODIFIED: [34040, 'not modified'],
  NOTHING_TO_AMEND: UNCHANGED,
} as const satisfies Partial<Record<RefusalCode, Entry>>;

/** Codes and texts of https://bybit-exchange.github.io/docs/v5/error; what they say about numbers is put behind a colon. */
const LINEAR: Readonly<Record<RefusalCode, Entry>> = {
  ...SETTINGS,
  UNKNOWN_MARKET: [10001, 'params error: symbol invalid'],
  MARKET_NOT_OPEN: [110074, 'This contract is not live'],
  DUPLICATE_CLIENT_ID: [110072, 'OrderLinkedID is duplicate'],
  PRICE_MISSING: [10001, 'The price of the order is invalid'],
  PRICE_OFF_TICK: [10001, ({ limit, value }) => `Order price ${value} is not a multiple of the tick size ${limit}`],
  PRICE_OUT_OF_RANGE: [110003, ({ limit, value }) => `Order price exceeds the allowable range: ${value} is beyond ${limit}`],
  PRICE_TOO_HIGH: [110003, ({ limit, value }) => `Order price exceeds the allowable range: ${value} is above ${limit}`],
  PRICE_TOO_LOW: [110003, ({ limit, value }) => `Order price exceeds the allowable range: ${value} is below ${limit}`],
  QUANTITY_OFF_LOT: [10001, ({ limit, value }) => `Qty invalid: ${value} is not a multiple of ${limit}`],
  QUANTITY_TOO_SMALL: [10001, ({ limit, value }) => `The number of contracts exceeds minimum limit allowed: ${value} is below ${limit}`],
  QUANTITY_TOO_LARGE: [10001, ({ limit, value }) => `The number of contracts exceeds maximum limit allowed: ${value} is above ${limit}`],
  NOTIONAL_TOO_SMALL: [110094, ({ limit, value }) => `Order does not meet minimum order value ${limit}: it is worth ${value}`],
  REDUCE_ONLY_WITHOUT_POSITION: [110017, 'current position is zero, cannot fix reduce-only order qty'],
  REDUCE_ONLY_ON_SPOT: [10001, 'reduceOnly is not supported'],
  INSUFFICIENT_MARGIN: [110007, 'ab not enough for new order'],
  INSUFFICIENT_BALANCE: [110007, 'ab not enough for new order'],
  RISK_LIMIT_EXCEEDED: [
    110090,
    ({ limit }) =>
      `Order placement failed as your position may exceed the max limit. Please adjust your leverage to increase the max. position limit${limit === undefined ? '' : ` of ${limit}`}`,
  ],
  TOO_MANY_OPEN_ORDERS: [110020, 'Not allowed to have more than 500 active orders'],
  TOO_MANY_CONDITIONAL_ORDERS: [110009, 'The number of stop orders exceeds the maximum allowable limit'],
  TRIGGER_ALREADY_PASSED_UP: [110092, ({ limit, value }) => `expect Rising, but trigger_price[${value}] <= current[${limit}]??LastPrice`],
  TRIGGER_ALREADY_PASSED_DOWN: [
    110093,
    ({ limit, value }) => `expect Falling, but trigger_price[${value}] >= current[${limit}]??LastPrice`,
  ],
  TRIGGER_OFF_TICK: [10001, ({ limit, value }) => `Trigger price ${value} is not a multiple of the tick size ${limit}`],
  NO_LIQUIDITY: [110118, 'Unable to retrieve a price of the market order due to low liquidity'],
  AMENDED_BELOW_FILLED: [110064, 'The number of contracts modified cannot be less than or equal to the filled quantity'],
  ACCOUNT_IN_LIQUIDATION: [110066, 'Trading is currently not allowed.'],
  ORDER_NOT_FOUND: GONE,
  ORDER_ALREADY_FILLED: GONE,
  ORDER_ALREADY_CANCELLED: GONE,
};

const NOT_VALID = (name: string): string => `Data sent for parameter '${name}' is not valid.`;

const SPOT: Readonly<Record<RefusalCode, Entry>> = {
  ...SETTINGS,
  UNKNOWN_MARKET: [170121, 'Invalid symbol.'],
  MARKET_NOT_OPEN: [170151, 'The trading pair is not open yet'],
  DUPLICATE_CLIENT_ID: [170141, 'Duplicate clientOrderId'],
  PRICE_MISSING: [170105, "Parameter 'price' was empty."],
  PRICE_OFF_TICK: [170134, ({ limit, value }) => `Order price decimal too long: ${value}, the step is ${limit}`],
  PRICE_OUT_OF_RANGE: [170132, ({ limit, value }) => `Order price too high: ${value} is above ${limit}`],
  PRICE_TOO_HIGH: [170193, ({ limit }) => `Buy order price cannot be higher than ${limit}.`],
  PRICE_TOO_LOW: [170194, ({ limit }) => `Sell order price cannot be lower than ${limit}.`],
  QUANTITY_OFF_LOT: [170137, ({ limit, value }) => `Order volume decimal too long: ${value}, the step is ${limit}`],
  QUANTITY_TOO_SMALL: [170136, ({ limit, value }) => `Order quantity lower than the minimum: ${value} is below ${limit}`],
  QUANTITY_TOO_LARGE: [170381, ({ limit, value }) => `Order quantity too large: ${value} is above ${limit}`],
  NOTIONAL_TOO_SMALL: [170140, ({ limit, value }) => `Order value exceeded lower limit: ${value} is below ${limit}`],
  REDUCE_ONLY_WITHOUT_POSITION: [170130, NOT_VALID('reduceOnly')],
  REDUCE_ONLY_ON_SPOT: [170130, NOT_VALID('reduceOnly')],
  INSUFFICIENT_MARGIN: [170131, 'Balance insufficient'],
  INSUFFICIENT_BALANCE: [170131, 'Balance insufficient'],
  RISK_LIMIT_EXCEEDED: [170228, 'The purchase amount of each order exceeds the estimated maximum purchase amount.'],
  TOO_MANY_OPEN_ORDERS: [170810, 'Cannot exceed maximum of 500 conditional, TP/SL and active orders.'],
  TOO_MANY_CONDITIONAL_ORDERS: [170810, 'Cannot exceed maximum of 500 conditional, TP/SL and active orders.'],
  TRIGGER_ALREADY_PASSED_UP: [170130, NOT_VALID('triggerPrice')],
  TRIGGER_ALREADY_PASSED_DOWN: [170130, NOT_VALID('triggerPrice')],
  TRIGGER_OFF_TICK: [170134, ({ limit, value }) => `Order price decimal too long: ${value}, the step is ${limit}`],
  NO_LIQUIDITY: [170143, 'Cannot be found on order book'],
  POSITION_MODE_MISMATCH: [170130, NOT_VALID('positionIdx')],
  EXIT_PRICE_ON_WRONG_SIDE: [170130, NOT_VALID('takeProfit or stopLoss')],
  AMENDED_BELOW_FILLED: [170313, 'The modified contract quantity cannot be less than to the filled quantity'],
  ACCOUNT_IN_LIQUIDATION: [170226, 'Your Spot Account for Margin Trading is being liquidated.'],
  ORDER_NOT_FOUND: [170213, 'Order does not exist.'],
  ORDER_ALREADY_FILLED: [170139, 'Order has been filled.'],
  ORDER_ALREADY_CANCELLED: [170142, 'Order has been cancelled'],
};

/** The exchange's number and text for a refusal. */
export function refusalReply(refusal: Refusal, category: Category): Reply {
  const [retCode, text] = (category === 'linear' ? LINEAR : SPOT)[refusal.code];
  return failure(retCode, typeof text === 'string' ? text : text(refusal));
}
