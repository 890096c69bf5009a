import { loadExchange } from '@libs/plugin-host';
import { urlsAt, type ExchangeOptions, type ExchangePlugin } from '@libs/sdk';

const EXCHANGE = 'bybit';
const REQUEST_WINDOW = 5000;

export interface OpenVenue {
  readonly plugin: ExchangePlugin;
  readonly options: ExchangeOptions;
}

/** The venue that paper accounts trade on: this installation's simulator, spoken to through an exchange plugin, without a key. */
export class Venue {
  private opened: Promise<OpenVenue> | undefined;

  constructor(
    private readonly url: string | undefined,
    private readonly load: (name: string) => Promise<ExchangePlugin> = loadExchange,
  ) {}

  open(): Promise<OpenVenue> {
    // A failure is not worth keeping.
    this.opened ??= this.plugIn().catch((error: unknown) => {
      this.opened = undefined;
      throw error;
    });
    return this.opened;
  }

  private async plugIn(): Promise<OpenVenue> {
    if (!this.url) throw new Error('no market is configured');
    return { plugin: await this.load(EXCHANGE), options: { ...urlsAt(this.url), requestWindow: REQUEST_WINDOW, now: Date.now } };
  }
}
