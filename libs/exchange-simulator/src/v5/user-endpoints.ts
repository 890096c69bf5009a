import type { IssuedKey } from '../exchange/api-keys';
import { everyGroup, readPermissions, type Permissions } from '../exchange/key-permissions';
import type { Member } from '../exchange/members';
import { failure, ok, type Reply } from './envelope';
import { BadRequest, badParameter, type Parameters } from './parameters';
import { vipLevel } from './rate-tiers';
import { addressesOf, endOf, isoSecond, renderChangedKey } from './render-key';
import type { PrivateHandler, SignedIn } from './request';
import { RET } from './ret-codes';

export const USER_ENDPOINTS: Readonly<Record<string, PrivateHandler>> = {
  'GET /v5/user/query-api': queryApi,
  'GET /v5/user/get-member-type': memberType,
  'POST /v5/user/update-api': updateApi,
  'POST /v5/user/delete-api': deleteApi,
};

export function callerOf({ exchange, key }: SignedIn): { readonly key: IssuedKey; readonly member: Member } {
  return { key: exchange.keys.find(key.apiKey)!, member: exchange.members.of(key.accountId) };
}

/** The caller, who must be a master account. */
export function masterOf(request: SignedIn): { readonly key: IssuedKey; readonly member: Member } {
  const caller = callerOf(request);
  if (caller.member.parent !== undefined) throw new BadRequest(RET.permission());
  return caller;
}

function queryApi(request: SignedIn): Reply {
  const { exchange, wallNow } = request;
  const { key, member } = callerOf(request);
  const parent = member.parent === undefined ? undefined : exchange.members.of(member.parent);
  return ok(
    {
      id: key.id,
      note: key.note,
      apiKey: key.apiKey,
      readOnly: key.readOnly ? 1 : 0,
      secret: '',
      permissions: everyGroup(key.permissions),
      ips: addressesOf(key),
      type: 1,
      ...endOf(key, wallNow),
      createdAt: isoSecond(key.createdAt),
      unified: 0,
      uta: 1,
      userID: member.uid,
      inviterID: 0,
      vipLevel: vipLevel(member.rateTier ?? 'default'),
      mktMakerLevel: '0',
      affiliateID: 0,
      rsaPublicKey: key.rsaPublicKey,
      isMaster: parent === undefined,
      parentUid: String(parent?.uid ?? 0),
      kycLevel: 'LEVEL_1',
      kycRegion: '',
      userIDInt64: String(member.uid),
      inviterIDInt64: '0',
      affiliateIDInt64: '0',
    },
    '',
  );
}

/** The caller, and the sub-accounts of a master that were named. */
function memberType(request: SignedIn): Reply {
  const { exchange, parameters } = request;
  const { member } = callerOf(request);
  const named = member.parent === undefined ? (parameters.text('memberIds')?.split(',') ?? []) : [];
  const subs = named.map((uid) => subAccountOf(request, uid));
  const accounts = [member, ...subs].map(({ id }) => ({ uid: String(exchange.members.of(id).uid), accountType: ['UNIFIED', 'FUND'] }));
  return ok({ accounts }, '');
}

async function updateApi(request: SignedIn): Promise<Reply> {
  const changed = changedKey(masterOf(request).key, request.parameters);
  await saveKey(request, changed);
  return ok(renderChangedKey(changed, ''), '');
}

async function deleteApi(request: SignedIn): Promise<Reply> {
  await removeKey(request, masterOf(request).key);
  return ok({}, '');
}

/** A sub-account of the caller by its number. */
export function subAccountOf({ exchange, key }: SignedIn, uid: string): Member {
  const member = /^\d{1,15}$/.test(uid) ? exchange.members.withUid(Number(uid)) : undefined;
  if (!member || member.parent !== key.accountId || member.status === 'DELETED')
    throw new BadRequest(failure(10001, `params error: ${uid.slice(0, 40)} is no sub-account of this account`));
  return member;
}

/** The key with what the request changes: read-only, addresses, permissions. */
export function changedKey(key: IssuedKey, parameters: Parameters): IssuedKey {
  return {
    ...key,
    readOnly: parameters.integer('readOnly', { least: 0, most: 1, default: 0 }) === 1,
    ips: parameters.text('ips') === undefined ? key.ips : readAddresses(parameters),
    permissions: givenPermissions(parameters) ?? key.permissions,
  };
}

export function givenPermissions(parameters: Parameters): Permissions | undefined {
  const value = parameters.raw('permissions');
  if (value === undefined) return undefined;
  const permissions = readPermissions(value);
  if (typeof permissions === 'string') throw badParameter(`params error: ${permissions}`);
  return permissions;
}

/** Comma-separated; `*` binds to none. */
export function readAddresses(parameters: Parameters): readonly string[] {
  const text = parameters.text('ips') ?? '*';
  return text === '*' ? [] : text.split(',').map((address) => address.trim());
}

export async function saveKey({ exchange }: SignedIn, key: IssuedKey): Promise<void> {
  exchange.keys.put(key);
  await exchange.saveAccess([{ k: 'key', key }]);
}

export async function removeKey({ exchange }: SignedIn, { apiKey }: IssuedKey): Promise<void> {
  exchange.keys.remove(apiKey);
  await exchange.saveAccess([{ k: 'no-key', apiKey }]);
}
