import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLive, createRequest, subscription, type Live, type Request, type ResearchRun } from '@libs/client';
import { Decimal, defined } from '@libs/kernel';
import { HistoryStore } from '@libs/market-data';
import { createDataSource } from '@libs/persistence';
import { freePort, withStrategies } from '@libs/testkit';
import type { DataSource } from 'typeorm';
import { WebSocket } from 'ws';

const SYMBOL = 'BTC/USDT:USDT';
const DIST = join(import.meta.dirname, '../../../dist/apps');
const MINUTE = 60_000;
const BARS = 20_000;

/** The processes are started as the launcher does, from the build. */
export const isBuilt = existsSync(join(DIST, 'research/src/main.js'));

const watches = `params: { symbol: param.symbol({ default: '${SYMBOL}', description: 'market' }),
    turns: param.integer({ default: 1000, min: 1, max: 2000000, description: 'work per bar' }) },`;
const STRATEGIES = {
  /** Buys on the tenth bar and sells on the twentieth. */
  'once-in': `${watches} onBar: (ctx, { symbol }) => {
    ctx.state.n += 1;
    if (ctx.state.n === 10) ctx.buy(symbol, '1');
    if (ctx.state.n === 20) ctx.sell(symbol, '1');
  },`,
  plodder: `${watches} onBar: (ctx) => { for (let n = 0; n < ctx.params.turns; n += 1) ctx.state.n = (ctx.state.n * 31 + n) % 1009; },`,
  /** Buys on the tenth bar and sells when it is told to. */
  leaver: `params: { symbol: param.symbol({ default: '${SYMBOL}', description: 'market' }),
    exit: param.integer({ default: 20, min: 11, max: 30, description: 'bar' }) },
  onBar: (ctx, { symbol }) => {
    ctx.state.n += 1;
    if (ctx.state.n === 10) ctx.buy(symbol, '1');
    if (ctx.state.n === ctx.params.exit) ctx.sell(symbol, '1');
  },`,
  thrower: `${watches} onBar: (ctx) => { ctx.state.n += 1; if (ctx.state.n === 5) throw new Error('no idea'); },`,
};

export interface Place {
  readonly databaseUrl: string;
  readonly redisUrl?: string;
}

/** An api and workers of research as processes, over 20,000 stored minutes: 100 for the first fifteen, then 110. */
export class ResearchHouse {
  request!: Request;
  live!: Live;
  url!: string;
  database!: DataSource;
  private home!: string;
  private place!: Place;
  private readonly strategies = withStrategies(STRATEGIES);
  private readonly children = new Set<ChildProcess>();

  async open(place: Place): Promise<void> {
    this.place = place;
    this.home = await mkdtemp(join(tmpdir(), 'plimsoll-research-'));
    this.database = await createDataSource(place.databaseUrl, 2);
    const store = new HistoryStore(join(this.home, 'data'), 'a test');
    const bars = Array.from({ length: BARS }, (_, n) => {
      const price = Decimal.parse(n < 15 ? '100' : '110');
      return { start: n * MINUTE, open: price, high: price, low: price, close: price, volume: Decimal.parse('3.25') };
    });
    const series = { venue: 'bybit', symbol: SYMBOL, category: 'linear', kind: 'candles', interval: '1m' } as const;
    await store.addCandles(series, bars, { source: { how: 'import', from: 'a test' } });
    const port = await freePort();
    this.url = `http://127.0.0.1:${port}`;
    await this.start('api', { DASHBOARD_PORT: String(port), TRADING_MODE: 'paper', MAX_POSITION_SIZE: '0.1' });
    this.request = createRequest({ url: `${this.url}/graphql` });
    this.live = createLive({ url: `ws://127.0.0.1:${port}/graphql`, webSocketImpl: WebSocket });
  }

  async close(): Promise<void> {
    this.live?.close();
    await Promise.all([...this.children].map((child) => this.end(child, 'SIGTERM')));
    await this.database?.destroy();
    this.strategies.remove();
    await rm(this.home, { recursive: true, force: true });
  }

  startWorker(): Promise<ChildProcess> {
    return this.start('research');
  }

  async end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
    this.children.delete(child);
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }

  /** Follows a run until it is as wanted. */
  async until(id: string, wanted: (run: ResearchRun) => boolean): Promise<ResearchRun> {
    return new Promise((resolve, reject) => {
      const stop = this.live.subscribe(subscription.researchRunChanges, () => ({ id }), {
        next: (run) => {
          const isOver = !['QUEUED', 'RUNNING'].includes(run.status);
          if (!wanted(run) && !isOver) return;
          // The first item can come before `subscribe` has answered.
          queueMicrotask(() => stop());
          if (wanted(run)) resolve(run);
          else reject(new Error(`the run ended as ${run.status}: ${run.error}`));
        },
        problem: reject,
      });
    });
  }

  private async start(app: 'api' | 'research', more: Readonly<Record<string, string>> = {}): Promise<ChildProcess> {
    const child = fork(join(DIST, app, 'src/main.js'), {
      execArgv: ['--no-warnings'],
      env: {
        PATH: process.env['PATH'],
        NODE_ENV: 'production',
        PLIMSOLL_HOME: this.home,
        DATABASE_URL: this.place.databaseUrl,
        PLIMSOLL_STRATEGIES: this.strategies.folder,
        ...more,
        ...defined({ REDIS_URL: this.place.redisUrl }),
      },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.children.add(child);
    await once(child, 'message');
    return child;
  }
}
