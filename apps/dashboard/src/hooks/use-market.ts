import { query, subscription } from '@libs/client';
import type { Candle, Instrument, Ticker } from '@libs/client';
import { useEffect, useMemo, useReducer, useState } from 'react';
import { useApi } from '../api/api';
import { NO_CANDLES, barsOf, withAnswer, withCandle } from '../charts/candles';
import type { CandleSeries } from '../charts/candles';
import { createBatcher } from '../state/batcher';
import { useReload } from './use-reload';
import { useSubscription } from './use-subscription';

/** A market as a deployment watches it. */
export interface MarketView {
  readonly accountId: string;
  readonly symbol: string;
  readonly interval: string;
  /** True if its bars are streamed. */
  readonly isStreamed: boolean;
}

type CandleAction =
  { readonly answer: readonly Candle[]; readonly interval: string } | { readonly streamed: readonly Candle[]; readonly interval: string };

const BARS = 500;
const MEND_AFTER_MS = 1_500;
/** For bars that nobody streams. */
const ASK_EVERY_MS = 10_000;

/** The candles of a market; a gap in the stream is filled by another query. The component is keyed by the market. */
export function useCandles({ accountId, symbol, interval, isStreamed }: MarketView): {
  readonly candles: readonly Candle[];
  readonly isLoaded: boolean;
  readonly failure: Error | null;
} {
  const { request } = useApi();
  const [series, dispatch] = useReducer(reduceCandles, NO_CANDLES);
  const [mends, setMends] = useState(0);

  const batcher = useMemo(() => createBatcher<Candle>((streamed) => dispatch({ streamed, interval })), [interval]);
  useSubscription(subscription.candle, { accountId, symbol, interval }, (candle) => batcher.add(candle));

  const failure = useReload(`${accountId} ${symbol} ${interval} ${mends}`, async () => {
    dispatch({ answer: await request(query.candles, { accountId, symbol, interval, limit: BARS }), interval });
  });

  const { isBroken, isLoaded } = series;
  useEffect(() => {
    if (!isBroken) return undefined;
    const timer = setTimeout(() => setMends((count) => count + 1), MEND_AFTER_MS);
    return () => clearTimeout(timer);
  }, [isBroken]);

  useEffect(() => {
    if (isStreamed) return undefined;
    const timer = setInterval(() => setMends((count) => count + 1), ASK_EVERY_MS);
    return () => clearInterval(timer);
  }, [isStreamed]);

  return { candles: barsOf(series), isLoaded, failure };
}

function reduceCandles(series: CandleSeries, action: CandleAction): CandleSeries {
  if ('answer' in action) return withAnswer(series, action.answer, action.interval);
  return action.streamed.reduce((all, candle) => withCandle(all, candle, action.interval), series);
}

export function useTicker({ accountId, symbol }: Pick<MarketView, 'accountId' | 'symbol'>): Ticker | null {
  const [ticker, setTicker] = useState<Ticker | null>(null);
  const batcher = useMemo(() => createBatcher<Ticker>((tickers) => setTicker(tickers.at(-1) ?? null)), []);
  useSubscription(subscription.ticker, { accountId, symbol }, (next) => batcher.add(next));
  return ticker;
}

export function useInstruments(accountId: string): readonly Instrument[] {
  const { request } = useApi();
  const [instruments, setInstruments] = useState<readonly Instrument[]>([]);
  useReload(accountId, async () => setInstruments(await request(query.instruments, { accountId })));
  return instruments;
}
