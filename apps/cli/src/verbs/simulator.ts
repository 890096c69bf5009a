import type { Command } from 'commander';
import { defined } from '@libs/kernel';
import { loadSettings, type SimulatorSource } from '@libs/platform';
import { DEPLOYMENT_NAMES } from '../api/deployment-names';
import { CommandError, EXIT, type End, type ExitCode } from '../exit-code';
import { refuseUnusableHome } from '../home/home';
import { chooseMarket, type MarketOptions } from '../launcher/market';
import { Terminal } from '../terminal/terminal';

interface SimulatorCommand extends MarketOptions {
  readonly mirror?: string;
  readonly stepped: boolean;
  readonly port: string;
  readonly host: string;
  readonly accounts?: string;
  readonly faults?: string;
  readonly rates: string;
  readonly json: boolean;
}

const REAL_TIME = 1;

export function addSimulator(program: Command, end: End): void {
  const command = program
    .command('simulator')
    .description('run the exchange simulator alone: a Bybit V5 exchange for any client, with fake money')
    .option('--port <n>', 'port of REST and WebSocket, 0 takes any free one', '8090')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--replay <file>', 'play this file: candles (CSV or CSV.gz) or recorded order-book lines (.gz)')
    .option('--symbol <symbol>', 'symbol of the file, if not in its name')
    .option('--speed <n>', 'market seconds per second of a generated or replayed market (default 1)')
    .option('--seed <n>', 'seed of the generated market (default 1)')
    .option('--mirror <exchange>', 'mirror the public streams of this exchange: bybit')
    .option('--stepped', 'move the market only by POST /admin/clock/step', false)
    .option('--accounts <file>', 'JSON file of the initial accounts, balances and keys')
    .option('--faults <file>', 'faults to inject (JSON); `plimsoll simulator faults` lists them')
    .option('--rates <tier>', 'rate limits: default as the real exchange, vip1 to vip5, pro1 to pro6, off', 'default')
    .option('--json', 'print JSON lines', false)
    .action(async (options: SimulatorCommand) => {
      end(await simulate(options));
    });
  command
    .command('faults')
    .description('list the faults that can be injected')
    .option('--json', 'print one JSON array', false)
    .action(async (_own: object, self: Command) => {
      end(await listFaults(self.optsWithGlobals<{ json: boolean }>().json));
    });
}

async function simulate(options: SimulatorCommand): Promise<ExitCode> {
  const settings = loadSettings(process.env, { allow: DEPLOYMENT_NAMES });
  const source = await sourceOf(options);
  await refuseUnusableHome(settings.home);
  // Loaded here, because no other verb needs an exchange in its own process.
  const { runSimulator } = await import('../simulator/run-simulator');
  return runSimulator({
    source,
    home: settings.home,
    terminal: new Terminal({ json: options.json }),
    port: portOf(options.port),
    host: options.host,
    rates: options.rates,
    ...defined({ accounts: options.accounts, faults: options.faults }),
  });
}

async function sourceOf({ mirror, stepped, speed, ...options }: SimulatorCommand): Promise<SimulatorSource> {
  if (mirror === undefined) {
    const source = await chooseMarket({ ...options, speed: speed ?? String(REAL_TIME) }, loadSettings({}));
    return stepped && source.kind !== 'mirror' ? { ...source, stepped } : source;
  }
  if (mirror !== 'bybit') throw bad(`--mirror is "${mirror}"; the exchange that can be mirrored is bybit.`);
  const unfit =
    ['replay', 'symbol', 'seed'].find((name) => name in options) ?? (stepped ? 'stepped' : speed === undefined ? undefined : 'speed');
  if (unfit !== undefined) throw bad(`--${unfit} does not go with --mirror, which follows a real market; leave one of them out.`);
  return { kind: 'mirror', exchange: mirror };
}

function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port >= 0 && port <= 65_535) return port;
  throw bad(`--port is "${text}"; it must be a port from 0 to 65535.`);
}

async function listFaults(json: boolean): Promise<ExitCode> {
  const { describeFaults } = await import('@libs/exchange-simulator');
  const faults = describeFaults();
  const width = Math.max(...faults.map(({ name }) => name.length)) + 2;
  const groups = Map.groupBy(faults, ({ group }) => group);
  const text = [...groups].map(([group, list]) =>
    [group, ...list.map(({ name, title, parameters }) => `  ${name.padEnd(width)}${title}${parametersAsText(parameters)}`)].join('\n'),
  );
  new Terminal({ json }).result(text.join('\n\n'), faults);
  return EXIT.ok;
}

function parametersAsText(parameters: Readonly<Record<string, unknown>>): string {
  const names = Object.entries(parameters).map(([name, value]) =>
    value === null ? name : `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return names.length === 0 ? '' : ` [${names.join(', ')}]`;
}

function bad(message: string): CommandError {
  return new CommandError(EXIT.badInput, message);
}
