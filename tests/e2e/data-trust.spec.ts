import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { fillCount, onlyAccount } from '../support/oracle';
import { Platform, until } from '../support/platform';
import { freePort } from '@libs/testkit';

const PATIENCE_MS = 60_000;
const SYMBOL = 'BTC/USDT:USDT';
const QUERY = 'query ($id: ID!) { dataTrust(accountId: $id) { symbol level reasons } }';

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
    // A platform that has traded has been well for a while.
    await until(
      async () => (await fillCount(platform, accountId)) > 0,
      PATIENCE_MS,
      () => 'nothing trades',
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
