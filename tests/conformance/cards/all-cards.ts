import type { Card } from '../suite/card';
import { BYBIT_MARKET_DATA } from './bybit-api/market-data';
import { BYBIT_MEMBERS } from './bybit-api/members';
import { BYBIT_ORDERS } from './bybit-api/orders';
import { BYBIT_RULES } from './bybit-api/rules';
import { BYBIT_STREAMS } from './bybit-api/streams';
import { PRIVATE_STREAMS } from './ccxt-pro/private-streams';
import { PUBLIC_STREAMS } from './ccxt-pro/public-streams';
import { CONDITIONALS } from './ccxt/conditionals';
import { MARKET_DATA } from './ccxt/market-data';
import { ORDER_LISTS } from './ccxt/order-lists';
import { ORDERS } from './ccxt/orders';
import { OVER_TIME } from './ccxt/over-time';
import { POSITIONS } from './ccxt/positions';
import { SET_UP } from './ccxt/set-up';
import { SPOT_CARDS } from './ccxt/spot';
import { RAW_KEYS } from './raw/keys';
import { RAW_SOCKETS } from './raw/sockets';

export const CARDS: readonly Card[] = [
  ...MARKET_DATA,
  ...ORDERS,
  ...SET_UP,
  ...CONDITIONALS,
  ...ORDER_LISTS,
  ...POSITIONS,
  ...SPOT_CARDS,
  ...OVER_TIME,
  ...PUBLIC_STREAMS,
  ...PRIVATE_STREAMS,
  ...BYBIT_MARKET_DATA,
  ...BYBIT_ORDERS,
  ...BYBIT_MEMBERS,
  ...BYBIT_RULES,
  ...BYBIT_STREAMS,
  ...RAW_KEYS,
  ...RAW_SOCKETS,
];
