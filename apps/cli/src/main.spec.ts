import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { homeAt } from './home/home';

/** Many times what a pipe holds. */
const REASON = 'x'.repeat(4_000_000);

describe('a command whose output is read through a pipe', () => {
  const api = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const { operationName } = JSON.parse(text) as { operationName: string };
    const account = { __typename: 'Account', id: 'a-1', name: 'demo', status: 'READY', tradingState: 'HALTED', tradingReason: REASON };
    const answers: Record<string, unknown> = { accounts: [account], setTradingState: account, orders: { items: [] } };
    response.end(JSON.stringify({ data: { [operationName]: answers[operationName] } }));
  });
  let home: string;

  beforeAll(async () => {
    await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
    home = await mkdtemp(join(tmpdir(), 'cli-'));
    const url = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
    await writeFile(homeAt(home).runtime, JSON.stringify({ pid: process.pid, url, startedAt: '', market: '' }));
  });

  afterAll(async () => {
    api.closeAllConnections();
    api.close();
    await rm(home, { recursive: true, force: true });
  });

  it('is written to the last byte before the command ends', async () => {
    const run = promisify(execFile);
    const { stdout } = await run(process.execPath, ['bin/plimsoll.js', 'halt', '--reason', 'test', '--json'], {
      env: { ...process.env, PLIMSOLL_HOME: home },
      maxBuffer: 2 * REASON.length,
    });
    expect(JSON.parse(stdout)).toMatchObject([{ account: 'demo', message: `demo: HALTED, ${REASON}` }]);
  }, 60_000);
});
