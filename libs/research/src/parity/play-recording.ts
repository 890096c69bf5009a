import { Decimal, INTERVALS, type Bar } from '@libs/kernel';
import {
  NotedHost,
  barTape,
  claimedHost,
  fillHash,
  marketOf,
  playPlanned,
  type DeploymentRecording,
  type FillTerms,
  type PlayedRun,
  type RecordedMarket,
} from '@libs/backtest';
import type { HistoryStore } from '@libs/market-data';
import { playBacktest } from '../backtest/run-backtest-job';
import { chooseSeries, type StoredMarket } from '../backtest/stored-market';
import { ClaimDiffers, ResearchRefused } from '../refusals';

export interface PlayParts {
  readonly fills: FillTerms;
  readonly strategies?: string;
  readonly signal?: AbortSignal;
}

/** Plays markets to the strategy of a recording as any backtest does: in a sandbox, and once more outside. */
export async function playRecording(
  recording: DeploymentRecording,
  markets: readonly StoredMarket[],
  parts: PlayParts,
): Promise<PlayedRun> {
  const { terms, settleAsset, startingEquity, maxPositionSize, venue, bars } = recording;
  const { fills, strategies, signal } = parts;
  const money = { settleAsset, balances: { [settleAsset]: startingEquity }, maxPositionSize, fills };
  const spec = { strategy: terms.strategy, params: terms.params, venue, detail: null, from: null, to: null };
  const run = await playBacktest(
    { spec: { ...spec, balance: startingEquity, maxPositionSize, fills }, markets, terms: money },
    { ...(strategies === undefined ? {} : { strategies }), ...(signal === undefined ? {} : { signal }) },
  );
  const [said] = run.strategies;
  const host = new NotedHost(claimedHost(said!.claim));
  const played = playPlanned(said!, { ...money, markets: markets.map(({ text, tape }) => ({ market: marketOf(text), tape })) }, host);
  if (fillHash(played.fills) !== run.fillHash) throw new ClaimDiffers();
  if (played.fault) throw new ResearchRefused(`The strategy ended early in ${played.fault.hook}: ${played.fault.message}`);
  const closes = bars.map(({ symbol, lastLive, interval }) => {
    const { tape } = markets.find(({ text }) => text.symbol === symbol)!;
    return [symbol, closeAt(tape, (lastLive ?? 0) + INTERVALS[interval])] as const;
  });
  return { orders: host.orders(played), closes: new Map(closes) };
}

/** Stored candles of the same bars; a sentence where they do not cover them. */
export async function storedMarkets(
  recording: DeploymentRecording,
  recorded: readonly RecordedMarket[],
  store: HistoryStore,
): Promise<readonly StoredMarket[] | string> {
  const markets: StoredMarket[] = [];
  for (const { text, tape } of recorded) {
    const { symbol } = text;
    try {
      const market = { venue: recording.venue, symbol };
      const series = await chooseSeries(store, market, { wanted: [tape.interval], detail: null });
      const span = { from: tape.series.firstStart, to: tape.series.end };
      const bars: Bar[] = [];
      for await (const bar of store.candles(series, span)) bars.push(bar);
      const [first, last] = [bars[0]?.start, bars.at(-1)?.start];
      const wanted = lastClosedAt(recording, symbol) - INTERVALS[series.interval];
      if (first !== span.from || last === undefined || last < wanted)
        return `stored ${series.interval} candles of ${symbol} do not cover the session from its warm-up on`;
      markets.push({ text, tape: barTape(marketOf(text), series.interval, bars) });
    } catch (error) {
      if (error instanceof Error && (error instanceof ResearchRefused || error.name === 'InvalidTape')) return error.message;
      throw error;
    }
  }
  return markets;
}

function lastClosedAt({ bars }: DeploymentRecording, symbol: string): number {
  const own = bars.find((one) => one.symbol === symbol);
  return own && own.lastLive !== null ? own.lastLive + INTERVALS[own.interval] : 0;
}

function closeAt({ instrument, series }: StoredMarket['tape'], at: number): Decimal {
  const ticks = series.closeAt(series.indexAt(at - series.interval));
  return instrument.tickSize.times(Decimal.fromNumber(ticks));
}
