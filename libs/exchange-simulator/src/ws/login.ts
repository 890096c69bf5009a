import type { ApiKey } from '../exchange/api-keys';
import { verifyLogin } from '../v5/sign';

export type LoginOutcome = { readonly key: ApiKey } | { readonly retCode: number; readonly retMsg: string };

/** Checks the `auth` frame of a private or trade connection; `expires` comes as text or as a number. */
export function login(args: unknown, wallNow: number, keyOf: (apiKey: string) => ApiKey | undefined): LoginOutcome {
  if (!Array.isArray(args) || args.length < 3) return { retCode: 10001, retMsg: 'Params Error' };
  const [apiKey, expires, sign] = args.map(String) as [string, string, string];
  const key = keyOf(apiKey);
  if (!key) return { retCode: 10003, retMsg: 'Invalid apikey' };
  if (!/^\d{10,16}$/.test(expires) || Number(expires) <= wallNow) return { retCode: 10004, retMsg: 'Params Error: expires is over' };
  return verifyLogin(key, expires, sign) ? { key } : { retCode: 10004, retMsg: 'Error sign' };
}
