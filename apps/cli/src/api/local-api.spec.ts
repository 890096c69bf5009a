import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { query } from '@libs/client';
import { freePort } from '@libs/testkit';
import { EXIT } from '../exit-code';
import { homeAt } from '../home/home';
import { identify } from '../home/process-identity';
import { Terminal } from '../terminal/terminal';
import { localApi } from './local-api';

describe('localApi', () => {
  let home: string;
  let said: string[];
  let servers: Server[];
  let onSay: () => void;

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'local-api-'));
    process.env['PLIMSOLL_HOME'] = home;
    [said, servers, onSay] = [[], [], () => undefined];
  });

  afterEach(async () => {
    delete process.env['PLIMSOLL_HOME'];
    for (const server of servers) server.close();
    await rm(home, { recursive: true, force: true });
  });

  /** What a running launcher leaves in its data folder. */
  async function launched(url: string): Promise<void> {
    await writeFile(homeAt(home).lock, JSON.stringify(identify(process.pid)));
    await writeFile(homeAt(home).runtime, JSON.stringify({ pid: process.pid, url, startedAt: '', market: '' }));
  }

  async function listening(server: Server, port: number): Promise<string> {
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async function accounts(): Promise<unknown> {
    const err = (text: string): void => {
      said.push(text);
      onSay();
    };
    const request = await localApi(new Terminal({ json: false, isTty: false, err }));
    return request(query.accounts, {});
  }

  it('waits for the api of a platform that runs, and says so once', async () => {
    const port = await freePort();
    await launched(`http://127.0.0.1:${port}`);
    onSay = () => {
      void listening(
        createServer((_request, response) => response.end('{"data":{"accounts":[]}}')),
        port,
      );
    };
    expect(await accounts()).toEqual([]);
    expect(said).toEqual([`The api does not answer at http://127.0.0.1:${port} yet; waiting for it …\n`]);
  });

  it('does not ask again what may have arrived', async () => {
    let requests = 0;
    const url = await listening(
      createServer((request) => {
        requests += 1;
        request.socket.destroy();
      }),
      0,
    );
    await launched(url);
    await expect(accounts()).rejects.toMatchObject({
      exitCode: EXIT.failed,
      message:
        `Plimsoll runs on ${home} as process ${process.pid}, but its api at ${url} does not answer; trading goes on meanwhile, ` +
        'and this command may have been carried out. Look with: npx plimsoll logs api',
    });
    expect(requests).toBe(1);
  });

  it('says at once that nothing runs where no launcher lives', async () => {
    const port = await freePort();
    await writeFile(homeAt(home).runtime, JSON.stringify({ pid: 1, url: `http://127.0.0.1:${port}`, startedAt: '', market: '' }));
    await expect(accounts()).rejects.toMatchObject({ exitCode: EXIT.notRunning, message: expect.stringContaining('does not run on') });
  });
});
