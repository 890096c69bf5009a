import type { LauncherDatabase } from './database';
import type { SimulatorClient, SimulatorStatus } from './simulator-client';

type Say = (text: string, level: 'info' | 'warn') => void;

const LOOK_EVERY = 1_000;

/** Says what a person in front of the terminal waits for: the first fill, and that the market stands still and why. */
export class MarketWatch {
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;
  private sawFill = false;
  private last: SimulatorStatus['state'] = 'running';

  constructor(
    private readonly options: {
      readonly simulator: SimulatorClient;
      readonly database: LauncherDatabase;
      readonly mark: ReadonlyMap<string, number>;
      /** Monotonic time of the launcher's start. */
      readonly startedAt: number;
      readonly say: Say;
      readonly onFirstFill: (text: string, seconds: number) => void;
    },
  ) {}

  start(): void {
    void this.look();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  // Either may be down for a moment; the next look tells.
  private async look(): Promise<void> {
    await Promise.all([this.lookAtMarket().catch(() => undefined), this.lookForFill().catch(() => undefined)]);
    if (!this.stopped) this.timer = setTimeout(() => void this.look(), LOOK_EVERY);
  }

  private async lookForFill(): Promise<void> {
    if (this.sawFill) return;
    const fill = await this.options.database.firstFillAfter(this.options.mark);
    if (!fill || this.stopped) return;
    this.sawFill = true;
    const seconds = (performance.now() - this.options.startedAt) / 1_000;
    const text = `first paper fill after ${seconds.toFixed(1)} s: ${fill.side} ${fill.quantity} ${fill.symbol} at ${fill.price} (account ${fill.account})`;
    this.options.onFirstFill(text, seconds);
  }

  private async lookAtMarket(): Promise<void> {
    const { state, reason, marketTime } = await this.options.simulator.status();
    if (state === this.last || this.stopped) return;
    this.last = state;
    const at = new Date(marketTime).toISOString();
    const because = reason ? `: ${reason}` : '';
    if (state === 'halted') this.options.say(`the market stands still at ${at}${because}`, 'info');
    else if (state === 'waiting') this.options.say(`the market waits${because}`, 'info');
    else this.options.say(`the market runs, ${at}`, 'info');
  }
}
