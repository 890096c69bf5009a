import type { Card } from '../suite/card';
import { PRIVATE_STREAMS } from './ccxt-pro/private-streams';
import { PUBLIC_STREAMS } from './ccxt-pro/public-streams';
import { CONDITIONALS } from './ccxt/conditionals';
import { MARKET_DATA } from './ccxt/market-data';
import { ORDER_LISTS } from './ccxt/order-lists';
import { ORDERS } from './ccxt/orders';
import { POSITIONS } from './ccxt/positions';
import { SPOT_CARDS } from './ccxt/spot';

export const CARDS: readonly Card[] = [
  ...MARKET_DATA,
  ...ORDERS,
  ...CONDITIONALS,
  ...ORDER_LISTS,
  ...POSITIONS,
  ...SPOT_CARDS,
  ...PUBLIC_STREAMS,
  ...PRIVATE_STREAMS,
];
