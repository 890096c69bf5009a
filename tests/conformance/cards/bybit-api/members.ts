import type { RestClientV5 } from 'bybit-api';
import { bybitRest } from '../../clients/bybit-api-client';
import type { Card } from '../../suite/card';
import type { Trial } from '../../suite/trial';
import type { Row } from '../accounting';
import { BybitDesk, ok, PERPETUAL } from './desk';

async function members(trial: Trial): Promise<void> {
  const desk = await BybitDesk.open(trial, { balances: { USDT: '3000' } });
  const { client } = desk;
  const { uid } = await ok(client.createSubMember({ username: `sub${Date.now() % 10 ** 9}a`, memberType: 1 }));
  trial.holds('a sub-account has a number', /^\d+$/.test(String(uid)), String(uid));
  const listed = ((await ok(client.getSubUIDList())) as unknown as { subMembers: Row[] }).subMembers;
  trial.same(
    'it is listed',
    listed.map((row) => row['uid']),
    [String(uid)],
  );
  const permissions = { ContractTrade: ['Order', 'Position'], Wallet: ['AccountTransfer'] };
  const made = await ok(client.createSubUIDAPIKey({ subuid: Number(uid), readOnly: 0, permissions }));
  const sub = bybitRest(trial, { apiKey: made.apiKey, apiSecret: made.secret });
  const before = await ok(sub.getWalletBalance({ accountType: 'UNIFIED' }));
  trial.holds(
    'its key opens its own account',
    Number((before.list[0] as unknown as Row)['totalEquity'] || 0) === 0,
    JSON.stringify(before.list[0]),
  );
  const own = await ok(client.getQueryApiKey());
  const transferId = crypto.randomUUID();
  const [fromMemberId, toMemberId] = [Number((own as unknown as { userID: number }).userID), Number(uid)];
  const between = { fromMemberId, toMemberId, fromAccountType: 'UNIFIED', toAccountType: 'UNIFIED' } as const;
  const move = { transferId, coin: 'USDT', amount: '1200', ...between };
  trial.same('money moves between them', String((await ok(client.createUniversalTransfer(move))).transferId), transferId);
  const [left, right] = [await balanceOf(client), await balanceOf(sub)];
  trial.same('and nothing is lost', [left, right], [1800, 1200]);
  const order = await ok(sub.submitOrder({ ...PERPETUAL, side: 'Buy', orderType: 'Market', qty: '0.01' }));
  trial.holds('the sub-account trades for itself', order.orderId !== '' && (await desk.position())['size'] === '0');
  const keys = (await ok(client.getSubAccountAllApiKeys({ subMemberId: String(uid) }))) as unknown as { result?: Row[]; list?: Row[] };
  trial.same('its keys can be listed', (keys.result ?? keys.list ?? []).length, 1);
  await shutOut(trial, { client, sub, uid: Number(uid) });
  await ok(client.deleteSubApiKey({ apikey: made.apiKey }));
  trial.same('a deleted key is unknown', (await sub.getWalletBalance({ accountType: 'UNIFIED' })).retCode, 10003);
}

async function shutOut(trial: Trial, { client, sub, uid }: { client: RestClientV5; sub: RestClientV5; uid: number }): Promise<void> {
  const order = { ...PERPETUAL, side: 'Sell', orderType: 'Market', qty: '0.01' } as const;
  await ok(client.setSubUIDFrozenState(uid, 1));
  const { retCode } = await sub.submitOrder(order);
  trial.holds('frozen it cannot trade', retCode !== 0, String(retCode));
  await ok(client.setSubUIDFrozenState(uid, 0));
  trial.same('thawed it can', (await sub.submitOrder(order)).retCode, 0);
}

async function balanceOf(client: BybitDesk['client']): Promise<number> {
  const [account] = (await ok(client.getWalletBalance({ accountType: 'UNIFIED', coin: 'USDT' }))).list as unknown as { coin: Row[] }[];
  return Number(account?.coin[0]?.['walletBalance'] ?? 0);
}

async function isolatedMargin(trial: Trial): Promise<void> {
  const desk = await BybitDesk.open(trial);
  const { client } = desk;
  await ok(client.setMarginMode('ISOLATED_MARGIN'));
  await ok(client.setLeverage({ ...PERPETUAL, buyLeverage: '20', sellLeverage: '20' }));
  await desk.settled(await desk.place('Buy', '0.2'), 'Filled');
  const before = await desk.position();
  await ok(client.addOrReduceMargin({ ...PERPETUAL, margin: '500' }));
  const after = await desk.position();
  trial.near('adding margin raises that of the position', after['positionBalance'], Number(before['positionBalance']) + 500, 0.01);
  trial.holds(
    'and moves its liquidation away',
    Number(after['liqPrice']) < Number(before['liqPrice']),
    `${before['liqPrice']} ${after['liqPrice']}`,
  );
  await ok(client.addOrReduceMargin({ ...PERPETUAL, margin: '-200' }));
  trial.near('taking some back lowers it', (await desk.position())['positionBalance'], Number(before['positionBalance']) + 300, 0.01);
  await ok(client.setAutoAddMargin({ ...PERPETUAL, autoAddMargin: 1, positionIdx: 0 }));
  trial.same('it can be added by itself', Number((await desk.position())['autoAddMargin']), 1);
}

export const BYBIT_MEMBERS: readonly Card[] = [
  {
    id: 'B17',
    client: 'bybit-api',
    name: 'keeps a sub-account',
    venue: 'gate',
    run: members,
    calls: ['createSubMember', 'getSubUIDList', 'createSubUIDAPIKey', 'createUniversalTransfer', 'setSubUIDFrozenState', 'deleteSubApiKey'],
    expects: [
      ...['a sub-account has a number', 'it is listed', 'its key opens its own account', 'money moves between them', 'and nothing is lost'],
      ...[
        'the sub-account trades for itself',
        'its keys can be listed',
        'frozen it cannot trade',
        'thawed it can',
        'a deleted key is unknown',
      ],
    ],
    provokesUnsigned: [10003, 10027],
  },
  {
    id: 'B18',
    client: 'bybit-api',
    name: 'adds margin to an isolated position',
    run: isolatedMargin,
    calls: ['setMarginMode', 'addOrReduceMargin', 'setAutoAddMargin'],
    expects: [
      ...['adding margin raises that of the position', 'and moves its liquidation away', 'taking some back lowers it'],
      'it can be added by itself',
    ],
  },
];
