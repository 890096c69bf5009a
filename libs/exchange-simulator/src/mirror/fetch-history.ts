import { Decimal } from '@libs/kernel';
import type { FundingRecord } from '../market/reference';
import type { CandleCells } from './mirror-market';

const TIMEOUT = 10_000;

/** The newest thousand one-minute candles of a market, newest first, the unfinished one included. */
export function fetchCandles(restUrl: string, category: string, symbol: string): Promise<readonly CandleCells[]> {
  return fetchList(restUrl, '/v5/market/kline', { category, symbol, interval: '1', limit: '1000' });
}

/** The newest two hundred funding rates of a contract, newest first. */
export async function fetchFunding(restUrl: string, category: string, symbol: string): Promise<readonly FundingRecord[]> {
  const list = await fetchList<FundingRow>(restUrl, '/v5/market/funding/history', { category, symbol, limit: '200' });
  return list.map(({ fundingRate, fundingRateTimestamp }) => ({ at: Number(fundingRateTimestamp), rate: Decimal.parse(fundingRate) }));
}

interface FundingRow {
  readonly fundingRate: string;
  readonly fundingRateTimestamp: string;
}

async function fetchList<T>(restUrl: string, path: string, query: Readonly<Record<string, string>>): Promise<readonly T[]> {
  const text = new URLSearchParams(query).toString();
  const response = await fetch(`${restUrl}${path}?${text}`, { signal: AbortSignal.timeout(TIMEOUT) });
  const body = await response.text();
  if (!response.ok) throw new Error(`${restUrl} answered ${response.status} to a request for ${path}`);
  const answer = JSON.parse(body) as {
    readonly retCode: number;
    readonly retMsg: string;
    readonly result: { readonly list: readonly T[] };
  };
  if (answer.retCode !== 0) throw new Error(`${restUrl} refused ${path} of ${query['symbol']}: ${answer.retCode} ${answer.retMsg}`);
  return answer.result.list;
}
