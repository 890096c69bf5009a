import { Decimal, INTERVALS, defined } from '@libs/kernel';
import type { FillTerms } from '../run/fill-terms';
import { compareRuns } from './compare-runs';
import type { ParityReport } from './parity-report';
import { barName } from './moment';
import { lastCloseOf } from './recording';
import type { DeploymentRecording, RecordedBars } from './recording';
import { SECOND, isThereUnheard, longSilences } from './silences';
import type { TradedOrder, TradedRun } from './traded-run';

/** A backtest of the recorded period, and each symbol's close in its data when the session's last bar closed. */
export interface PlayedRun {
  readonly orders: readonly TradedOrder[];
  readonly closes: ReadonlyMap<string, Decimal>;
}

export interface RecordingComparison {
  readonly recording: DeploymentRecording;
  readonly fills: FillTerms;
  /** On the bars of the recording. */
  readonly backtest: PlayedRun;
  /** On stored candles; null if there are none. */
  readonly stored: PlayedRun | null;
}

/** Compares one deployment's recording with backtests of the same period. */
export function compareRecording({ recording, fills, backtest, stored }: RecordingComparison): ParityReport {
  const { terms, instruments, settleAsset, books, shown, distrusted, orders, silences } = recording;
  const spot = [...instruments.values()].filter(({ category }) => category === 'spot');
  const ground = { spotBases: new Map(spot.map(({ symbol, base }) => [symbol, base])), settleAsset };
  const followsMarket = recording.events.length > 0;
  // The unfinished bar is there for its open; orders at its end are after the session.
  const end = followsMarket ? recording.endedAt : lastCloseOf(recording);
  const within = (played: PlayedRun): TradedRun => ({
    ...ground,
    marks: played.closes,
    orders: played.orders.filter(({ decidedAt }) => decidedAt <= end),
  });
  return compareRuns({
    session: { ...ground, orders, marks: backtest.closes },
    backtest: within(backtest),
    stored: stored && within(stored),
    books,
    rates: { maker: Decimal.parse(fills.makerFee), taker: Decimal.parse(fills.takerFee) },
    tolerance: followsMarket ? SECOND : Math.min(...terms.watches.map(({ interval }) => INTERVALS[interval])),
    followsMarket,
    ...defined({
      othersSince: recording.othersSince ?? undefined,
      lateSince: recording.lateSince ?? undefined,
      distrustedSince: recording.distrustedSince ?? undefined,
    }),
    missedBars: [
      ...recording.outOfTurn,
      ...recording.bars.flatMap((series) => missedOf(series, { shown, warmUpBars: terms.warmUpBars })),
      ...longSilences(silences).map(({ from }) => from),
    ],
    isUnheard: (order) => isThereUnheard(order, silences),
    isForeign: ({ decidedAt, heard: { type, name } }) =>
      (type === 'signal' && decidedAt > end) || type === 'trust' || distrusted.has(name) || (type === 'bar' && !shown.has(name)),
  });
}

interface Shown {
  readonly shown: DeploymentRecording['shown'];
  readonly warmUpBars: number;
}

/** Closes of the bars that the session missed between the first and the last, or that its warm-up lacked. */
function missedOf({ symbol, interval, bars, firstLive, lastLive }: RecordedBars, { shown, warmUpBars }: Shown): readonly number[] {
  if (firstLive === null || lastLive === null) return [];
  const length = INTERVALS[interval];
  const missed: number[] = [];
  for (let start = firstLive - Math.max(1, warmUpBars) * length; start <= lastLive; start += length) {
    const isKnown = start < firstLive ? bars.has(start) : shown.has(barName(symbol, interval, start));
    if (!isKnown) missed.push(start + length);
  }
  return missed;
}
