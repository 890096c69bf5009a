import { randomUUID } from 'node:crypto';
import { TRUSTED, trustOf } from '@libs/kernel';
import { HealthBoard } from '@libs/persistence';
import { MARKET_TIME, PLACE, SYMBOL, withApi } from './api-house';

const house = withApi();
const QUERY = 'query ($id: ID!) { dataTrust(accountId: $id) { symbol level reasons since } }';
const STREAM = 'subscription ($id: ID!) { dataTrust(accountId: $id) { symbol level reasons } }';

const asked = async () => (await house.ask(QUERY, { id: house.accountId })).data?.['dataTrust'];

describe('data trust', () => {
  afterEach(() => house.trust(TRUSTED));

  it('is asked for by account: level, reasons and since', async () => {
    expect(await asked()).toEqual([{ symbol: SYMBOL, level: 'TRUSTED', reasons: [], since: expect.any(String) as string }]);
    await house.trust(trustOf(['GAP', 'STALE']));
    const [trust] = (await asked()) as unknown as [{ since: string }];
    expect(trust).toMatchObject({ symbol: SYMBOL, level: 'UNTRUSTED', reasons: ['STALE', 'GAP'] });
    expect(Date.parse(trust.since)).toBeGreaterThan(MARKET_TIME);
    expect((await house.ask(QUERY, { id: 'nobody' })).data).toEqual({ dataTrust: [] });
  });

  it('is answered over REST and measured for Prometheus', async () => {
    await house.trust(trustOf(['CROSSED']));
    expect(await (await house.get(`/api/v1/accounts/${house.accountId}/data-trust`)).json()).toEqual([
      { symbol: SYMBOL, level: 'UNTRUSTED', reasons: ['CROSSED'], since: expect.any(String) as string },
    ]);
    expect((await house.get(`/api/v1/accounts/${randomUUID()}/data-trust`)).status).toBe(404);
    const gauge = new RegExp(`plimsoll_data_trust\\{account="${house.accountId}",symbol="${SYMBOL}",component="api"\\} 2`);
    expect(await (await house.get('/metrics')).text()).toMatch(gauge);
  });

  it('streams the state at once and then each change', async () => {
    const seen: unknown[] = [];
    for await (const { data } of house.socket.iterate<{ dataTrust: unknown }>({ query: STREAM, variables: { id: house.accountId } })) {
      seen.push(data?.dataTrust);
      if (seen.length === 1) await house.trust(trustOf(['HALTED']));
      if (seen.length === 2) break;
    }
    expect(seen).toEqual([
      [{ symbol: SYMBOL, level: 'TRUSTED', reasons: [] }],
      [{ symbol: SYMBOL, level: 'UNTRUSTED', reasons: ['HALTED'] }],
    ]);
  });

  it('denies an order by hand that would enlarge the position, with limit and value', async () => {
    await house.trust(trustOf(['STALE']));
    const denied = await house.answer(PLACE, { input: house.limitBuy('0.01', '49000') });
    expect(denied).toMatchObject({
      __typename: 'Refused',
      code: 'DATA_UNTRUSTED',
      limit: 'TRUSTED or DEGRADED',
      value: 'UNTRUSTED: STALE',
      message: `market data of ${SYMBOL} is not trusted (STALE): only what reduces the position may go`,
    });
  });

  it('of a trader that is gone counts as stale', async () => {
    await new HealthBoard(house.dataSource).beat({ component: 'trader', accountId: house.accountId, status: 'down', reason: 'killed' });
    expect(await asked()).toMatchObject([{ symbol: SYMBOL, level: 'UNTRUSTED', reasons: ['STALE'] }]);
  });
});
