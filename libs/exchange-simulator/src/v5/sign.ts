import { createHmac, createPublicKey, createVerify, timingSafeEqual, type KeyObject } from 'node:crypto';
import type { ApiKey, IssuedKey } from '../exchange/api-keys';
import type { Reply } from './envelope';
import { RET } from './ret-codes';

/** What checks a signature: a shared secret, or the client's RSA public key. */
export type Signer = Pick<ApiKey, 'apiSecret'> & Partial<Pick<IssuedKey, 'rsaPublicKey'>>;

export interface SignedRequest {
  readonly timestamp: string | undefined;
  readonly recvWindow: string | undefined;
  readonly sign: string | undefined;
  /** Raw query string of a GET, raw body of a POST: exactly the bytes that came. */
  readonly payload: Buffer | string;
}

const DEFAULT_WINDOW = '5000';
const LARGEST_WINDOW = 60_000;
/** The exchange takes stamps up to this many milliseconds ahead of its clock. */
const AHEAD = 1_000;
const MOST_SHOWN = 2_000;

/** Checks time window and signature of one REST request, in that order; undefined is good. */
export function checkRequest(key: Signer & Pick<ApiKey, 'apiKey'>, request: SignedRequest, wallNow: number): Reply | undefined {
  const { timestamp = '', recvWindow, sign = '', payload } = request;
  const late = checkTime(timestamp, recvWindow, wallNow);
  if (late) return late;
  const head = `${timestamp}${key.apiKey}${recvWindow ?? ''}`;
  return verify(key, [head, payload], sign) ? undefined : RET.sign(`${head}${payload.toString()}`.slice(0, MOST_SHOWN));
}

/** Whether a stamp lies in the window: not older than it, and less than a second ahead. */
export function checkTime(timestamp: string, recvWindow: string | undefined, wallNow: number): Reply | undefined {
  const given = recvWindow ?? DEFAULT_WINDOW;
  const [stamp, window] = [Number(timestamp), Number(given)];
  const inTime =
    /^\d{10,16}$/.test(timestamp) && window >= 0 && wallNow - Math.min(window, LARGEST_WINDOW) <= stamp && stamp < wallNow + AHEAD;
  return inTime ? undefined : RET.timestamp(wallNow, timestamp.slice(0, 40), given.slice(0, 40));
}

/** Checks the signature of a WebSocket login, which signs `GET/realtime` and its own end of validity. */
export function verifyLogin(key: Signer, expires: string, sign: string): boolean {
  return verify(key, `GET/realtime${expires}`, sign);
}

/** Whether `signature` is the key's over the text, given whole or in parts: HMAC-SHA256 in hex, or RSA-SHA256 in base64. */
export function verify(key: Signer, text: string | readonly (string | Buffer)[], signature: string): boolean {
  const parts = typeof text === 'string' ? [text] : text;
  if (key.rsaPublicKey) return verifyRsa(key.rsaPublicKey, parts, signature);
  if (!/^[0-9a-fA-F]{64}$/.test(signature)) return false;
  const hmac = createHmac('sha256', key.apiSecret);
  for (const part of parts) hmac.update(part);
  return timingSafeEqual(hmac.digest(), Buffer.from(signature, 'hex'));
}

/** Reads a PEM key of at least 2,048 bits; undefined when it is none. */
export function readRsaPublicKey(pem: string): KeyObject | undefined {
  try {
    const key = createPublicKey(pem);
    return key.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 2_048 ? key : undefined;
  } catch {
    return undefined;
  }
}

const rsaKeys = new Map<string, KeyObject | undefined>();

function verifyRsa(pem: string, parts: readonly (string | Buffer)[], signature: string): boolean {
  if (!rsaKeys.has(pem)) rsaKeys.set(pem, readRsaPublicKey(pem));
  const key = rsaKeys.get(pem);
  if (!key) return false;
  const verifier = createVerify('RSA-SHA256');
  for (const part of parts) verifier.update(part);
  return verifier.verify(key, signature, 'base64');
}
