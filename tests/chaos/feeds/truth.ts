import type { LevelText } from '@libs/sdk';

type Rows = readonly (readonly string[])[];

/** A closed bar as the venue lists it, decimal text. */
export interface TrueBar {
  readonly start: number;
  readonly values: readonly string[];
}

export interface TrueBook {
  readonly bids: readonly LevelText[];
  readonly asks: readonly LevelText[];
}

/** What the venue itself says, asked without any code of the platform. */
export class Truth {
  constructor(private readonly url: string) {}

  async book(symbol: string, limit: number): Promise<TrueBook> {
    const { b: bids, a: asks } = (await this.ask('orderbook', { symbol, limit })) as { b: LevelText[]; a: LevelText[] };
    return { bids, asks };
  }

  /** Oldest first; the one that still forms is not among them. */
  async bars(symbol: string, since: number): Promise<readonly TrueBar[]> {
    const { list } = (await this.ask('kline', { symbol, interval: 1, start: since, limit: 1_000 })) as { list: Rows };
    return list
      .slice(1)
      .map(([start, ...values]) => ({ start: Number(start), values: values.slice(0, 5) }))
      .reverse();
  }

  private async ask(path: string, query: Readonly<Record<string, string | number>>): Promise<unknown> {
    const text = new URLSearchParams({ category: 'linear', ...Object.fromEntries(Object.entries(query).map(([k, v]) => [k, String(v)])) });
    const answer = await fetch(`${this.url}/v5/market/${path}?${text.toString()}`);
    const { retCode, retMsg, result } = (await answer.json()) as { retCode: number; retMsg: string; result: unknown };
    if (retCode !== 0) throw new Error(`${path} was answered with ${retCode}: ${retMsg}`);
    return result;
  }
}
