import { Decimal, InvalidDecimal } from '@libs/kernel';
import { coinPicture } from '@libs/simulation';
import type { Member } from '../exchange/members';
import { failure, ok, type Reply } from './envelope';
import { BadRequest, badParameter, type Parameters } from './parameters';
import type { PrivateHandler, SignedIn } from './request';
import { RET } from './ret-codes';
import { callerOf, subAccountOf } from './user-endpoints';

/** Money lies in the unified wallet; the funding wallet that the exchange has beside it stays empty here. */
export const TRANSFER_ENDPOINTS: Readonly<Record<string, PrivateHandler>> = {
  'POST /v5/asset/transfer/universal-transfer': universalTransfer,
  'GET /v5/asset/transfer/query-account-coins-balance': coinsBalance,
  'GET /v5/asset/transfer/query-account-coin-balance': coinBalance,
};

const WALLETS = ['UNIFIED', 'FUND'] as const;

/** Between a master account and its sub-accounts; a sub-account pays to its master only. */
async function universalTransfer(request: SignedIn): Promise<Reply> {
  const { exchange, parameters } = request;
  const transferId = parameters.required('transferId');
  const [asset, amount] = [parameters.required('coin'), amountOf(parameters)];
  for (const name of ['fromAccountType', 'toAccountType']) parameters.oneOf(name, ['UNIFIED']);
  const { member } = callerOf(request);
  const [from, to] = [party(request, 'fromMemberId'), party(request, 'toMemberId')];
  if (from.id === to.id) throw badParameter('params error: fromMemberId and toMemberId are the same');
  if (member.parent !== undefined && (from.id !== member.id || to.id !== member.parent)) throw new BadRequest(RET.permission());
  const refused = await exchange.perform((venue, at) => {
    const refusal = venue.transfer(from.id, asset, amount.negated(), at);
    if (!refusal) venue.transfer(to.id, asset, amount, at);
    return refusal;
  });
  if (refused) return failure(131228, 'your balance is not enough. Please check transfer safe amount');
  return ok({ transferId, status: 'SUCCESS' }, 'success');
}

/** The caller, its master, or one of its sub-accounts. */
function party(request: SignedIn, name: string): Member {
  const uid = request.parameters.required(name);
  const { member } = callerOf(request);
  const near = [member, ...(member.parent === undefined ? [] : [request.exchange.members.of(member.parent)])];
  return near.find((one) => String(one.uid) === uid) ?? subAccountOf(request, uid);
}

function coinsBalance(request: SignedIn): Reply {
  const { exchange, parameters } = request;
  const accountType = parameters.oneOf('accountType', WALLETS);
  const member = asked(request);
  const coins = parameters.text('coin')?.split(',') ?? [...exchange.balancesOf(member.id).keys()];
  const balance = coins.map((coin) => ({ ...balanceOf(request, { member, coin, accountType }), bonus: '' }));
  return ok({ memberId: String(member.uid), accountType, balance }, 'success');
}

function coinBalance(request: SignedIn): Reply {
  const { parameters } = request;
  const accountType = parameters.oneOf('accountType', WALLETS);
  const member = asked(request);
  const balance = balanceOf(request, { member, coin: parameters.required('coin'), accountType });
  const more = { bonus: '0', transferSafeAmount: '', ltvTransferSafeAmount: '' };
  const uid = String(member.uid);
  return ok({ accountType, bizType: 1, accountId: uid, memberId: uid, balance: { ...balance, ...more } }, 'success');
}

function asked(request: SignedIn): Member {
  return request.parameters.has('memberId') ? party(request, 'memberId') : callerOf(request).member;
}

function balanceOf(
  { exchange: { venue } }: SignedIn,
  { member, coin, accountType }: { readonly member: Member; readonly coin: string; readonly accountType: string },
): { readonly coin: string; readonly walletBalance: string; readonly transferBalance: string } {
  if (accountType === 'FUND') return { coin, walletBalance: '0', transferBalance: '0' };
  const { wallet, free } = coinPicture(venue.account(member.id), venue.markets, coin);
  return { coin, walletBalance: wallet.toString(), transferBalance: free.toString() };
}

function amountOf(parameters: Parameters): Decimal {
  try {
    const amount = Decimal.parse(parameters.required('amount'));
    if (amount.sign > 0 && amount.scale <= 18) return amount;
  } catch (error) {
    if (!(error instanceof InvalidDecimal)) throw error;
  }
  throw badParameter('params error: amount invalid');
}
