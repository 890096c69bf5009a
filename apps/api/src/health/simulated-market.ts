import type { MarketWatch } from './health';
import type { Market } from './health.types';

const ANSWER_WITHIN = 1000;

interface SimulatorStatus {
  readonly state: string;
  readonly reason?: string | null;
  readonly speed: number;
  readonly marketTime: number;
}

/** What this installation's exchange simulator says of the market it plays. */
export class SimulatedMarket implements MarketWatch {
  constructor(
    private readonly url: string | undefined,
    private readonly token: string | undefined,
    private readonly label: string,
  ) {}

  /** No market is a fact to show, not an error: the simulator's own component tells why. */
  async now(): Promise<Market | null> {
    if (!this.url) return null;
    const status = await this.ask(`${this.url}/admin/status`).catch(() => null);
    if (!status) return null;
    return {
      label: this.label,
      state: status.state,
      reason: status.reason || null,
      speed: status.speed,
      marketTime: new Date(status.marketTime),
    };
  }

  private async ask(url: string): Promise<SimulatorStatus | null> {
    const headers = { 'x-plimsoll-token': this.token ?? '' };
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(ANSWER_WITHIN) });
    return response.ok ? ((await response.json()) as SimulatorStatus) : null;
  }
}
