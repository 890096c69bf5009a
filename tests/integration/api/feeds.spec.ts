import { HealthBoard } from '@libs/persistence';
import { SYMBOL, withApi } from './api-house';

const house = withApi();
const FIELDS = 'symbol feed reasons uptime gaps exchangeToReceived { p50 p99 } receivedToStrategy { p50 }';
const QUERY = `query ($id: ID!) { feeds(accountId: $id) { ${FIELDS} } }`;
const STREAM = 'subscription ($id: ID!) { feeds(accountId: $id) { gaps } }';

const shown = {
  symbol: SYMBOL,
  feed: 'quote',
  reasons: ['STALE'],
  uptime: 0.75,
  gaps: 2,
  exchangeToReceived: { p50: 12.5, p99: 80 },
  receivedToStrategy: null,
};

function tell(gaps = 2): void {
  const quality = { ...shown, gaps, messages: 9, restarts: 0, interruptions: 1, dropped: 0 };
  house.fanout.publish(`account.${house.accountId}.feeds`, { feeds: [quality] });
}

async function traderIs(status: 'ok' | 'down'): Promise<void> {
  await new HealthBoard(house.dataSource).beat({ component: 'trader', accountId: house.accountId, status, reason: 'of the test' });
}

const asked = async () => (await house.ask(QUERY, { id: house.accountId })).data?.['feeds'];

describe('feed quality', () => {
  beforeEach(async () => {
    await traderIs('ok');
    tell();
  });

  it('is asked for by account, over GraphQL and REST', async () => {
    expect(await asked()).toEqual([shown]);
    expect(await (await house.get(`/api/v1/accounts/${house.accountId}/feeds`)).json()).toMatchObject([shown]);
    expect((await house.get('/api/v1/accounts/nobody/feeds')).status).toBe(404);
  });

  it('is measured for Prometheus', async () => {
    const text = await (await house.get('/metrics')).text();
    const labels = `account="${house.accountId}",symbol="${SYMBOL}",feed="quote"`;
    expect(text).toContain(`plimsoll_feed_uptime{${labels},component="api"} 0.75`);
    expect(text).toContain(`plimsoll_feed_gaps{${labels},component="api"} 2`);
    expect(text).toContain(`plimsoll_feed_latency_seconds{${labels},stage="exchange_to_received",quantile="0.99",component="api"} 0.08`);
    expect(text).not.toContain('stage="received_to_strategy"');
  });

  it('streams at once and then each change', async () => {
    const seen: unknown[] = [];
    for await (const { data } of house.socket.iterate<{ feeds: unknown }>({ query: STREAM, variables: { id: house.accountId } })) {
      seen.push(data?.feeds);
      if (seen.length === 2) break;
      tell(3);
    }
    expect(seen).toEqual([[{ gaps: 2 }], [{ gaps: 3 }]]);
  });

  it('is empty once the trader that told it is gone, in metrics too', async () => {
    await traderIs('down');
    expect(await asked()).toEqual([]);
    expect(await (await house.get('/metrics')).text()).not.toContain('plimsoll_feed_uptime{');
  });
});
