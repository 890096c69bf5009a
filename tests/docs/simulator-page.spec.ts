import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSource, parseScenario, readAccountsFile, startSimulator } from '@libs/exchange-simulator';
import { createLogger } from '@libs/platform';

const page = await readFile('libs/exchange-simulator/README.md', 'utf8');
const blocks = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text]) => text!);

describe('the page of the exchange simulator', () => {
  it('shows a scenario and an accounts file that a simulator starts with', async () => {
    const [scenario, accounts] = blocks;
    const folder = await mkdtemp(join(tmpdir(), 'simulator-page-'));
    const file = join(folder, 'accounts.json');
    await writeFile(file, accounts!);
    const simulator = await startSimulator({
      source: await openSource({ kind: 'generated', seed: 1, speed: 60 }),
      folder,
      port: 0,
      token: 'page',
      accounts: await readAccountsFile(file),
      faults: parseScenario(scenario!),
      logger: createLogger({ component: 'page', write: () => undefined }),
      failed: (error) => {
        throw error;
      },
    });
    try {
      const ask = async <T>(path: string): Promise<T> =>
        (await (await fetch(`http://127.0.0.1:${simulator.port}/admin/${path}`, { headers: { 'X-Plimsoll-Token': 'page' } })).json()) as T;
      const { armed } = await ask<{ armed: { fault: string }[] }>('faults');
      expect(armed.map(({ fault }) => fault)).toEqual(['delta-lost', 'create-unanswered-placed', 'clock-skew']);
      expect(simulator.exchange.keys.find('my-key')).toMatchObject({ accountId: 'main', apiSecret: 'my-secret' });
      expect(simulator.exchange.accountIds()).toEqual(['main', 'sub']);
    } finally {
      await simulator.stop();
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('names only administration calls that are served', async () => {
    const served = await readFile('libs/exchange-simulator/src/admin/admin-endpoints.ts', 'utf8');
    const areas = new Set([...page.matchAll(/\/admin\/([a-z]+)/g)].map(([, area]) => area!));
    expect([...areas].filter((area) => !served.includes(area))).toEqual([]);
  });
});
