import { Decimal } from '@libs/kernel';
import type { IssuedKey } from '../exchange/api-keys';
import type { Member } from '../exchange/members';
import { failure, ok, type Reply } from './envelope';
import { BadRequest, badParameter } from './parameters';
import { renderChangedKey, renderListedKey, renderMember } from './render-key';
import type { PrivateHandler, SignedIn } from './request';
import { RET } from './ret-codes';
import { callerOf, changedKey, givenPermissions, masterOf, readAddresses, removeKey, saveKey, subAccountOf } from './user-endpoints';

export const SUB_MEMBER_ENDPOINTS: Readonly<Record<string, PrivateHandler>> = {
  'GET /v5/user/query-sub-members': querySubMembers,
  'GET /v5/user/submembers': (request) => pageOfMembers(request, ({ memberType }) => memberType !== FUND_CUSTODIAL),
  'GET /v5/user/escrow_sub_members': (request) => pageOfMembers(request, ({ memberType }) => memberType === FUND_CUSTODIAL),
  'GET /v5/user/sub-apikeys': subKeys,
  'POST /v5/user/create-sub-member': createSubMember,
  'POST /v5/user/create-sub-api': createSubKey,
  'POST /v5/user/update-sub-api': updateSubKey,
  'POST /v5/user/delete-sub-api': deleteSubKey,
  'POST /v5/user/frozen-sub-member': freeze,
  'POST /v5/user/del-submember': deleteSubMember,
};

const FUND_CUSTODIAL = 12;
const MOST_LISTED = 1_000;
/** 6 to 16 letters and digits, both present. */
const USERNAME = /^(?=.*[0-9])(?=.*[A-Za-z])[A-Za-z0-9]{6,16}$/;
/** What a sub-account may still hold when it is deleted. */
const DUST = Decimal.parse('0.001');

function querySubMembers(request: SignedIn): Reply {
  const { member } = masterOf(request);
  return ok({ subMembers: request.exchange.members.subAccountsOf(member.id).slice(0, MOST_LISTED).map(renderMember) }, '');
}

/** The cursor is how many were shown; "0" says that there are no more. */
function pageOfMembers(request: SignedIn, which: (member: Member) => boolean): Reply {
  const { exchange, parameters } = request;
  const { member } = masterOf(request);
  const size = parameters.integer('pageSize', { least: 1, most: 100, default: 100 });
  const from = parameters.integer('nextCursor', { least: 0, most: Number.MAX_SAFE_INTEGER, default: 0 });
  const found = exchange.members.subAccountsOf(member.id).filter(which);
  const nextCursor = String(found.length > from + size ? from + size : 0);
  return ok({ subMembers: found.slice(from, from + size).map(renderMember), nextCursor }, '');
}

function subKeys(request: SignedIn): Reply {
  const { exchange, parameters, wallNow } = request;
  masterOf(request);
  const member = subAccountOf(request, parameters.required('subMemberId'));
  const limit = parameters.integer('limit', { least: 1, most: 20, default: 20 });
  const after = parameters.integer('cursor', { least: 0, most: Number.MAX_SAFE_INTEGER, default: 0 });
  const found = exchange.keys.allOf(member.id).filter(({ id }) => Number(id) > after);
  const page = found.slice(0, limit);
  const nextPageCursor = found.length > limit ? page.at(-1)!.id : '';
  return ok({ result: page.map((key) => renderListedKey(key, wallNow)), nextPageCursor }, '');
}

async function createSubMember(request: SignedIn): Promise<Reply> {
  const { exchange, parameters } = request;
  const { member: master } = masterOf(request);
  const username = parameters.required('username');
  const memberType = parameters.integer('memberType', { least: 1, most: 6, default: 1 });
  if (!USERNAME.test(username) || exchange.members.isKnown(username)) throw badParameter('params error: username invalid');
  if (memberType !== 1 && memberType !== 6) throw badParameter('params error: memberType invalid');
  const id = `sub:${username}`;
  const remark = parameters.text('note') ?? '';
  const member = exchange.members.put({ ...exchange.members.of(id), parent: master.id, username, memberType, remark });
  await exchange.openSubAccount(id, { fees: exchange.feesOf(master.id), balances: {} });
  const { accountMode: _shownInLists, ...shown } = renderMember(member);
  return ok(shown, '');
}

async function createSubKey(request: SignedIn): Promise<Reply> {
  const { exchange, parameters, wallNow } = request;
  masterOf(request);
  const member = subAccountOf(request, parameters.required('subuid'));
  const permissions = givenPermissions(parameters);
  if (!permissions) throw badParameter('params error: permissions is required');
  const readOnly = parameters.integer('readOnly', { least: 0, most: 1, default: 0 }) === 1;
  const ips = readAddresses(parameters);
  // A key that is bound to no address is valid for ninety days.
  const expiresAt = ips.length > 0 ? 0 : wallNow + 90 * 86_400_000;
  const terms = { permissions, readOnly, ips, expiresAt, note: parameters.text('note') ?? '', createdAt: wallNow };
  const key = exchange.keys.issue(member.id, terms);
  await saveKey(request, key);
  return ok(renderChangedKey(key, key.apiSecret), '');
}

/** The key of a sub-account: its own, or the one that its master names. */
function targetKey(request: SignedIn): IssuedKey {
  const { exchange, parameters } = request;
  const { key, member } = callerOf(request);
  const named = parameters.text('apikey');
  if (member.parent !== undefined) {
    if (named !== undefined) throw badParameter('params error: apikey is not allowed');
    return key;
  }
  const target = named === undefined ? undefined : exchange.keys.find(named);
  if (!target || exchange.members.of(target.accountId).parent !== member.id) throw new BadRequest(RET.key());
  return target;
}

async function updateSubKey(request: SignedIn): Promise<Reply> {
  const changed = changedKey(targetKey(request), request.parameters);
  await saveKey(request, changed);
  return ok(renderChangedKey(changed, ''), '');
}

async function deleteSubKey(request: SignedIn): Promise<Reply> {
  await removeKey(request, targetKey(request));
  return ok({}, '');
}

async function freeze(request: SignedIn): Promise<Reply> {
  const { parameters } = request;
  masterOf(request);
  const member = subAccountOf(request, parameters.required('subuid'));
  const frozen = parameters.oneOf('frozen', ['0', '1']) === '1';
  await saveMember(request, { ...member, status: frozen ? 'FROZEN' : 'NORMAL' });
  return ok({}, '');
}

async function deleteSubMember(request: SignedIn): Promise<Reply> {
  const { exchange, parameters } = request;
  masterOf(request);
  const member = subAccountOf(request, parameters.required('subMemberId'));
  const holds = [...exchange.balancesOf(member.id).values()].some((amount) => amount.gt(DUST));
  if (holds) return failure(10001, 'params error: the sub-account still holds assets');
  for (const key of exchange.keys.allOf(member.id)) await removeKey(request, key);
  await saveMember(request, { ...member, status: 'DELETED' });
  return ok({});
}

async function saveMember({ exchange }: SignedIn, member: Member): Promise<void> {
  exchange.members.put(member);
  await exchange.saveAccess([{ k: 'member', member }]);
}
