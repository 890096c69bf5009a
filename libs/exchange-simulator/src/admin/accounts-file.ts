import { readFile } from 'node:fs/promises';
import type { Exchange } from '../exchange/exchange';
import { InvalidSource } from '../source/invalid-source';
import { issue, putAccount } from './admin-accounts';
import { InvalidInput, readKeyTerms, readObject, type Fields } from './admin-input';

/** Accounts that a simulator starts with, by id; checked when they are put in place. */
export type AccountsConfig = Readonly<Record<string, Fields>>;

/**
 * Reads `{"accounts":{"main":{"balances":{"USDT":"100000"},"keys":[{"apiKey":"…","apiSecret":"…"}]}}}`; throws `InvalidSource`.
 * Each account takes what the admin endpoints take; a parent stands before its sub-accounts.
 */
export async function readAccountsFile(path: string): Promise<AccountsConfig> {
  try {
    const accounts = readObject(readObject(JSON.parse(await readFile(path, 'utf8')), 'it')['accounts'], '"accounts"');
    return Object.fromEntries(Object.entries(accounts).map(([id, account]) => [id, readObject(account, `account "${id}"`)]));
  } catch (error) {
    throw new InvalidSource(`The accounts file ${path} cannot be used: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

/** Opens the accounts that are not there and brings fees, tiers and named keys of the others up to date. */
export async function applyAccounts(exchange: Exchange, accounts: AccountsConfig, wallNow: number): Promise<void> {
  for (const [id, { keys = [], ...account }] of Object.entries(accounts)) {
    try {
      await putAccount(exchange, id, account, wallNow);
      await putKeys(exchange, id, keys, wallNow);
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      throw new InvalidSource(`Account "${id}" of the accounts file cannot be used: ${error.message}.`);
    }
  }
}

async function putKeys(exchange: Exchange, id: string, keys: unknown, wallNow: number): Promise<void> {
  if (!Array.isArray(keys)) throw new InvalidInput('keys is not a list');
  for (const key of keys) {
    const terms = readKeyTerms(readObject(key, 'a key'));
    if (terms.apiKey === undefined) throw new InvalidInput('a key has no apiKey');
    const known = exchange.keys.find(terms.apiKey);
    if (known && known.accountId !== id) throw new InvalidInput(`the key "${terms.apiKey}" belongs to the account "${known.accountId}"`);
    if (known) await exchange.saveAccess([{ k: 'key', key: exchange.keys.put({ ...known, ...terms }) }]);
    else await issue(exchange, id, { ...terms, createdAt: wallNow });
  }
}
