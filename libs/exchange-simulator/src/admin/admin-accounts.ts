import { defined } from '@libs/kernel';
import type { ApiKey, IssuedKey, KeyTerms } from '../exchange/api-keys';
import type { Exchange } from '../exchange/exchange';
import type { Member } from '../exchange/members';
import { InvalidInput, readAccountId, readBalances, readKeyTerms, readRateTier, readTerms, type Fields } from './admin-input';

export interface AccountAnswer {
  readonly accountId: string;
  readonly uid: string;
  readonly apiKey: string;
  readonly apiSecret: string;
}

/** Opens the account, or changes the terms of one that is open; answers its own key each time. */
export async function putAccount(exchange: Exchange, id: string, body: Fields, wallNow: number): Promise<AccountAnswer> {
  const terms = readTerms({ ...body, balances: body['balances'] ?? (isSub(body) ? {} : undefined) });
  putMember(exchange, readAccountId(id), body);
  const { apiKey, apiSecret } = await exchange.openAccount(id, terms, wallNow);
  return { accountId: id, uid: String(exchange.members.of(id).uid), apiKey, apiSecret };
}

function isSub(body: Fields): boolean {
  return body['parent'] !== undefined;
}

function putMember(exchange: Exchange, id: string, body: Fields): void {
  const { parent, rateTier, username, remark } = body;
  const known = exchange.members.of(id);
  if (parent !== undefined && !exchange.hasAccount(String(parent)))
    throw new InvalidInput(`there is no account "${String(parent)}" to be the parent`);
  if (parent !== undefined && exchange.members.of(String(parent)).parent !== undefined)
    throw new InvalidInput(`"${String(parent)}" is a sub-account itself and can have none`);
  const tier = readRateTier(rateTier);
  exchange.members.put({
    ...known,
    ...(parent === undefined ? {} : { parent: String(parent) }),
    ...defined({ rateTier: tier }),
    ...(username === undefined ? {} : { username: String(username).slice(0, 64) }),
    ...(remark === undefined ? {} : { remark: String(remark).slice(0, 100) }),
  });
}

export async function resetAccount(exchange: Exchange, id: string, body: Fields): Promise<object> {
  await exchange.resetAccount(id, readBalances(body['balances']));
  return { accountId: id };
}

/** Makes one more key of the account; the only answer that shows its secret besides the account's own. */
export async function addKey(exchange: Exchange, id: string, body: Fields, wallNow: number): Promise<object> {
  const terms = readKeyTerms(body);
  if (terms.apiKey !== undefined && exchange.keys.find(terms.apiKey)) throw new InvalidInput(`there is a key "${terms.apiKey}" already`);
  return shownKey(await issue(exchange, id, { ...terms, createdAt: wallNow }));
}

export async function issue(exchange: Exchange, id: string, terms: KeyTerms): Promise<IssuedKey> {
  const key = exchange.keys.issue(id, terms);
  await exchange.saveAccess([{ k: 'key', key }]);
  return key;
}

/** Changes what is named of a key. */
export async function changeKey(exchange: Exchange, key: IssuedKey, body: Fields): Promise<object> {
  const { apiKey: _kept, ...terms } = readKeyTerms(body);
  const changed = exchange.keys.put({ ...key, ...terms });
  await exchange.saveAccess([{ k: 'key', key: changed }]);
  return shownKey(changed);
}

export async function removeKey(exchange: Exchange, { apiKey }: ApiKey): Promise<object> {
  exchange.keys.remove(apiKey);
  await exchange.saveAccess([{ k: 'no-key', apiKey }]);
  return { apiKey };
}

export function showAccount(exchange: Exchange, id: string): object {
  const { maker, taker } = exchange.feesOf(id);
  return {
    ...shownMember(exchange.members.of(id)),
    balances: Object.fromEntries(exchange.balancesOf(id)),
    fees: { maker, taker },
    keys: exchange.keys.allOf(id).map(shownKey),
  };
}

function shownMember({ id, uid, ...member }: Member): object {
  return { accountId: id, uid: String(uid), ...member };
}

function shownKey({ id, expiresAt, createdAt, ...key }: IssuedKey): object {
  return { ...key, id, expiresAt, createdAt };
}
