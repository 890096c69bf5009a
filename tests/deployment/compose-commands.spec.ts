import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '@libs/testkit';
import { parse } from 'yaml';
import { redisMissing, withPostgres, withRedis } from '../../libs/testkit/src/index';

interface Service {
  readonly image: string;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly healthcheck?: { readonly test: readonly string[] };
}

const ROOT = join(import.meta.dirname, '../..');
const built = existsSync(join(ROOT, 'dist/apps/cli/src/main.js'));
const START_WITHIN = 60_000;

/** Docker's part is played here: addresses are those of this test, everything else is the file's. */
function readServices(addresses: Readonly<Record<string, string>>): Readonly<Record<string, Service>> {
  let text = readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8');
  for (const [written, actual] of Object.entries(addresses)) text = text.replaceAll(written, actual);
  text = text.replaceAll(/\$\{PLIMSOLL_SIMULATOR_TOKEN[^}]*\}/g, 'a-long-random-text');
  return (parse(text, { merge: true }) as { services: Record<string, Service> }).services;
}

const describeBuilt = built ? describe : describe.skip;

describeBuilt('the commands of docker-compose.yml (skipped when nothing is built)', () => {
  const database = withPostgres();
  const redis = redisMissing === undefined ? withRedis() : undefined;
  const running: ChildProcess[] = [];
  let home: string;
  let services: Readonly<Record<string, Service>>;
  let api: string;

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'plimsoll-compose-'));
    const [dashboard, simulator] = [await freePort(), await freePort()];
    api = `http://127.0.0.1:${dashboard}`;
    services = readServices({
      'postgres://plimsoll:${PLIMSOLL_DB_PASSWORD:?choose a password}@127.0.0.1:5433/plimsoll': database.url,
      '  REDIS_URL: redis://127.0.0.1:6380': redis ? `  REDIS_URL: ${redis.url}` : '',
      '${ALERT_WEBHOOK_URL:-}': '',
      '9080': String(simulator),
      '8080': String(dashboard),
    });
  });

  afterAll(async () => {
    for (const child of running.toReversed()) await stop(child);
    rmSync(home, { recursive: true, force: true });
  });

  function start(name: string): ChildProcess {
    const { command, environment } = services[name]!;
    const child = spawn(process.execPath, command, {
      cwd: ROOT,
      env: containerEnvironment(environment),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child.stderr?.resume();
    return child;
  }

  function containerEnvironment(environment: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
    return { PATH: process.env['PATH'], NODE_ENV: 'production', PLIMSOLL_HOME: home, ...environment };
  }

  async function becomesHealthy(name: string): Promise<void> {
    const { environment, healthcheck } = services[name]!;
    const [, , ...args] = healthcheck!.test;
    for (const deadline = performance.now() + START_WITHIN; ; await sleep(250)) {
      const probe = spawn(process.execPath, args, { cwd: ROOT, env: containerEnvironment(environment), stdio: 'ignore' });
      const [code] = (await once(probe, 'exit')) as [number | null];
      if (code === 0) return;
      if (performance.now() > deadline) throw new Error(`${name} is not healthy: its check ends with ${code}`);
    }
  }

  it('bring the database up to date', async () => {
    const [code] = (await once(start('migrate'), 'exit')) as [number | null];
    expect(code).toBe(0);
  });

  it.each(['simulator', 'api', 'accounts', 'research'])(
    'start %s until its health check passes',
    async (name) => {
      running.push(start(name));
      await becomesHealthy(name);
    },
    START_WITHIN + 5_000,
  );

  it(
    'open an account that gets its trader and executor',
    async () => {
      const text = 'mutation { createAccount(input: { name: "composed" }) { __typename ... on Account { status } } }';
      const response = await fetch(`${api}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: text }),
      });
      expect(await response.json()).toEqual({ data: { createAccount: { __typename: 'Account', status: 'READY' } } });
    },
    START_WITHIN,
  );

  it('end with 0 when they are told to stop', async () => {
    for (const child of running.splice(0).toReversed()) expect(await stop(child)).toBe(0);
  });
});

async function stop(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const ended = once(child, 'exit') as Promise<[number | null]>;
  child.kill('SIGTERM');
  return (await ended)[0];
}
