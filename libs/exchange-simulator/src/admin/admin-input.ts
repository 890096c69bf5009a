import { Decimal, InvalidDecimal } from '@libs/kernel';
import type { AccountTerms } from '@libs/simulation';
import type { KeyTerms } from '../exchange/api-keys';
import { readPermissions } from '../exchange/key-permissions';
import { isRateTier, RATE_TIERS, type RateTier } from '../v5/rate-tiers';
import { readRsaPublicKey } from '../v5/sign';

/** Something in an admin request or in an accounts file is wrong; the message says what. */
export class InvalidInput extends Error {}

export interface AdminAnswer {
  readonly status: number;
  readonly body: object;
}

export type Fields = Readonly<Record<string, unknown>>;

const ACCOUNT_ID = /^[A-Za-z0-9._:-]{1,64}$/;
const ASSET = /^[A-Z0-9]{1,16}$/;
const KEY_NAME = /^[A-Za-z0-9_-]{4,128}$/;
const USUAL_FEES = { maker: '0.0002', taker: '0.00055' };

export function parseBody(body: Buffer): Fields {
  if (body.length === 0) return {};
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    throw new InvalidInput('the body is not JSON');
  }
  return readObject(value, 'the body');
}

export function readObject(value: unknown, name: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new InvalidInput(`${name} is not an object`);
  return value as Fields;
}

export function readAccountId(id: string): string {
  if (ACCOUNT_ID.test(id)) return id;
  throw new InvalidInput(`"${id}" is not an account id; use at most 64 letters, digits and . _ : -`);
}

export function readTerms(body: Fields): AccountTerms {
  const fees = readObject(body['fees'] ?? USUAL_FEES, 'fees');
  return {
    fees: { maker: readNumber(fees['maker'], 'fees.maker', true), taker: readNumber(fees['taker'], 'fees.taker', true) },
    balances: readBalances(body['balances']),
  };
}

export function readBalances(value: unknown): Record<string, Decimal> {
  if (typeof value !== 'object' || value === null) throw new InvalidInput('balances must be an object like {"USDT":"100000"}');
  return Object.fromEntries(
    Object.entries(value).map(([asset, amount]) => {
      if (!ASSET.test(asset)) throw new InvalidInput(`"${asset}" is not an asset`);
      return [asset, readNumber(amount, `balances.${asset}`, false)];
    }),
  );
}

export function readRateTier(value: unknown): RateTier | undefined {
  if (value === undefined || isRateTier(value)) return value;
  throw new InvalidInput(`there is no rate tier "${String(value)}"; it is one of ${RATE_TIERS.join(', ')}`);
}

/** What a key may do and until when; what is left out is usual. */
export function readKeyTerms(body: Fields): KeyTerms {
  const { permissions, readOnly, expiresAt, ips, rsaPublicKey, note, apiKey, apiSecret } = body;
  return {
    ...(permissions === undefined ? {} : { permissions: readGroups(permissions) }),
    ...(readOnly === undefined ? {} : { readOnly: readOnly === true || readOnly === 1 }),
    ...(expiresAt === undefined ? {} : { expiresAt: readTime(expiresAt) }),
    ...(ips === undefined ? {} : { ips: readTexts(ips, 'ips').filter((address) => address !== '*') }),
    ...(rsaPublicKey === undefined || rsaPublicKey === '' ? {} : { rsaPublicKey: readPem(rsaPublicKey) }),
    ...(note === undefined ? {} : { note: String(note).slice(0, 100) }),
    ...(apiKey === undefined ? {} : { apiKey: readName(apiKey, 'apiKey') }),
    ...(apiSecret === undefined ? {} : { apiSecret: readName(apiSecret, 'apiSecret') }),
  };
}

function readGroups(value: unknown): NonNullable<KeyTerms['permissions']> {
  const permissions = readPermissions(value);
  if (typeof permissions === 'string') throw new InvalidInput(permissions);
  return permissions;
}

/** Milliseconds, or ISO text; 0 is never. */
function readTime(value: unknown): number {
  const at = typeof value === 'string' && !/^\d+$/.test(value) ? Date.parse(value) : Number(value);
  if (Number.isSafeInteger(at) && at >= 0) return at;
  throw new InvalidInput(`expiresAt is "${String(value)}"; give milliseconds or a time like "2026-12-31T00:00:00Z"`);
}

function readTexts(value: unknown, name: string): readonly string[] {
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
  throw new InvalidInput(`${name} must be a list of texts`);
}

function readPem(value: unknown): string {
  if (typeof value === 'string' && readRsaPublicKey(value)) return value;
  throw new InvalidInput('rsaPublicKey is not the PEM text of an RSA public key of at least 2048 bits');
}

function readName(value: unknown, name: string): string {
  if (typeof value === 'string' && KEY_NAME.test(value)) return value;
  throw new InvalidInput(`${name} takes 4 to 128 letters, digits, - and _`);
}

function readNumber(value: unknown, name: string, mayBeNegative: boolean): Decimal {
  try {
    const number = Decimal.parse(String(value));
    if (mayBeNegative || number.sign >= 0) return number;
  } catch (error) {
    if (!(error instanceof InvalidDecimal)) throw error;
  }
  throw new InvalidInput(`${name} is "${String(value)}"; give decimal text like "0.0002"`);
}
