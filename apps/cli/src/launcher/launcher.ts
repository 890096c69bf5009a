import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { createRequest, query } from '@libs/client';
import { monotonicClock, systemTimers, type Settings, type SimulatorSource } from '@libs/platform';
import { CommandError, EXIT } from '../exit-code';
import { writeJson, type Home } from '../home/home';
import { rememberedPort } from '../home/ports';
import type { Terminal } from '../terminal/terminal';
import { startNodeChild } from './child';
import {
  apiCommand,
  executorCommand,
  migrateCommand,
  researchCommand,
  simulatorCommand,
  traderCommand,
  type Installation,
} from './components';
import { LauncherDatabase } from './database';
import { DatabaseKeeper } from './database-keeper';
import { describeTrading, ensureDemo } from './demo';
import { Fleet } from './fleet';
import { LogBook } from './log-book';
import { describeMarket, nameMarket } from './market';
import { MarketWatch } from './market-watch';
import { runOnce } from './run-once';
import { SimulatorClient, type SimulatorStatus } from './simulator-client';
import { rememberChildren } from './stragglers';
import { Supervised, type SupervisorPorts } from './supervised';

/** What the launcher works on; `elsewhere` is a simulator that another service runs, for `--only accounts`. */
export interface LauncherOptions {
  readonly home: Home;
  readonly settings: Settings;
  readonly terminal: Terminal;
  readonly dashboardPort: number;
  readonly market: SimulatorSource | { readonly kind: 'elsewhere'; readonly url: string; readonly token: string };
}

export interface Summary {
  readonly dashboard: string;
  readonly graphql: string;
  readonly docs: string;
  readonly market: string;
  readonly trading: readonly string[];
  readonly seconds: number;
}

const FOLLOW_EVERY = 5_000;

/** Starts, restarts and stops everything that belongs to one data folder. */
export class Launcher {
  private readonly startedAt = performance.now();
  private readonly logs: LogBook;
  private readonly ports: SupervisorPorts;
  private opening: Promise<DatabaseKeeper> | undefined;
  private keeper: DatabaseKeeper | undefined;
  private database: LauncherDatabase | undefined;
  private simulator: Supervised | undefined;
  private api: Supervised | undefined;
  private research: Supervised | undefined;
  private fleet: Fleet | undefined;
  private watch: MarketWatch | undefined;
  private poll: NodeJS.Timeout | undefined;
  private stopping = false;

  constructor(private readonly options: LauncherOptions) {
    const say = this.say;
    this.logs = new LogBook(options.home.logs, (text) => say(text, 'warn'));
    this.ports = {
      start: startNodeChild,
      clock: monotonicClock,
      timers: systemTimers,
      random: Math.random,
      say,
      line: (label, line, stream) => this.logs.write(label, line, stream),
      changed: () => this.remember(),
    };
  }

  /** Everything of an installation on one machine. */
  async startAll(market: SimulatorSource): Promise<Summary> {
    const { terminal, home, settings } = this.options;
    const port = await rememberedPort(home.ports, 'simulator');
    const token = randomBytes(24).toString('base64url');
    const venueUrl = `http://127.0.0.1:${port}`;
    const simulator = new SimulatorClient(venueUrl, token);
    this.simulator = this.component('exchange-simulator', () => simulatorCommand(home, { port, token, source: market }));
    const [status, databaseUrl] = await Promise.all([
      terminal.during(
        'Starting the market',
        this.simulator.ready().then(() => simulator.status()),
      ),
      this.openDatabase(),
    ]);
    const installation = { home, settings, databaseUrl, venueUrl };
    const dashboardPort = this.options.dashboardPort;
    const sourceLabel = nameMarket(market);
    this.api = this.component('api', () =>
      apiCommand(installation, { port: dashboardPort, token, sourceLabel, sourceId: status.sourceId }),
    );
    await terminal.during('Starting the api', this.api.ready());
    await this.startAccounts(installation, simulator, status);
    // Nobody waits for it: trading does not need it.
    this.research = this.component('research', () => researchCommand(installation));
    return this.openForTrading({ market, status, simulator });
  }

  /** Traders and executors only; database, simulator and api are services of their own. */
  async startAccountsOnly(where: { readonly url: string; readonly token: string }): Promise<void> {
    const { terminal, home, settings } = this.options;
    if (settings.databaseUrl === undefined)
      throw new CommandError(EXIT.badInput, 'DATABASE_URL is empty; --only accounts needs the database that api and simulator use.');
    const simulator = new SimulatorClient(where.url, where.token);
    const status = await terminal.during('Waiting for the exchange simulator', simulator.firstStatus(60_000));
    await this.startAccounts({ home, settings, databaseUrl: settings.databaseUrl, venueUrl: where.url }, simulator, status);
  }

  /** Trader → executor, and research → api → simulator → PostgreSQL, so that nobody loses what it still needs to finish. */
  async stop(): Promise<void> {
    if (this.stopping) return;
    this.stopping = true;
    this.watch?.stop();
    clearInterval(this.poll);
    await Promise.all([this.fleet?.stop(), this.research?.stop()]);
    await this.api?.stop();
    await this.simulator?.stop();
    await this.database?.close();
    await this.opening?.catch(() => undefined);
    await this.keeper?.stop();
    await rm(this.options.home.runtime, { force: true });
    await rm(this.options.home.children, { force: true });
    await this.logs.close();
  }

  /** Ends everything at once; the next start recovers. */
  kill(): void {
    for (const component of this.components()) component.kill();
    this.keeper?.release();
  }

  private readonly say = (text: string, level: 'info' | 'warn'): void => this.options.terminal.say(text, level);

  private async openDatabase(): Promise<string> {
    const { terminal, home, settings } = this.options;
    const url = settings.databaseUrl ?? (await terminal.during('Starting PostgreSQL', this.embedded()));
    this.refuseWhenStopping();
    await terminal.during('Bringing the database up to date', runOnce('migrate', migrateCommand(home, url), this.ports));
    return url;
  }

  private async embedded(): Promise<string> {
    this.opening = DatabaseKeeper.open(this.options.home, this.say);
    this.keeper = await this.opening;
    return this.keeper.url;
  }

  private async startAccounts(installation: Installation, simulator: SimulatorClient, status: SimulatorStatus): Promise<void> {
    this.refuseWhenStopping();
    const database = new LauncherDatabase(installation.databaseUrl);
    const fleet = new Fleet({
      accounts: () => database.accounts(),
      sourceId: status.sourceId,
      trader: ({ id }) => traderCommand(installation, id),
      executor: async ({ id, venueAccountId, startingBalances, fees }) => {
        const key = await simulator.openAccount(id, { balances: startingBalances, fees });
        return executorCommand(installation, { accountId: id, venueAccountId, key: key.apiKey, secret: key.apiSecret });
      },
      charge: async ({ id, startingBalances, fees }) => {
        await simulator.openAccount(id, { balances: startingBalances, fees });
      },
      ports: this.ports,
    });
    this.database = database;
    this.fleet = fleet;
    database.onAccountsChanged(() => void fleet.refresh());
    this.poll = setInterval(() => void fleet.refresh(), FOLLOW_EVERY);
    const mark = await database.fillMark();
    this.watch = new MarketWatch({
      simulator,
      database,
      mark,
      startedAt: this.startedAt,
      say: this.say,
      onFirstFill: (text, seconds) => this.firstFill(text, seconds),
    });
    await fleet.refresh();
  }

  private async openForTrading(run: {
    readonly market: SimulatorSource;
    readonly status: SimulatorStatus;
    readonly simulator: SimulatorClient;
  }): Promise<Summary> {
    const { database, fleet } = this;
    if (!database || !fleet) throw new Error('accounts are started first');
    const { terminal, settings, dashboardPort, home } = this.options;
    const base = `http://127.0.0.1:${dashboardPort}`;
    const request = createRequest({ url: `${base}/graphql` });
    const demo = ensureDemo({
      request,
      database,
      market: run.status,
      generated: run.market.kind === 'generated',
      maxPositionSize: settings.maxPositionSize,
      refresh: () => fleet.refresh(),
    });
    await terminal.during('Opening the accounts', demo).catch((error: unknown) => {
      this.refuseWhenStopping();
      this.say(`the demo could not be set up: ${error instanceof Error ? error.message : String(error)}`, 'warn');
    });
    const [accounts, deployments] = await Promise.all([request(query.accounts, {}), request(query.deployments, {})]);
    const traded = new Set(
      (await database.accounts()).filter(({ sourceId }) => sourceId === null || sourceId === run.status.sourceId).map(({ id }) => id),
    );
    const trading = describeTrading(
      accounts.filter(({ id, status }) => traded.has(id) && status !== 'DISABLED'),
      deployments,
    );
    await writeJson(home.runtime, { pid: process.pid, url: base, startedAt: new Date().toISOString(), market: describeMarket(run.market) });
    return {
      dashboard: `${base}/`,
      graphql: `${base}/graphql`,
      docs: `${base}/docs`,
      market: describeMarket(run.market),
      trading,
      seconds: (performance.now() - this.startedAt) / 1_000,
    };
  }

  /** From here on the terminal is told what happens. */
  startWatch(): void {
    this.watch?.start();
  }

  private firstFill(text: string, seconds: number): void {
    this.options.terminal.result(text, { event: 'first-fill', message: text, seconds });
  }

  /** A start that is interrupted must not begin what nobody would stop. */
  private refuseWhenStopping(): void {
    if (this.stopping) throw new CommandError(EXIT.failed, 'The start was interrupted.');
  }

  private component(label: string, command: () => ReturnType<typeof apiCommand>): Supervised {
    this.refuseWhenStopping();
    const component = new Supervised({ label, command, ports: this.ports });
    component.start();
    return component;
  }

  private components(): Supervised[] {
    return [...(this.fleet?.components ?? []), this.research, this.api, this.simulator].filter((component) => component !== undefined);
  }

  private remember(): void {
    const children = this.components().flatMap(({ identity }) => (identity ? [identity] : []));
    try {
      rememberChildren(this.options.home.children, children);
    } catch (error) {
      // A full disk must not take the trading down; the children also end by themselves when we do.
      this.say(`who runs cannot be written down (${String(error)})`, 'warn');
    }
  }
}
