import type { CandleCells } from './mirror-market';

const TIMEOUT = 10_000;

/** The newest thousand one-minute candles of a linear market, newest first, the unfinished one included. */
export async function fetchCandles(restUrl: string, category: string, symbol: string): Promise<readonly CandleCells[]> {
  const query = new URLSearchParams({ category, symbol, interval: '1', limit: '1000' });
  const response = await fetch(`${restUrl}/v5/market/kline?${query.toString()}`, { signal: AbortSignal.timeout(TIMEOUT) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${restUrl} answered ${response.status} to a request for candles`);
  const answer = JSON.parse(text) as {
    readonly retCode: number;
    readonly retMsg: string;
    readonly result: { readonly list: readonly CandleCells[] };
  };
  if (answer.retCode !== 0) throw new Error(`${restUrl} refused candles of ${symbol}: ${answer.retCode} ${answer.retMsg}`);
  return answer.result.list;
}
