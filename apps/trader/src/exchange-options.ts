import type { ExchangeOptions } from '@libs/sdk';

const REQUEST_WINDOW_MS = 5_000;

/** A trader reads public data only: it never has a key. */
export function publicOptions(venueUrl: string, now: () => number): ExchangeOptions {
  const socket = venueUrl.replace(/^http/, 'ws');
  return { restUrl: venueUrl, publicWebSocketUrl: socket, privateWebSocketUrl: socket, requestWindow: REQUEST_WINDOW_MS, now };
}
