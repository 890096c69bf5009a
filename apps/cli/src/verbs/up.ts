import type { Command } from 'commander';
import { loadSettings, type Settings } from '@libs/platform';
import { DEPLOYMENT_NAMES } from '../api/deployment-names';
import { checkDatabase, checkRedis } from '../doctor/store-checks';
import { CommandError, EXIT, type End, type ExitCode } from '../exit-code';
import { homeAt, openHome, refuseUnusableHome } from '../home/home';
import { holderOf, takeLock, type Lock } from '../home/lock';
import { isFree, rememberedPort } from '../home/ports';
import { isAlive } from '../home/process-identity';
import { checkReplayFile } from '../launcher/check-replay-file';
import { Launcher, type LauncherOptions, type Summary } from '../launcher/launcher';
import { chooseMarket, type MarketOptions } from '../launcher/market';
import { outlast, stragglers } from '../launcher/stragglers';
import { refuseClosedWay } from '../postgres/cluster';
import { futureDatabaseUser } from '../postgres/database-user';
import { Terminal } from '../terminal/terminal';
import { VERSION } from '../version';

interface UpOptions extends MarketOptions {
  readonly only?: string;
  readonly json: boolean;
}

/** One Ctrl-C reaches a program below npm twice: from the terminal and from npm. */
const SAME_KEYSTROKE = 700;

export function addUp(program: Command, end: End): void {
  program
    .command('up')
    .description('start everything and trade on paper until Ctrl-C')
    .option('--replay <file>', 'replay this file as the market: candles (CSV or CSV.gz) or recorded order-book lines (.gz)')
    .option('--speed <n>', 'market seconds per second of a generated or replayed market (default 60)')
    .option('--symbol <symbol>', 'symbol of the replayed file, if not in its name')
    .option('--seed <n>', 'seed of the generated market (default 1)')
    .option('--only <part>', 'accounts: run only traders and executors; the rest are separate services')
    .option('--json', 'print JSON lines', false)
    .action(async (options: UpOptions) => {
      end(await up(options));
    });
}

async function up(options: UpOptions): Promise<ExitCode> {
  if (options.only !== undefined && options.only !== 'accounts')
    throw new CommandError(EXIT.badInput, `--only is "${options.only}"; the part that can run alone is accounts.`);
  const terminal = new Terminal({ json: options.json });
  const settings = loadSettings(process.env, options.only === undefined ? {} : { allow: DEPLOYMENT_NAMES });
  const market = options.only === undefined ? await chooseMarket(options, settings) : elsewhere();
  if (market.kind === 'replay' || market.kind === 'l2') await terminal.during(`Checking ${market.file}`, checkReplayFile(market));
  await refuseUnusableHome(settings.home);
  await refuseWhileRunning(settings);
  const dashboardPort = options.only === undefined ? await dashboardPortOf(settings) : 0;
  const databaseUser = settings.databaseUrl === undefined ? await futureDatabaseUser() : undefined;
  if (databaseUser) await refuseClosedWay(homeAt(settings.home), databaseUser);
  await refuseUnfitStores(settings);
  const home = await openHome(settings.home);
  const lock = await takeLock(home.lock);
  const port = dashboardPort === 0 && options.only === undefined ? await rememberedPort(home.ports, 'dashboard') : dashboardPort;
  return run({ home, settings, terminal, dashboardPort: port, market }, lock);
}

async function run(options: LauncherOptions, lock: Lock): Promise<ExitCode> {
  const { terminal, market } = options;
  const launcher = new Launcher(options);
  const interrupted = onInterrupt(launcher, terminal);
  const started = market.kind === 'elsewhere' ? launcher.startAccountsOnly(market) : launcher.startAll(market);
  let failure: Error | undefined;
  const serving = started.then(
    (summary) => {
      if (interrupted.happened()) return undefined;
      announce(terminal, summary ?? undefined);
      launcher.startWatch();
      return undefined;
    },
    (error: unknown) => {
      failure = error instanceof Error ? error : new Error(String(error));
      return 'failed' as const;
    },
  );
  const failed = serving.then((result) => (result === 'failed' && !interrupted.happened() ? result : new Promise<never>(() => undefined)));
  await Promise.race([interrupted.promise, failed]);
  await terminal.during('Stopping', launcher.stop());
  await lock.release();
  if (failure !== undefined && !interrupted.happened()) throw failure;
  terminal.say('Plimsoll has stopped');
  return EXIT.ok;
}

function elsewhere(): { kind: 'elsewhere'; url: string; token: string } {
  const url = process.env['PLIMSOLL_SIMULATOR_URL'];
  const token = process.env['PLIMSOLL_SIMULATOR_TOKEN'];
  if (!url || !token)
    throw new CommandError(
      EXIT.badInput,
      'PLIMSOLL_SIMULATOR_URL and PLIMSOLL_SIMULATOR_TOKEN are needed with --only accounts; they name the simulator service and prove that we belong to it.',
    );
  return { kind: 'elsewhere', url: url.replace(/\/$/, ''), token };
}

/** Nothing is written before this: a live launcher is left alone, and what a killed one left running is waited for. */
async function refuseWhileRunning({ home: path }: Settings): Promise<void> {
  const home = homeAt(path);
  const holder = await holderOf(home.lock);
  if (holder && isAlive(holder)) {
    throw new CommandError(
      EXIT.failed,
      `Plimsoll already runs on ${path} as process ${holder.pid}; stop it first, or set PLIMSOLL_HOME to another folder.`,
    );
  }
  await outlast(await stragglers(home.children));
}

async function refuseUnfitStores({ databaseUrl, redisUrl }: Settings): Promise<void> {
  const database = databaseUrl === undefined ? undefined : await checkDatabase(databaseUrl);
  if (database?.status === 'failed')
    throw new CommandError(
      EXIT.badInput,
      `The server of DATABASE_URL ${database.detail}; start it, correct DATABASE_URL, or leave it empty to use the embedded one.`,
    );
  const redis = redisUrl === undefined ? undefined : await checkRedis(redisUrl);
  if (redis?.status === 'failed')
    throw new CommandError(
      EXIT.badInput,
      `The server of REDIS_URL ${redis.detail}; put that right, or leave REDIS_URL empty to keep the queues in PostgreSQL.`,
    );
}

async function dashboardPortOf({ dashboardPort }: Settings): Promise<number> {
  if (dashboardPort === 0 || (await isFree(dashboardPort))) return dashboardPort;
  throw new CommandError(
    EXIT.badInput,
    `Port ${dashboardPort} is in use by another program; set DASHBOARD_PORT to a free one, or to 0 for any.`,
  );
}

function onInterrupt(launcher: Launcher, terminal: Terminal): { promise: Promise<void>; happened: () => boolean } {
  let first: number | undefined;
  const promise = new Promise<void>((resolve) => {
    const hear = (signal: NodeJS.Signals): void => {
      const now = performance.now();
      if (first === undefined) {
        first = now;
        terminal.say(signal === 'SIGINT' ? 'Stopping; Ctrl-C once more ends everything at once' : `Stopping (${signal})`);
        resolve();
      } else if (signal === 'SIGINT' && now - first > SAME_KEYSTROKE) {
        launcher.kill();
        process.exit(EXIT.failed);
      }
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => hear(signal));
  });
  return { promise, happened: () => first !== undefined };
}

function announce(terminal: Terminal, summary: Summary | undefined): void {
  if (!summary) {
    terminal.say('traders and executors are started as accounts come and go');
    return;
  }
  const trading = summary.trading.length > 0 ? summary.trading : ['nothing yet; deploy with: npx plimsoll deploy ema-cross --account NAME'];
  const rows = [
    ['Dashboard', summary.dashboard],
    ['GraphQL', summary.graphql],
    ['REST docs', summary.docs],
    ['Market', summary.market],
    ...trading.map((text, index) => [index === 0 ? 'Trading' : '', text]),
    ['Stop', 'Ctrl-C'],
  ];
  const body = rows.map(([name, text]) => `  ${(name ?? '').padEnd(11)}${text}`).join('\n');
  terminal.result(`\nPlimsoll ${VERSION} is up, on paper, after ${summary.seconds.toFixed(1)} s\n\n${body}\n`, {
    event: 'ready',
    version: VERSION,
    ...summary,
  });
}
