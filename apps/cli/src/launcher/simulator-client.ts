import { setTimeout as sleep } from 'node:timers/promises';

export interface SimulatorSymbol {
  readonly symbol: string;
  readonly venueSymbol: string;
  readonly category: string;
  readonly interval: string;
}

/** What the simulator says of its market. */
export interface SimulatorStatus {
  /** Names this market (seed, file or mirror); a paper account belongs to one. */
  readonly sourceId: string;
  readonly symbols: readonly SimulatorSymbol[];
  /** Epoch milliseconds. */
  readonly marketTime: number;
  readonly speed: number;
  readonly state: 'running' | 'halted' | 'waiting';
  readonly reason?: string | null;
}

export interface VenueKey {
  readonly apiKey: string;
  readonly apiSecret: string;
}

const ANSWER_WITHIN = 5_000;

/** The administrator's door of the exchange simulator: accounts and their keys, state of the market. */
export class SimulatorClient {
  constructor(
    readonly url: string,
    private readonly token: string,
  ) {}

  status(): Promise<SimulatorStatus> {
    return this.call('GET', '/admin/status');
  }

  /** Opens the account, or gives the key of the one that is there. */
  openAccount(
    accountId: string,
    terms: { balances: Readonly<Record<string, string>>; fees: { maker: string; taker: string } },
  ): Promise<VenueKey> {
    return this.call('PUT', `/admin/accounts/${accountId}`, terms);
  }

  /** Status of a simulator that may still be starting. */
  async firstStatus(within: number): Promise<SimulatorStatus> {
    for (const deadline = performance.now() + within; ;) {
      try {
        return await this.status();
      } catch (error) {
        if (performance.now() > deadline) throw error;
        await sleep(250);
      }
    }
  }

  private async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(this.url + path, {
      method,
      headers: { 'x-plimsoll-token': this.token, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(ANSWER_WITHIN),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`the exchange simulator answered ${response.status} to ${method} ${path}: ${text.slice(0, 200)}`);
    return JSON.parse(text) as T;
  }
}
