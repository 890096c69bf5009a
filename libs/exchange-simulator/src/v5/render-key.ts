import type { IssuedKey } from '../exchange/api-keys';
import { everyGroup, type Permissions } from '../exchange/key-permissions';
import type { Member } from '../exchange/members';

const DAY = 86_400_000;
const SOON = 7 * DAY;
/** What the exchange shows as the end of a key that has none. */
const NEVER = { expiredAt: '1970-01-01T00:00:00Z', deadlineDay: -2 } as const;
/** Groups that only a master account may hold. */
const MASTER_ONLY = ['FiatP2P', 'FiatBybitPay', 'FiatConvertBroker', 'FiatGlobalPay', 'FiatBitPay', 'BitCard', 'ByXPost'];

export function isoSecond(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

export function endOf({ expiresAt }: IssuedKey, wallNow: number): { readonly expiredAt: string; readonly deadlineDay: number } {
  return expiresAt === 0 ? NEVER : { expiredAt: isoSecond(expiresAt), deadlineDay: Math.ceil((expiresAt - wallNow) / DAY) };
}

export function addressesOf({ ips }: IssuedKey): readonly string[] {
  return ips.length === 0 ? ['*'] : ips;
}

/** A key as the calls that make or change one answer it. */
export function renderChangedKey(key: IssuedKey, secret: string): Record<string, unknown> {
  return {
    id: key.id,
    note: key.note,
    apiKey: key.apiKey,
    readOnly: key.readOnly ? 1 : 0,
    secret,
    permissions: everyGroup(key.permissions),
    ips: addressesOf(key),
  };
}

/** A key in the list of a sub-account's keys. */
export function renderListedKey(key: IssuedKey, wallNow: number): Record<string, unknown> {
  return {
    id: key.id,
    ips: addressesOf(key),
    apiKey: key.apiKey,
    note: key.note,
    status: statusOf(key, wallNow),
    ...endOf(key, wallNow),
    createdAt: isoSecond(key.createdAt),
    type: 1,
    permissions: groupsOfSub(key.permissions),
    secret: '******',
    readOnly: key.readOnly,
    flag: key.rsaPublicKey === '' ? 'hmac' : 'rsa',
  };
}

/** 1 permanent, 2 over, 3 valid, 4 over within a week. */
function statusOf({ expiresAt }: IssuedKey, wallNow: number): number {
  if (expiresAt === 0) return 1;
  if (expiresAt <= wallNow) return 2;
  return expiresAt - wallNow < SOON ? 4 : 3;
}

function groupsOfSub(permissions: Permissions): Permissions {
  return Object.fromEntries(Object.entries(everyGroup(permissions)).filter(([group]) => !MASTER_ONLY.includes(group)));
}

const STATUS = { NORMAL: 1, FROZEN: 4, DELETED: 2 } as const;
const UTA_2_PRO = 6;

export function renderMember({ uid, username, memberType, status, remark }: Member): Record<string, unknown> {
  return { uid: String(uid), username, memberType, status: STATUS[status], remark, accountMode: UTA_2_PRO };
}
