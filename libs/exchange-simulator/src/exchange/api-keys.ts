import { randomBytes } from 'node:crypto';

export interface ApiKey {
  readonly apiKey: string;
  readonly apiSecret: string;
  readonly accountId: string;
}

/** Who may sign for which account: one key per account. */
export class ApiKeys {
  private readonly byKey = new Map<string, ApiKey>();
  private readonly byAccount = new Map<string, ApiKey>();

  add(key: ApiKey): void {
    this.byKey.set(key.apiKey, key);
    this.byAccount.set(key.accountId, key);
  }

  make(accountId: string): ApiKey {
    const key = { apiKey: `sim${randomBytes(12).toString('hex')}`, apiSecret: randomBytes(24).toString('hex'), accountId };
    this.add(key);
    return key;
  }

  find(apiKey: string): ApiKey | undefined {
    return this.byKey.get(apiKey);
  }

  ofAccount(accountId: string): ApiKey | undefined {
    return this.byAccount.get(accountId);
  }

  all(): readonly ApiKey[] {
    return [...this.byKey.values()];
  }
}
