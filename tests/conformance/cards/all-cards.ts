import type { Card } from '../suite/card';
import { CONDITIONALS } from './ccxt/conditionals';
import { MARKET_DATA } from './ccxt/market-data';
import { ORDER_LISTS } from './ccxt/order-lists';
import { ORDERS } from './ccxt/orders';
import { POSITIONS } from './ccxt/positions';
import { SPOT_CARDS } from './ccxt/spot';

export const CARDS: readonly Card[] = [...MARKET_DATA, ...ORDERS, ...CONDITIONALS, ...ORDER_LISTS, ...POSITIONS, ...SPOT_CARDS];
