import { createHmac } from 'node:crypto';
import type { ExchangeOptions } from '@libs/sdk';

export interface Credentials {
  readonly key: string;
  readonly secret: string;
}

export function credentialsOf(options: ExchangeOptions): Credentials {
  if (!options.apiKey || !options.apiSecret) throw new Error('Bybit needs an API key and its secret for this; the account has none.');
  return { key: options.apiKey, secret: options.apiSecret };
}

/** Headers that sign `payload`, which is the raw query string of a GET or the raw body of a POST. */
export function signedHeaders(
  credentials: Credentials,
  requestWindow: number,
  timestamp: number,
  payload: string,
): Readonly<Record<string, string>> {
  const window = String(requestWindow);
  return {
    'X-BAPI-API-KEY': credentials.key,
    'X-BAPI-TIMESTAMP': String(timestamp),
    'X-BAPI-RECV-WINDOW': window,
    'X-BAPI-SIGN': hmac(credentials.secret, `${timestamp}${credentials.key}${window}${payload}`),
  };
}

/** The authentication frame of a private connection; it expires ten seconds after `now`. */
export function authenticationFrame(credentials: Credentials, now: number): string {
  const expires = now + 10_000;
  return JSON.stringify({ op: 'auth', args: [credentials.key, expires, hmac(credentials.secret, `GET/realtime${expires}`)] });
}

function hmac(secret: string, text: string): string {
  return createHmac('sha256', secret).update(text).digest('hex');
}
