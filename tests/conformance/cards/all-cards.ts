import type { Card } from '../suite/card';
import { MARKET_DATA } from './ccxt/market-data';
import { ORDERS } from './ccxt/orders';

export const CARDS: readonly Card[] = [...MARKET_DATA, ...ORDERS];
