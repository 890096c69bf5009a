import { INTERVALS, defined, type Bar } from '@libs/kernel';
import {
  NotedHost,
  barTape,
  claimedHost,
  closingPrices,
  fillHash,
  lastCloseOf,
  marketOf,
  playPlanned,
  type DeploymentRecording,
  type FillTerms,
  type PlayedRun,
  type RecordedMarket,
} from '@libs/backtest';
import type { HistoryStore } from '@libs/market-data';
import { playBacktest } from '../backtest/run-backtest-job';
import { chooseSeries, playedMarket, type StoredMarket } from '../backtest/stored-market';
import { ClaimDiffers, ResearchRefused } from '../refusals';

export interface PlayParts {
  readonly fills: FillTerms;
  /** Market time at which the strategy started; null: when its warm-up is over. */
  readonly startsAt: number | null;
  readonly strategies?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Plays markets to the strategy of a recording like any backtest: in a sandbox, and again outside. */
export async function playRecording(
  recording: DeploymentRecording,
  markets: readonly StoredMarket[],
  parts: PlayParts,
): Promise<PlayedRun> {
  const { terms, settleAsset, startingEquity, maxPositionSize, venue, signals } = recording;
  const { fills, startsAt, strategies, signal } = parts;
  const money = {
    settleAsset,
    balances: { [settleAsset]: startingEquity },
    maxPositionSize,
    fills,
    ...defined({ startsAt: startsAt ?? undefined }),
    ...(signals.length === 0 ? {} : { signals }),
  };
  const spec = { strategy: terms.strategy, params: terms.params, venue, detail: null, from: null, to: null };
  const run = await playBacktest(
    { spec: { ...spec, balance: startingEquity, maxPositionSize, fills }, markets, terms: money },
    { strategies, signal },
  );
  const [said] = run.strategies;
  const host = new NotedHost(claimedHost(said!.claim));
  const played = playPlanned(said!, { ...money, markets: markets.map(playedMarket) }, host);
  if (fillHash(played.fills) !== run.fillHash) throw new ClaimDiffers();
  // A strategy that failed in the session fails in the backtest too, and is compared up to then.
  if (played.fault && recording.fault === null)
    throw new ResearchRefused(`The strategy ended early in ${played.fault.hook}: ${played.fault.message}`);
  return { orders: host.orders(played), closes: closingPrices(recording, markets) };
}

/** Stored candles of the same bars; a sentence if they do not cover them. */
export async function storedMarkets(
  recording: DeploymentRecording,
  recorded: readonly RecordedMarket[],
  store: HistoryStore,
): Promise<readonly StoredMarket[] | string> {
  if (recording.events.length > 0) return 'the strategy follows ticks, trades or books, which candles do not contain';
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
      const wanted = lastCloseOf(recording, symbol) - INTERVALS[series.interval];
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
