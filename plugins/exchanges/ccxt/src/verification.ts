import type { Verification } from '@libs/sdk';

/**
 * Members whose messages, in the shape that the venue documents, our tests push through ccxt and compare value by value with what
 * this plugin makes of them (`test/venues`); bybit's flow over real sockets from the exchange simulator.
 */
const VERIFIED: ReadonlySet<string> = new Set(['binance', 'bybit', 'coinbase', 'kraken', 'okx']);

export function verificationOf(id: string): Verification {
  return VERIFIED.has(id) ? 'VERIFIED' : 'UNVERIFIED';
}
