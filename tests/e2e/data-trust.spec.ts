import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { fillCount, onlyAccount } from '../support/oracle';
import { Platform, until } from '../support/platform';
import { freePort } from '@libs/testkit';

const PATIENCE_MS = 60_000;
const SYMBOL = 'BTC/USDT:USDT';
const QUERY = 'query ($id: ID!) { dataTrust(accountId: $id) { symbol level reasons } }';

const SINCE = 'query ($id: ID!) { dataTrust(accountId: $id) { level since } status { market { marketTime } } }';
const HOUR = 3_600_000;

interface Trusted {
  readonly dataTrust: readonly { readonly level: string; readonly since: string }[];
  readonly status: { readonly market: { readonly marketTime: string } };
}

interface Alert {
  readonly state: string;
  readonly subject: string;
  readonly text: string;
}

describe('a market that goes away', () => {
  const alerts: Alert[] = [];
  let webhook: Server;
  let platform: Platform;
  let accountId: string;

  const levels = async (): Promise<string> => {
    const { dataTrust } = await platform.graphql<{ dataTrust: readonly { level: string }[] }>(QUERY, { id: accountId });
    return dataTrust.map(({ level }) => level).join();
  };
  /** Milliseconds of market time. */
  const trustedFor = async (): Promise<number> => {
    const { dataTrust, status } = await platform.graphql<Trusted>(SINCE, { id: accountId });
    const [first] = dataTrust;
    return first?.level === 'TRUSTED' ? Date.parse(status.market.marketTime) - Date.parse(first.since) : 0;
  };
  const becomes = (level: string): Promise<void> =>
    until(
      async () => (await levels()) === level,
      PATIENCE_MS,
      () => `data is not ${level}`,
    );

  beforeAll(async () => {
    webhook = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString()));
      request.on('end', () => {
        alerts.push(JSON.parse(text) as Alert);
        response.end();
      });
    });
    const port = await freePort();
    await new Promise<void>((resolve) => webhook.listen(port, '127.0.0.1', resolve));
    platform = new Platform(['--speed', '600'], { ALERT_WEBHOOK_URL: `http://127.0.0.1:${port}/hook` });
    await platform.start();
    accountId = await onlyAccount(platform);
    await until(
      async () => (await fillCount(platform, accountId)) > 0,
      PATIENCE_MS,
      () => 'nothing trades',
    );
    // What has never been seen well is given half a minute at the start; an hour of this market is six looks of one second.
    await until(
      async () => (await trustedFor()) > HOUR,
      PATIENCE_MS,
      () => 'data is not trusted for long',
    );
  }, 3 * PATIENCE_MS);

  afterAll(async () => {
    await platform?.remove();
    webhook?.closeAllConnections();
    webhook?.close();
  }, PATIENCE_MS);

  it(
    'is not trusted until it is back, and a person hears of both',
    async () => {
      for (const pid of platform.pidsOf('exchange-simulator')) process.kill(pid, 'SIGKILL');
      await becomes('UNTRUSTED');
      await becomes('TRUSTED');
      await until(
        () => alerts.length === 2,
        PATIENCE_MS,
        () => `alerts: ${JSON.stringify(alerts)}`,
      );
      expect(alerts).toEqual([
        expect.objectContaining({
          state: 'RAISED',
          subject: 'account demo',
          text: `Market data is not trusted, entries wait: ${SYMBOL} (STALE)`,
        }),
        expect.objectContaining({ state: 'RESOLVED', subject: 'account demo' }),
      ]);
    },
    3 * PATIENCE_MS,
  );

  it(
    'is in the recording: the session replays to the byte',
    async () => {
      await platform.stop();
      expect(await platform.cli('replay', 'latest')).toMatchObject({ identical: true });
    },
    PATIENCE_MS,
  );
});
