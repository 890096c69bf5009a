import { randomBytes } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  InvalidSource,
  openSource,
  parseScenario,
  RATE_TIERS,
  readAccountsFile,
  startSimulator,
  type RateTier,
  type Scenario,
  type Simulator,
} from '@libs/exchange-simulator';
import { defined } from '@libs/kernel';
import { createLogger, type SimulatorSource } from '@libs/platform';
import { CommandError, EXIT, type ExitCode } from '../exit-code';
import { readJson, writeJson } from '../home/home';
import { takeLock } from '../home/lock';
import type { Terminal } from '../terminal/terminal';

export interface RunOptions {
  readonly source: SimulatorSource;
  readonly home: string;
  readonly port: number;
  readonly host: string;
  readonly rates: string;
  readonly accounts?: string;
  readonly faults?: string;
  readonly terminal: Terminal;
}

/** What the simulator starts with when nobody names accounts. */
const DEMO_ACCOUNTS = { demo: { balances: { USDT: '100000', BTC: '1' }, fees: { maker: '0.0002', taker: '0.00055' } } };

/** Serves one exchange until Ctrl-C; its journal lies apart from the platform's own simulator. */
export async function runSimulator(options: RunOptions): Promise<ExitCode> {
  const { terminal } = options;
  try {
    const rateTier = tierOf(options.rates);
    const scenario = options.faults === undefined ? undefined : await readFaults(options.faults);
    const accounts = options.accounts === undefined ? DEMO_ACCOUNTS : await readAccountsFile(options.accounts);
    const source = await terminal.during('Opening the market', openSource(options.source));
    const folder = join(options.home, 'exchange');
    await mkdir(folder, { recursive: true });
    const lock = await takeLock(join(folder, 'exchange.lock'));
    const token = await tokenOf(folder);
    const logger = createLogger({ component: 'exchange-simulator', write: (line) => process.stderr.write(line), level: 'warn' });
    const failed = Promise.withResolvers<never>();
    const simulator = await startSimulator({
      source,
      folder,
      port: options.port,
      host: options.host,
      token,
      logger,
      accounts,
      rateTier,
      failed: failed.reject,
      ...defined({ faults: scenario }),
    });
    announce(options, simulator, { token, market: source.label, faults: scenario?.faults.length ?? 0, accounts: Object.keys(accounts) });
    await Promise.race([interrupted(), failed.promise]);
    await terminal.during('Stopping', simulator.stop());
    await lock.release();
    return EXIT.ok;
  } catch (error) {
    if (error instanceof InvalidSource) throw new CommandError(EXIT.badInput, error.message, { cause: error });
    throw error;
  }
}

function tierOf(text: string): RateTier {
  const tier = RATE_TIERS.find((known) => known === text);
  if (tier === undefined) throw new CommandError(EXIT.badInput, `--rates is "${text}"; it must be one of ${RATE_TIERS.join(', ')}.`);
  return tier;
}

async function readFaults(file: string): Promise<Scenario> {
  try {
    return parseScenario(await readFile(file, 'utf8'));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandError(EXIT.badInput, `The faults file ${file} cannot be used. ${why}`, { cause: error });
  }
}

/** The same token at every start, so that scripts may keep it. */
async function tokenOf(folder: string): Promise<string> {
  const file = join(folder, 'token.json');
  const known = await readJson<{ token: string }>(file);
  if (known) return known.token;
  const token = randomBytes(16).toString('hex');
  await writeJson(file, { token });
  return token;
}

interface Facts {
  readonly token: string;
  readonly market: string;
  readonly faults: number;
  readonly accounts: readonly string[];
}

function announce({ host, terminal }: RunOptions, { port, exchange }: Simulator, facts: Facts): void {
  const origin = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const keys = facts.accounts.flatMap((id) => exchange.keys.allOf(id).map(({ apiKey, apiSecret }) => ({ account: id, apiKey, apiSecret })));
  const rows = [
    ['REST', `http://${origin}`],
    ['WebSocket', `ws://${origin}/v5/public/linear, /v5/public/spot, /v5/private, /v5/trade`],
    ['Market', facts.market],
    ...keys.map(({ account, apiKey, apiSecret }) => ['Account', `${account}   key ${apiKey}   secret ${apiSecret}`]),
    ['Admin', `http://${origin}/admin/status   header X-Plimsoll-Token: ${facts.token}`],
    ...(facts.faults === 0 ? [] : [['Faults', `${facts.faults} armed`]]),
    ['Stop', 'Ctrl-C'],
  ];
  const body = rows.map(([name, text]) => `  ${name!.padEnd(11)}${text}`).join('\n');
  const value = { event: 'ready', rest: `http://${origin}`, webSocket: `ws://${origin}`, market: facts.market, token: facts.token, keys };
  terminal.result(`\nThe exchange simulator speaks Bybit V5; its money is not real\n\n${body}\n`, { ...value, faults: facts.faults });
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
}
