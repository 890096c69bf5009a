import { randomBytes } from 'node:crypto';
import { USUAL_PERMISSIONS, type Permissions } from './key-permissions';

/** Who signs, and for which account. */
export interface ApiKey {
  readonly apiKey: string;
  /** Empty for a key whose signatures are made with an RSA key of the client's own. */
  readonly apiSecret: string;
  readonly accountId: string;
}

/** A key with everything that was said when it was made. */
export interface IssuedKey extends ApiKey {
  readonly id: string;
  readonly note: string;
  readonly permissions: Permissions;
  readonly readOnly: boolean;
  /** Wall time in milliseconds; 0 is never. */
  readonly expiresAt: number;
  readonly createdAt: number;
  /** Empty is any address. */
  readonly ips: readonly string[];
  /** PEM; empty for an HMAC key. */
  readonly rsaPublicKey: string;
}

export type KeyTerms = Partial<Omit<IssuedKey, 'id' | 'accountId'>>;

const FIRST_ID = 10_000_001;

/** Who may sign for which account: any number of keys per account, the oldest one being its own. */
export class ApiKeys {
  private readonly byKey = new Map<string, IssuedKey>();
  private nextId = FIRST_ID;

  /** Makes a key; what is not said is drawn or usual. */
  issue(accountId: string, terms: KeyTerms = {}): IssuedKey {
    return this.put({
      accountId,
      id: String(this.nextId),
      apiKey: terms.apiKey ?? `sim${randomBytes(12).toString('hex')}`,
      apiSecret: terms.apiSecret ?? (terms.rsaPublicKey ? '' : randomBytes(24).toString('hex')),
      note: terms.note ?? '',
      permissions: terms.permissions ?? USUAL_PERMISSIONS,
      readOnly: terms.readOnly ?? false,
      expiresAt: terms.expiresAt ?? 0,
      createdAt: terms.createdAt ?? 0,
      ips: terms.ips ?? [],
      rsaPublicKey: terms.rsaPublicKey ?? '',
    });
  }

  /** Takes a key as it is, in place of one with the same name. */
  put(key: IssuedKey): IssuedKey {
    this.byKey.set(key.apiKey, key);
    this.nextId = Math.max(this.nextId, Number(key.id) + 1);
    return key;
  }

  /** A key as older journals hold it: nothing but the pair. */
  restore({ accountId, apiKey, apiSecret }: ApiKey): void {
    if (apiKey !== '' && !this.byKey.has(apiKey)) this.issue(accountId, { apiKey, apiSecret });
  }

  remove(apiKey: string): void {
    this.byKey.delete(apiKey);
  }

  find(apiKey: string): IssuedKey | undefined {
    return this.byKey.get(apiKey);
  }

  /** The account's own key, which opening it answers. */
  ofAccount(accountId: string): IssuedKey | undefined {
    return this.allOf(accountId)[0];
  }

  /** Oldest first. */
  allOf(accountId: string): readonly IssuedKey[] {
    return this.all().filter((key) => key.accountId === accountId);
  }

  all(): readonly IssuedKey[] {
    return [...this.byKey.values()];
  }
}
