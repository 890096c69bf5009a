import { generateKeyPairSync } from 'node:crypto';
import { csvOf, SimulatorHarness, waves, type Answer, type Client } from './testing/with-simulator';

const harness = new SimulatorHarness();
afterEach(() => harness.cleanUp());

const DAY = 86_400_000;
const WALLET = { accountType: 'UNIFIED' };

async function replay(folder?: string): Promise<Client> {
  const file = await harness.file(csvOf(waves(50)));
  return (await harness.start({ kind: 'replay', file, speed: 0.001 }, folder === undefined ? {} : { folder })).login();
}

const wallet = async (client: Client): Promise<number> => (await client.get('/v5/account/wallet-balance', WALLET)).retCode;
const resting = { orderType: 'Limit', price: '90000' };

describe('a key', () => {
  it('is one of several for its account, and the account keeps its own', async () => {
    const client = await replay();
    const second = await client.usingNewKey({ note: 'second' });
    expect([await wallet(client), await wallet(second)]).toEqual([0, 0]);
    expect((await second.order({ ...resting, orderLinkId: 'by-second' })).retCode).toBe(0);
    expect((await client.get('/v5/order/realtime', { category: 'linear', orderLinkId: 'by-second' })).result.list).toHaveLength(1);
    const own = await client.admin<{ apiKey: string }>('PUT', 'accounts/me', { balances: { USDT: '1' } });
    expect((await client.get('/v5/user/query-api')).result['apiKey']).toBe(own.apiKey);
  });

  it('of RSA signs with what only the client has', async () => {
    const client = await replay();
    const { publicKey, privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2_048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    const made = await client.admin<{ apiKey: string; apiSecret: string }>('POST', 'accounts/me/keys', { rsaPublicKey: publicKey });
    expect(made.apiSecret).toBe('');
    const rsa = client.using({ ...made, rsaPrivateKey: privateKey });
    expect((await rsa.order(resting)).retCode).toBe(0);
    expect((await rsa.get('/v5/user/query-api')).result['rsaPublicKey']).toBe(publicKey);
    expect(await wallet(client.using({ ...made, apiSecret: 'guess' }))).toBe(10004);
  });

  it('that only reads changes nothing', async () => {
    const reader = await (await replay()).usingNewKey({ readOnly: true });
    expect(await wallet(reader)).toBe(0);
    expect(await reader.order(resting)).toMatchObject({
      retCode: 10005,
      retMsg: 'Permission denied, please check your API key permissions.',
    });
    expect((await reader.get('/v5/user/query-api')).result['readOnly']).toBe(1);
  });

  it('trades what its permissions name', async () => {
    const spot = await (await replay()).usingNewKey({ permissions: { Spot: ['SpotTrade'] } });
    expect((await spot.order(resting)).retCode).toBe(10005);
    expect((await spot.order({ ...resting, category: 'spot' })).retCode).toBe(170121);
    expect((await spot.get('/v5/order/realtime', { category: 'linear', symbol: 'BTCUSDT' })).retCode).toBe(10005);
    const positions = await (await replay()).usingNewKey({ permissions: { ContractTrade: ['Position'] } });
    const leverage = { category: 'linear', symbol: 'BTCUSDT', buyLeverage: '3', sellLeverage: '3' };
    expect((await positions.order(resting)).retCode).toBe(10005);
    expect((await positions.post('/v5/position/set-leverage', leverage)).retCode).toBe(0);
    expect((await positions.get('/v5/user/query-sub-members')).retCode).toBe(10005);
  });

  it('ends at its expiry', async () => {
    const over = await (await replay()).usingNewKey({ expiresAt: Date.now() - 1 });
    expect(await over.get('/v5/account/wallet-balance', WALLET)).toMatchObject({ retCode: 33004, retMsg: 'Your api key has expired.' });
  });

  it('that is bound to addresses is of no use elsewhere', async () => {
    const client = await replay();
    expect(await wallet(await client.usingNewKey({ ips: ['127.0.0.1', '10.0.0.1'] }))).toBe(0);
    const elsewhere = await client.usingNewKey({ ips: ['10.0.0.1'] });
    expect(await elsewhere.get('/v5/account/wallet-balance', WALLET)).toMatchObject({
      retCode: 10010,
      retMsg: "Unmatched IP, please check your API key's bound IP addresses.",
    });
  });

  it('that nobody made is refused, and each refusal is counted', async () => {
    const client = await replay();
    expect(await client.using({ apiKey: 'nobody', apiSecret: 'x' }).get('/v5/user/query-api')).toMatchObject({
      retCode: 10003,
      retMsg: 'API key is invalid.',
      result: {},
    });
    expect(await client.admin('GET', 'status')).toMatchObject({ refusals: { '10003': 1 } });
  });

  it('survives a restart with everything that was said about it', async () => {
    const client = await replay();
    const expiresAt = Date.now() + DAY;
    const reader = await client.usingNewKey({ readOnly: true, note: 'reads', expiresAt });
    const gone = await client.usingNewKey({ apiKey: 'short-lived', apiSecret: 'secret' });
    await client.admin('DELETE', 'accounts/me/keys/short-lived');
    const before = (await reader.get('/v5/user/query-api')).result;
    await client.simulator.stop();
    const again = await replay(client.folder);
    const moved = (of: Client): Client => again.using((of as unknown as { key: { apiKey: string; apiSecret: string } }).key);
    expect((await moved(reader).get('/v5/user/query-api')).result).toEqual(before);
    expect((await moved(gone).get('/v5/user/query-api')).retCode).toBe(10003);
    expect(await wallet(moved(client))).toBe(0);
  });

  it.each([
    [{ permissions: { Trade: ['All'] } }, 'there is no permission group Trade'],
    [{ permissions: { Spot: ['Everything'] } }, 'permissions.Spot takes a list out of SpotTrade'],
    [{ rsaPublicKey: 'x' }, 'rsaPublicKey is not the PEM text of an RSA public key of at least 2048 bits'],
    [{ expiresAt: 'soon' }, 'expiresAt is "soon"; give milliseconds or a time like "2026-12-31T00:00:00Z"'],
    [{ ips: '10.0.0.1' }, 'ips must be a list of texts'],
  ])('with %j is not made', async (terms, error) => {
    const client = await replay();
    expect(await client.admin('POST', 'accounts/me/keys', terms)).toEqual({ error });
  });
});

describe('a sub-account', () => {
  it('is made by its master, trades by its own key and holds its own money', async () => {
    const master = await replay();
    const { result } = await master.post('/v5/user/create-sub-member', { username: 'desk01', memberType: 1, note: 'grid' });
    expect(result).toMatchObject({ username: 'desk01', memberType: 1, status: 1, remark: 'grid' });
    const permissions = { ContractTrade: ['Order', 'Position'], Wallet: ['AccountTransfer'] };
    const made = await master.post('/v5/user/create-sub-api', { subuid: Number(result['uid']), readOnly: 0, permissions });
    const key = { apiKey: made.result['apiKey']!, apiSecret: made.result['secret']! };
    const sub = master.using(key);
    expect((await sub.get('/v5/user/query-api')).result).toMatchObject({ isMaster: false, userID: Number(result['uid']) });
    expect((await sub.order(resting)).retCode).toBe(110007);
    await master.admin('POST', 'accounts/sub:desk01/reset', { balances: { USDT: '5000' } });
    expect((await sub.order(resting)).retCode).toBe(0);
    expect((await master.get('/v5/order/realtime', { category: 'linear', symbol: 'BTCUSDT' })).result.list).toEqual([]);
  });

  it('is listed, frozen, thawed and deleted by its master alone', async () => {
    const master = await replay();
    await master.admin('PUT', 'accounts/other', { balances: {} });
    const sub = master.using(await master.admin('PUT', 'accounts/desk', { parent: 'me', username: 'desk02', balances: { USDT: '9000' } }));
    const list = async (): Promise<Answer> => master.get('/v5/user/query-sub-members');
    const [member] = (await list()).result['subMembers'] as unknown as { uid: string; username: string }[];
    expect(member).toMatchObject({ username: 'desk02', status: 1, accountMode: 6 });
    const freeze = (frozen: number): Promise<Answer> => master.post('/v5/user/frozen-sub-member', { subuid: member!.uid, frozen });
    await freeze(1);
    expect(await sub.order(resting)).toMatchObject({ retCode: 10027 });
    await freeze(0);
    expect((await sub.order(resting)).retCode).toBe(0);
    expect((await sub.get('/v5/user/query-sub-members')).retCode).toBe(10005);
    expect((await sub.post('/v5/user/frozen-sub-member', { subuid: member!.uid, frozen: 1 })).retCode).toBe(10005);
    expect((await master.post('/v5/user/del-submember', { subMemberId: member!.uid })).retCode).toBe(10001);
    await master.admin('POST', 'accounts/desk/reset', { balances: {} });
    expect((await master.post('/v5/user/del-submember', { subMemberId: member!.uid })).retCode).toBe(0);
    expect((await list()).result).toEqual({ subMembers: [] });
    expect((await sub.get('/v5/user/query-api')).retCode).toBe(10003);
  });

  it('is paid by its master, and pays back', async () => {
    const master = await replay();
    const sub = await master.admin<{ uid: string; apiKey: string; apiSecret: string }>('PUT', 'accounts/desk', { parent: 'me' });
    const { uid } = await master.admin<{ uid: string }>('GET', 'accounts/me');
    const move = (of: Client, fromMemberId: string, toMemberId: string, amount: string): Promise<Answer> =>
      of.post('/v5/asset/transfer/universal-transfer', {
        transferId: 'be7a2462-1138-4e27-80b1-62653f24925e',
        coin: 'USDT',
        amount,
        fromMemberId,
        toMemberId,
        fromAccountType: 'UNIFIED',
        toAccountType: 'UNIFIED',
      });
    const held = async (memberId: string): Promise<string> => {
      const query = { accountType: 'UNIFIED', coin: 'USDT', memberId };
      const { result } = await master.get('/v5/asset/transfer/query-account-coins-balance', query);
      return (result['balance'] as unknown as { transferBalance: string }[])[0]!.transferBalance;
    };
    expect((await move(master, uid, sub.uid, '400')).result).toMatchObject({ status: 'SUCCESS' });
    expect([await held(uid), await held(sub.uid)]).toEqual(['99600', '400']);
    expect((await move(master.using(sub), sub.uid, uid, '150.5')).retCode).toBe(0);
    expect([await held(uid), await held(sub.uid)]).toEqual(['99750.5', '249.5']);
    expect((await move(master, sub.uid, uid, '249.51')).retCode).toBe(131228);
    expect((await move(master.using(sub), uid, sub.uid, '1')).retCode).toBe(10005);
    expect((await move(master, uid, uid, '1')).retCode).toBe(10001);
    expect((await move(master, uid, '5', '1')).retCode).toBe(10001);
    expect((await move(master, uid, sub.uid, '-1')).retCode).toBe(10001);
  });

  it('comes in pages', async () => {
    const master = await replay();
    for (const name of ['a', 'b', 'c']) await master.admin('PUT', `accounts/${name}`, { parent: 'me' });
    const page = async (nextCursor: string): Promise<Record<string, never>> =>
      (await master.get('/v5/user/submembers', { pageSize: '2', nextCursor })).result;
    const [first, last] = [await page('0'), await page('2')];
    expect(first).toMatchObject({ nextCursor: '2', subMembers: [{ username: 'c' }, { username: 'b' }] });
    expect(last).toMatchObject({ nextCursor: '0', subMembers: [{ username: 'a' }] });
  });

  it('has keys that its master sees, changes and deletes', async () => {
    const master = await replay();
    const made = await master.admin<{ uid: string; apiKey: string; apiSecret: string }>('PUT', 'accounts/desk', { parent: 'me' });
    const sub = master.using(made);
    const listed = async (): Promise<Record<string, never>[]> =>
      (await master.get('/v5/user/sub-apikeys', { subMemberId: made.uid })).result['result'] as unknown as Record<string, never>[];
    expect(await listed()).toMatchObject([{ apiKey: made.apiKey, secret: '******', readOnly: false, status: 1, flag: 'hmac' }]);
    expect(await master.post('/v5/user/update-sub-api', { apikey: made.apiKey, readOnly: 1 })).toMatchObject({
      retCode: 0,
      result: { apiKey: made.apiKey, readOnly: 1, secret: '', ips: ['*'] },
    });
    expect((await sub.order(resting)).retCode).toBe(10005);
    expect((await master.post('/v5/user/delete-sub-api', { apikey: made.apiKey })).retCode).toBe(0);
    expect(await listed()).toEqual([]);
    expect(await wallet(sub)).toBe(10003);
  });
});

describe('a master key', () => {
  it('changes and deletes itself', async () => {
    const key = await (await replay()).usingNewKey({});
    const changed = await key.post('/v5/user/update-api', {
      permissions: { Wallet: ['AccountTransfer'], Spot: ['SpotTrade'] },
      ips: '127.0.0.1',
    });
    expect(changed.result).toMatchObject({ ips: ['127.0.0.1'], permissions: { Spot: ['SpotTrade'], ContractTrade: [] } });
    expect((await key.order(resting)).retCode).toBe(10005);
    expect((await key.post('/v5/user/delete-api')).retCode).toBe(0);
    expect(await wallet(key)).toBe(10003);
  });
});
