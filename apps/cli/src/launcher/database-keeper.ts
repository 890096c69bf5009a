import { backoffDelay } from '@libs/platform';
import type { Home } from '../home/home';
import { EmbeddedPostgres } from '../postgres/embedded-postgres';

const LOOK_EVERY = 500;
const BACKOFF = { step: 400, cap: 15_000 };

type Say = (text: string, level: 'info' | 'warn') => void;

/** Keeps the embedded PostgreSQL running for as long as the launcher does. */
export class DatabaseKeeper {
  private timer: NodeJS.Timeout | undefined;
  private failures = 0;
  private stopping = false;
  private restarting: Promise<void> = Promise.resolve();

  private constructor(
    private readonly server: EmbeddedPostgres,
    private readonly say: Say,
  ) {}

  static async open(home: Home, say: Say): Promise<DatabaseKeeper> {
    const server = await EmbeddedPostgres.open(home);
    if (server.adopted) say(`PostgreSQL still ran from an earlier start (process ${server.pid}); it is taken over`, 'info');
    const keeper = new DatabaseKeeper(server, say);
    keeper.lookLater(LOOK_EVERY);
    return keeper;
  }

  get url(): string {
    return this.server.url;
  }

  get pid(): number {
    return this.server.pid;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.timer);
    await this.restarting.catch(() => undefined);
    await this.server.stop();
  }

  /** Asks it to shut down without waiting; it writes everything by itself. */
  release(): void {
    this.stopping = true;
    clearTimeout(this.timer);
    if (this.server.isRunning()) process.kill(this.server.pid, 'SIGINT');
  }

  private lookLater(delay: number): void {
    this.timer = setTimeout(() => void (this.restarting = this.look()), delay);
  }

  private async look(): Promise<void> {
    if (this.stopping) return;
    if (this.server.isRunning()) {
      this.lookLater(LOOK_EVERY);
      return;
    }
    this.failures += 1;
    if (this.failures === 1) this.say('PostgreSQL has ended; starting it again', 'warn');
    const started = performance.now();
    try {
      await this.server.restart();
      this.failures = 0;
      this.say(`PostgreSQL is back after ${((performance.now() - started) / 1_000).toFixed(1)} s (process ${this.server.pid})`, 'info');
      this.lookLater(LOOK_EVERY);
    } catch (error) {
      const delay = backoffDelay(this.failures, BACKOFF);
      this.say(`${error instanceof Error ? error.message : String(error)} Trying again in ${(delay / 1_000).toFixed(1)} s`, 'warn');
      this.lookLater(delay);
    }
  }
}
