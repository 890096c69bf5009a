import type { BarText } from '@libs/engine';
import { LacksMinutes, recordedMarkets, type DeploymentRecording, type RecordedMarkets } from '@libs/backtest';
import { categoryOf, type CandleSeries, type HistoryStore } from '@libs/market-data';

/** The markets of a recording; on stored 1m candles if bar lengths have no common one and no 1m bars were recorded. */
export async function marketsOf(recording: DeploymentRecording, store: Pick<HistoryStore, 'candles'>): Promise<RecordedMarkets> {
  const made: string[] = [];
  for (let known = recording; ;) {
    try {
      const { notes, ...markets } = recordedMarkets(known);
      const more = made.map((symbol) => `bars of ${symbol} are built from stored 1m candles, which add up to every recorded bar`);
      return { ...markets, notes: [...notes, ...more] };
    } catch (error) {
      if (!(error instanceof LacksMinutes) || made.includes(error.symbol)) throw error;
      made.push(error.symbol);
      known = { ...known, minutes: new Map(known.minutes).set(error.symbol, await storedMinutes(recording.venue, error, store)) };
    }
  }
}

async function storedMinutes(
  venue: string,
  { symbol, span }: LacksMinutes,
  store: Pick<HistoryStore, 'candles'>,
): Promise<ReadonlyMap<number, BarText>> {
  const series: CandleSeries = { venue, symbol, category: categoryOf(symbol), kind: 'candles', interval: '1m' };
  const minutes = new Map<number, BarText>();
  for await (const { start, open, high, low, close, volume } of store.candles(series, span)) {
    const prices = { open: open.toString(), high: high.toString(), low: low.toString(), close: close.toString() };
    minutes.set(start, { start, ...prices, volume: volume.toString() });
  }
  return minutes;
}
