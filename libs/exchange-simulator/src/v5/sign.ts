import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ApiKey } from '../exchange/api-keys';
import type { Reply } from './envelope';
import { RET } from './ret-codes';

export interface SignedRequest {
  readonly apiKey: string | undefined;
  readonly timestamp: string | undefined;
  readonly recvWindow: string | undefined;
  readonly sign: string | undefined;
  /** Raw query string of a GET, raw body of a POST: exactly the bytes that came. */
  readonly payload: Buffer | string;
}

export type Verdict = { readonly key: ApiKey } | { readonly reply: Reply };

const DEFAULT_WINDOW = '5000';
const LARGEST_WINDOW = 60_000;
/** The exchange takes stamps up to this many milliseconds ahead of its clock. */
const AHEAD = 1_000;

/** Checks key, time window and HMAC of one REST request, in that order. */
export function verifyRequest(request: SignedRequest, wallNow: number, keyOf: (apiKey: string) => ApiKey | undefined): Verdict {
  const { apiKey, timestamp = '', recvWindow = DEFAULT_WINDOW, sign = '' } = request;
  const key = apiKey === undefined ? undefined : keyOf(apiKey);
  if (!key) return { reply: RET.key() };
  const [stamp, window] = [Number(timestamp), Number(recvWindow)];
  const inTime =
    /^\d{10,16}$/.test(timestamp) && window >= 0 && wallNow - Math.min(window, LARGEST_WINDOW) <= stamp && stamp < wallNow + AHEAD;
  if (!inTime) return { reply: RET.timestamp(wallNow, timestamp, recvWindow) };
  const mac = createHmac('sha256', key.apiSecret).update(`${timestamp}${key.apiKey}${request.recvWindow ?? ''}`);
  return matches(mac.update(request.payload).digest(), sign) ? { key } : { reply: RET.sign() };
}

/** Checks the signature of a WebSocket login, which signs `GET/realtime` and its own end of validity. */
export function verifyLogin(key: ApiKey, expires: string, sign: string): boolean {
  return matches(createHmac('sha256', key.apiSecret).update(`GET/realtime${expires}`).digest(), sign);
}

function matches(expected: Buffer, hex: string): boolean {
  if (!/^[0-9a-fA-F]{64}$/.test(hex)) return false;
  return timingSafeEqual(expected, Buffer.from(hex, 'hex'));
}
