import type { IssuedKey } from '../exchange/api-keys';
import type { Access } from '../v5/access';
import type { Connection } from './connection';
import type { Fields } from './frame';

export type LoginOutcome = { readonly key: IssuedKey } | { readonly retCode: number; readonly retMsg: string };

/** A bad list of arguments and an `expires` that is over are told apart by nobody but the client. */
const BAD_PARAMETERS = { retCode: 10001, retMsg: 'Params Error' };
/** What the sockets say where REST has longer texts. */
const TEXTS: Readonly<Record<number, string>> = { 10003: 'Invalid apikey', 10004: 'Invalid sign' };

export interface LoginParts {
  readonly access: Pick<Access, 'logIn'>;
  readonly wallNow: () => number;
}

/** Checks the `auth` frame of a private or trade connection; `expires` comes as text or as a number. */
export function login(connection: Connection, frame: Fields, { access, wallNow }: LoginParts): LoginOutcome {
  const args = frame['args'];
  if (!Array.isArray(args) || args.length < 3) return BAD_PARAMETERS;
  const [apiKey, expires, sign] = args.map(String) as [string, string, string];
  if (!/^\d{10,16}$/.test(expires) || Number(expires) <= wallNow()) return BAD_PARAMETERS;
  const found = access.logIn({ apiKey, expires, sign, ip: connection.address });
  if ('key' in found) return found;
  const { retCode, retMsg } = found.reply;
  return { retCode, retMsg: TEXTS[retCode] ?? retMsg };
}
