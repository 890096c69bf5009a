import type { Bar, Instrument, Interval } from '@libs/kernel';
import type { BarText, Effect, InputBody } from '@libs/engine';
import type { MarketData } from '@libs/sdk';

export type HistoryRequest = Extract<Effect, { type: 'request-history' }>;

export interface HistoryOptions {
  readonly market: Pick<MarketData, 'bars'>;
  readonly instrument: (symbol: string) => Instrument | undefined;
  readonly retryAfter: (failures: number) => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly onFailure: (request: HistoryRequest, error: unknown) => void;
}

const PAGE = 1000;

/** Fetches the closed bars that a deployment asked for; a venue out of reach is asked again until it answers. */
export class History {
  constructor(private readonly options: HistoryOptions) {}

  async fetch(request: HistoryRequest): Promise<InputBody> {
    for (let failures = 1; ; failures += 1) {
      try {
        const { deploymentId, symbol, interval } = request;
        return { type: 'history', deploymentId, symbol, interval, bars: (await this.bars(request)).map(barText) };
      } catch (error) {
        this.options.onFailure(request, error);
        await this.options.sleep(this.options.retryAfter(failures));
      }
    }
  }

  private async bars({ symbol, interval, bars: wanted }: HistoryRequest): Promise<Bar[]> {
    const instrument = this.options.instrument(symbol);
    if (!instrument) throw new Error(`The venue lists no instrument ${symbol}; see the instruments query for those it has.`);
    let found = await this.page(instrument, interval, wanted);
    while (found.length < wanted) {
      const oldest = found[0];
      if (!oldest) break;
      const earlier = await this.page(instrument, interval, wanted - found.length, oldest.start - 1);
      if (earlier.length === 0) break;
      found = [...earlier, ...found];
    }
    return found;
  }

  private async page(instrument: Instrument, interval: Interval, limit: number, end?: number): Promise<Bar[]> {
    return [...(await this.options.market.bars(instrument, interval, Math.min(limit, PAGE), end))];
  }
}

export function barText({ start, open, high, low, close, volume }: Bar): BarText {
  return {
    start,
    open: open.toString(),
    high: high.toString(),
    low: low.toString(),
    close: close.toString(),
    volume: volume.toString(),
  };
}
