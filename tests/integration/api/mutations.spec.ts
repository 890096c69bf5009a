import { AccountReads, UntakenHalt } from '@libs/persistence';
import { CREATE, DEPLOY, FAILURES, NOBODY, PLACE, RESET, SET_STATE, SYMBOL, withApi } from './api-house';

const house = withApi();

describe('createAccount', () => {
  it('gives the same account to a request with the same idempotency key', async () => {
    expect(await house.answer(CREATE, { input: { name: 'demo', idempotencyKey: 'create demo' } })).toMatchObject({
      __typename: 'Account',
      id: house.accountId,
    });
  });

  it('refuses a name that another account has', async () => {
    expect(await house.answer(CREATE, { input: { name: 'demo' } })).toMatchObject({
      __typename: 'InvalidInput',
      field: 'name',
      given: 'demo',
    });
  });

  it.each([
    ['maxPositionSize', '1.5', 'a fraction above 0, at most 1'],
    ['takerFee', '0.5', 'a fraction from -0.01 to 0.1'],
  ])('names the range of %s', async (field, value, limit) => {
    expect(await house.answer(CREATE, { input: { name: 'other', [field]: value } })).toMatchObject({
      __typename: 'InvalidInput',
      field,
      bound: limit,
      given: value,
    });
  });
});

describe('placeOrder', () => {
  it.each([
    ['0.01', '49000.15', { field: 'price', bound: '0.1 USDT', given: '49000.15 USDT' }],
    ['0.0105', '49000', { field: 'quantity', bound: '0.001 BTC', given: '0.0105 BTC' }],
    ['101', '49000', { field: 'quantity', bound: '100 BTC', given: '101 BTC' }],
    ['0.001', '100', { field: 'quantity', bound: '5 USDT', given: '0.1 USDT' }],
    ['-1', '100', { field: 'quantity', bound: 'quantity > 0', given: '-1' }],
  ])('names field, limit and value of an order outside its instrument (%#)', async (quantity, price, breach) => {
    expect(await house.answer(PLACE, { input: house.limitBuy(quantity, price) })).toMatchObject({ __typename: 'InvalidInput', ...breach });
  });

  it('names the symbols there are', async () => {
    const input = { ...house.limitBuy('1', '1'), symbol: 'DOGE/USDT' };
    expect(await house.answer(PLACE, { input })).toMatchObject({
      __typename: 'InvalidInput',
      field: 'symbol',
      bound: `one of ${SYMBOL}`,
      given: 'DOGE/USDT',
    });
  });

  it('answers what the risk rules refused with the limit and the value', async () => {
    const refusal = await house.answer(PLACE, { input: house.limitBuy('1', '49000') });
    expect(refusal).toMatchObject({ __typename: 'Refused', code: 'MAX_POSITION_SIZE' });
    expect(refusal['limit']).toEqual(expect.any(String));
    expect(refusal['value']).toEqual(expect.any(String));
  });

  it('does nothing for an account that is not there', async () => {
    expect(await house.answer(PLACE, { input: { ...house.limitBuy('0.01', '49000'), accountId: NOBODY } })).toMatchObject({
      __typename: 'NotFound',
      what: 'account',
      missing: NOBODY,
    });
  });

  it('places one order for two requests with one key, and refuses the key for another order', async () => {
    const input = { ...house.limitBuy('0.001', '48000'), idempotencyKey: 'order-1' };
    const first = await house.answer(PLACE, { input });
    expect(first).toMatchObject({ __typename: 'Order', quantity: '0.001', price: '48000', timeInForce: 'GTC' });
    expect(await house.answer(PLACE, { input })).toMatchObject({ clientOrderId: first['clientOrderId'] });
    expect(await house.answer(PLACE, { input: { ...input, price: '47000' } })).toMatchObject({
      __typename: 'Refused',
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
  });

  it('answers Pending when the core says nothing within two seconds', async () => {
    await house.trader.stop();
    try {
      expect(await house.answer(PLACE, { input: house.limitBuy('0.001', '48000') })).toMatchObject({
        __typename: 'Pending',
        commandId: expect.any(String),
      });
    } finally {
      house.trader.start();
    }
  });
});

describe('a halt that no trader takes', () => {
  it('is Pending until the executor has carried it out, and says who did', async () => {
    const halt = { input: { accountId: house.accountId, state: 'HALTED', reason: 'power cut' } };
    await house.trader.stop();
    try {
      expect(await house.answer(SET_STATE, halt)).toMatchObject({ __typename: 'Pending' });
      const [venueAccount] = await new AccountReads(house.dataSource).venueAccounts(house.accountId);
      await new UntakenHalt(house.dataSource, { accountId: house.accountId, venueAccountId: venueAccount!.id }).carryOut();
      expect(await house.answer(SET_STATE, halt)).toEqual({
        __typename: 'Account',
        tradingState: 'HALTED',
        tradingReason: 'power cut (local); its trader has not heard of it, its executor cancels what is open',
      });
    } finally {
      house.trader.start();
    }
    expect(await house.answer(SET_STATE, { input: { ...halt.input, state: 'ACTIVE' } })).toMatchObject({ tradingState: 'ACTIVE' });
  });
});

describe('deploy', () => {
  it('starts a strategy and stops it', async () => {
    const deployment = await house.answer(DEPLOY, { input: { accountId: house.accountId, strategy: 'ema-cross', params: { fast: 5 } } });
    expect(deployment).toMatchObject({ __typename: 'Deployment', symbol: SYMBOL, interval: '1m', params: { fast: 5 } });
    const stop = `mutation ($id: ID!) { stopDeployment(id: $id, reason: "enough") { __typename ... on Deployment { status reason } ${FAILURES} } }`;
    expect(await house.answer(stop, { id: deployment['id'] })).toMatchObject({
      __typename: 'Deployment',
      status: 'STOPPED',
      reason: 'enough',
    });
  });

  it('shows as outdated what runs other code than is installed by now, until it is stopped', async () => {
    const { id } = await house.answer(DEPLOY, { input: { accountId: house.accountId, strategy: 'ema-cross', params: { fast: 9 } } });
    const ofAll = async (answer: Promise<unknown>): Promise<readonly boolean[]> =>
      ((await answer) as readonly { id: string; isOutdated: boolean }[]).filter((one) => one.id === id).map(({ isOutdated }) => isOutdated);
    const shown = () => ofAll(house.get(`/api/v1/deployments?accountId=${house.accountId}`).then((answer) => answer.json()));
    expect(await shown()).toEqual([false]);
    house.code.isAsDeployed = false;
    expect(await shown()).toEqual([true]);
    expect(await ofAll(house.answer('{ deployments { id isOutdated } }'))).toEqual([true]);
    await house.answer(`mutation ($id: ID!) { stopDeployment(id: $id, reason: "enough") { __typename } }`, { id });
    expect(await shown()).toEqual([false]);
    house.code.isAsDeployed = true;
  });

  it('refuses a strategy that was changed while it was made ready', async () => {
    house.code.isAsPlanned = false;
    const input = { accountId: house.accountId, strategy: 'ema-cross', params: { fast: 10 } };
    expect(await house.answer(DEPLOY, { input })).toMatchObject({ __typename: 'Refused', code: 'STRATEGY_CHANGED' });
    house.code.isAsPlanned = true;
  });

  it('starts one of two that come at the same moment and trade the same', async () => {
    const params = [
      { fast: 11, slow: 12 },
      { slow: 12, fast: 11 },
    ];
    const input = { accountId: house.accountId, strategy: 'ema-cross' };
    const both = await Promise.all(params.map((each) => house.answer(DEPLOY, { input: { ...input, params: each } })));
    const [started, refused] = both.toSorted((one, other) => one.__typename.localeCompare(other.__typename));
    expect([started?.__typename, refused]).toEqual([
      'Deployment',
      expect.objectContaining({ __typename: 'Refused', code: 'ALREADY_DEPLOYED' }),
    ]);
    expect(refused!['message']).toContain(String(started!['id']));
    await house.answer(`mutation ($id: ID!) { stopDeployment(id: $id, reason: "enough") { __typename } }`, { id: started!['id'] });
  });

  it('refuses a strategy that runs with the same parameters, names the one that does, and takes it again once that is stopped', async () => {
    const input = { accountId: house.accountId, strategy: 'ema-cross', params: { fast: 7 } };
    const { id } = await house.answer(DEPLOY, { input: { ...input, idempotencyKey: 'seven' } });
    expect(await house.answer(DEPLOY, { input: { ...input, idempotencyKey: 'seven' } })).toMatchObject({ __typename: 'Deployment', id });
    expect(await house.answer(DEPLOY, { input })).toMatchObject({
      code: 'ALREADY_DEPLOYED',
      message:
        `The deployment ${String(id)} runs ema-cross with the same parameters on this account; a second would double its positions. ` +
        `Stop it first (plimsoll stop ${String(id)}), change a parameter, or take another account.`,
    });
    const other = await house.answer(DEPLOY, { input: { ...input, params: { fast: 8 } } });
    expect(other).toMatchObject({ __typename: 'Deployment', params: { fast: 8 } });
    const stop = `mutation ($id: ID!) { stopDeployment(id: $id, reason: "enough") { __typename } }`;
    for (const one of [id, other['id']]) await house.answer(stop, { id: one });
    const again = await house.answer(DEPLOY, { input });
    expect(again).toMatchObject({ __typename: 'Deployment', params: { fast: 7 } });
    await house.answer(stop, { id: again['id'] });
  });

  it('dismisses a fault over REST, keeps what broke, and tells those who follow', async () => {
    const { id } = await house.answer(DEPLOY, { input: { accountId: house.accountId, strategy: 'ema-cross', params: { fast: 6 } } });
    await house.trader.take({ type: 'strategy-fault', deploymentId: String(id), hook: 'onBar', message: 'no' });
    const statuses = async () => {
      const all = (await (await house.get(`/api/v1/deployments?accountId=${house.accountId}`)).json()) as { id: string; status: string }[];
      return all.filter((one) => one.id === id).map(({ status }) => status);
    };
    expect(await statuses()).toEqual(['faulted']);
    const [{ seq }] = await house.dataSource.query<[{ seq: number }]>('SELECT max(seq)::int AS seq FROM journal');
    const stop = (body: object) => house.post(`/api/v1/deployments/${String(id)}/stop`, body);
    expect(await (await stop({})).json()).toMatchObject({ status: 400, field: 'reason' });
    const answer = await stop({ reason: 'mended' });
    expect([answer.status, await answer.json()]).toMatchObject([200, { status: 'stopped', reason: 'mended; it had faulted in onBar: no' }]);
    expect(await statuses()).toEqual(['stopped']);
    expect((await house.post(`/api/v1/deployments/${NOBODY}/stop`, { reason: 'x' })).status).toBe(404);
    const followed = `subscription ($accountId: ID!, $after: String) { deployments(accountId: $accountId, after: $after) { deployment { id status } } }`;
    const next = await house.socket.iterate({ query: followed, variables: { accountId: house.accountId, after: String(seq) } }).next();
    expect(next.value).toMatchObject({ data: { deployments: { deployment: { id, status: 'STOPPED' } } } });
    const audit = `SELECT actor FROM audit WHERE subject = $1 AND action = 'deployment.dismiss-fault'`;
    expect(await house.dataSource.query(audit, [id])).toEqual([{ actor: 'local' }]);
  });

  it('names the range of a parameter', async () => {
    const input = { accountId: house.accountId, strategy: 'ema-cross', params: { fast: 501 } };
    expect(await house.answer(DEPLOY, { input })).toMatchObject({
      __typename: 'InvalidInput',
      field: 'params.fast',
      bound: 'integer from 2 to 500',
      given: '501',
    });
  });

  it('names the markets there are', async () => {
    const input = { accountId: house.accountId, strategy: 'ema-cross', params: { symbol: 'DOGE/USDT' } };
    expect(await house.answer(DEPLOY, { input })).toMatchObject({
      __typename: 'InvalidInput',
      field: 'params.symbol',
      bound: `one of ${SYMBOL}`,
      given: 'DOGE/USDT',
    });
  });

  it('does not know every strategy', async () => {
    expect(await house.answer(DEPLOY, { input: { accountId: house.accountId, strategy: '../../x', params: {} } })).toMatchObject({
      __typename: 'NotFound',
      what: 'strategy',
    });
  });
});

describe('an account', () => {
  it('changes its trading state, and refuses without a reason', async () => {
    expect(await house.answer(SET_STATE, { input: { accountId: house.accountId, state: 'HALTED', reason: ' ' } })).toMatchObject({
      __typename: 'InvalidInput',
      field: 'reason',
    });
    expect(await house.answer(SET_STATE, { input: { accountId: house.accountId, state: 'HALTED', reason: 'test' } })).toMatchObject({
      __typename: 'Account',
      tradingState: 'HALTED',
      tradingReason: expect.stringMatching(/^test \(.+\)$/) as string,
    });
    expect(await house.answer(SET_STATE, { input: { accountId: house.accountId, state: 'ACTIVE', reason: 'test' } })).toMatchObject({
      __typename: 'Account',
      tradingState: 'ACTIVE',
      tradingReason: null,
    });
  });

  it('is not disabled while an order is open, and frees its name when it is', async () => {
    const disable = `mutation ($id: ID!) { disableAccount(id: $id, reason: "done") { __typename ... on Account { status statusReason } ${FAILURES} } }`;
    expect(await house.answer(disable, { id: house.accountId })).toMatchObject({ __typename: 'Refused', code: 'ORDERS_OPEN', limit: '0' });
    const other = await house.openAccount('short-lived');
    expect(await house.answer(disable, { id: other.accountId })).toMatchObject({
      __typename: 'Account',
      status: 'DISABLED',
      statusReason: 'done',
    });
    await other.trader.stop();
  });

  it('goes on with new books under its name after a reset', async () => {
    const old = await house.openAccount('practice');
    await old.trader.stop();
    const fresh = house.answer(RESET, { input: { id: old.accountId, startingBalances: [{ asset: 'USDT', total: '5000' }] } });
    const { accountId, trader } = await house.giveTrader('practice', old.accountId);
    expect(await fresh).toMatchObject({
      __typename: 'Account',
      id: accountId,
      name: 'practice',
      balances: [{ asset: 'USDT', total: '5000' }],
    });
    const before = await house.answer('query ($id: ID!) { account(id: $id) { status statusReason balances { total } } }', {
      id: old.accountId,
    });
    expect(before).toMatchObject({
      status: 'DISABLED',
      statusReason: `reset; goes on as account ${accountId}`,
      balances: [{ total: '100000' }],
    });
    await trader.stop();
  });
});
