import { INTERVALS, decimal } from '@libs/kernel';
import type { Bar, Interval } from '@libs/kernel';
import type { BarText } from '@libs/engine';
import { defineStrategy, param } from '@libs/sdk';
import { BTC, market } from '../../test/markets';
import { PaperSession } from '../../test/paper-session';
import type { Word } from '../../test/paper-session';
import { barTape } from '../run/bar-tape';
import { WatchedBars } from '../run/watched-bars';
import { CAUSES, NO_MONEY } from './causes';
import { recordedMarkets } from './recorded-tapes';

const MINUTE = 60_000;
/** In the middle of a bar of five minutes, of which one whole minute has been heard. */
const START = 12 * MINUTE + 20_000;
const END = 61;
const FILLS = { makerFee: '0.0002', takerFee: '0.0005', slippageTicks: 0, latency: 0 };
const SLOW = { ...FILLS, latencies: { entry: { kind: 'CONSTANT', ms: 9_000 }, report: { kind: 'CONSTANT', ms: 100 }, seed: 1 } } as const;

/** Goes up and down by the minute, and more slowly by the quarter. */
const BARS: readonly Bar[] = Array.from({ length: 70 }, (_, minute) => {
  const at = (time: number): number => 100 + Math.round(8 * Math.sin(time / 7) + 3 * Math.sin(time * 1.7)) / 2;
  const [open, close] = [at(minute), at(minute + 1)];
  const text = (price: number) => decimal(String(price));
  const range = { high: text(Math.max(open, close) + 0.5), low: text(Math.min(open, close) - 1) };
  return { start: minute * MINUTE, open: text(open), ...range, close: text(close), volume: decimal(String(100 + minute)) };
});
const TAPE = barTape(market, '1m', BARS);

/** Long while the last five minutes rose and the last minute fell. */
const strategy = defineStrategy({
  name: 'two-lengths',
  version: '1.0.0',
  title: 'Two lengths',
  description: 'For tests.',
  params: { symbol: param.symbol({ description: 'What to trade' }) },
  watches: ({ symbol }) => [
    { symbol, interval: '1m' },
    { symbol, interval: '5m' },
  ],
  warmUp: () => 1,
  state: () => ({ rises: false, volume: 0 }),
  onBar: (ctx, { symbol, interval, bar }) => {
    if (interval === '5m') Object.assign(ctx.state, { rises: bar.close > bar.open, volume: bar.volume });
    if (ctx.warmingUp || interval === '5m') return;
    const wants = ctx.state.rises && bar.close < bar.open;
    const holds = ctx.position(symbol).side === 'LONG';
    if (wants && !holds) ctx.buy(symbol, String(Math.floor(ctx.state.volume / 100)));
    if (!wants && holds) ctx.closePosition(symbol);
  },
});

function barsOf(interval: Interval): WatchedBars {
  return new WatchedBars(interval, TAPE);
}

/** Quotes every ten seconds, and each bar a moment after it has closed. */
function wordsTo(end: number, order: readonly Interval[] = ['1m', '5m']): readonly Word[] {
  const words: Word[] = [];
  for (let second = START / 1_000; second <= end * 60; second += 10) {
    const at = second * 1_000;
    const { open, close } = BARS[Math.floor(second / 60)]!;
    const bid = (second % 60 < 30 ? open : close).toString();
    words.push([at, { type: 'quote', symbol: BTC, bid, bidSize: '5', ask: decimal(bid).plus(decimal('0.5')).toString(), askSize: '5' }]);
    for (const interval of order)
      if (at % INTERVALS[interval] === 0) words.push([at + 50, { type: 'bar', symbol: BTC, interval, bar: barsOf(interval).text(at) }]);
  }
  return words;
}

function session(order?: readonly Interval[], played = strategy): PaperSession {
  const history = (interval: string, count: number, at: number): readonly BarText[] => barsOf(interval as Interval).newest(count, at);
  return new PaperSession({ strategy: played, market: { market, tape: TAPE }, fills: SLOW, startsAt: START, history }).hear(
    wordsTo(END, order),
  );
}

describe('a session that watched one market in bars of one and of five minutes', () => {
  it('is played on bars of a minute that make every bar that it heard', () => {
    const { recording } = session();
    const { markets, startsAt, notes } = recordedMarkets(recording);
    expect(startsAt).toBe(12 * MINUTE);
    expect(notes).toEqual([]);
    const [{ tape }] = markets as [(typeof markets)[0]];
    expect([tape.interval, tape.series.firstStart]).toEqual(['1m', 5 * MINUTE]);
    for (const { interval, bars } of recording.bars) {
      const made = new WatchedBars(interval, tape);
      for (const [start, bar] of bars) expect(made.text(start + INTERVALS[interval])).toEqual(bar);
    }
    // Of the bar that began at 10:00 only the minute from 11:00 was heard before the session.
    expect(recording.bars[0]!.bars.has(10 * MINUTE)).toBe(false);
  });

  it('decides as a backtest does, and the rest is what the way to the exchange costs', () => {
    const { report } = session().compared(FILLS);
    expect(report.decisions.of).toBeGreaterThan(5);
    expect(report.decisions.equal).toBe(report.decisions.of);
    expect(report.bugs).toEqual([]);
    expect(report.equity.difference.isZero).toBe(false);
    expect(CAUSES.reduce((sum, cause) => sum.plus(report.causes[cause]), NO_MONEY.bug).toString()).toBe(
      report.equity.difference.toString(),
    );
  });

  it('puts down to data what it decided once bars came in another order', () => {
    const { recording } = session(['5m', '1m']);
    expect([...recording.outOfTurn].slice(0, 2)).toEqual([15 * MINUTE, 20 * MINUTE]);
    const { report } = session(['5m', '1m']).compared(FILLS);
    expect(report.decisions.equal).toBeLessThan(report.decisions.of);
    expect([report.bugs, report.causes.bug.toString()]).toEqual([[], '0']);
  });
});

/** The same of bars of three and of five minutes. */
const apart: typeof strategy = {
  ...strategy,
  watches: () => [
    { symbol: BTC, interval: '3m' },
    { symbol: BTC, interval: '5m' },
  ],
};

describe('a session that watched one market in bars of three and of five minutes', () => {
  const MINUTES = new Map(BARS.map(({ start }) => [start, barsOf('1m').text(start + MINUTE)]));
  const { recording } = session(['3m', '5m'], apart);

  it('is played on bars of a minute that make each bar that it heard', () => {
    const known = { ...recording, minutes: new Map([[BTC, MINUTES]]) };
    const { markets, startsAt, notes } = recordedMarkets(known);
    const [{ tape }] = markets as [(typeof markets)[0]];
    // The five minutes from 10:00 on had not closed, those of three from 12:00 on neither.
    expect([tape.interval, startsAt, notes]).toEqual(['1m', 12 * MINUTE, []]);
    for (const { interval, bars } of recording.bars) {
      const made = new WatchedBars(interval, tape);
      for (const [start, bar] of bars) if (start >= tape.series.firstStart) expect(made.text(start + INTERVALS[interval])).toEqual(bar);
    }
  });

  it('hears those that somebody else asked for beside', () => {
    const all = session(['1m', '3m', '5m'], apart).recording;
    expect(all.bars.map(({ interval }) => interval)).toEqual(['3m', '5m']);
    expect([...all.minutes.get(BTC)!.keys()].slice(0, 2)).toEqual([12 * MINUTE, 13 * MINUTE]);
  });

  it('decides as a backtest does where it heard the minutes', () => {
    const history: Word = [
      START,
      { type: 'history', deploymentId: 'another', symbol: BTC, interval: '1m', bars: barsOf('1m').newest(12, START) },
    ];
    const past = (interval: string, count: number, at: number): readonly BarText[] => barsOf(interval as Interval).newest(count, at);
    const { report } = new PaperSession({ strategy: apart, market: { market, tape: TAPE }, fills: FILLS, startsAt: START, history: past })
      .hear([history, ...wordsTo(END, ['1m', '3m', '5m'])])
      .compared(FILLS);
    expect(report.decisions.of).toBeGreaterThan(3);
    expect([report.decisions.equal, report.bugs]).toEqual([report.decisions.of, []]);
  });

  it('says why it is not where nobody knows the minutes, or they make other bars', () => {
    const why =
      'the strategy watches BTC/USDT:USDT in 3m and 5m bars, none of which can be built from the other; bars of 1m that make each of them ' +
      'from 1970-01-01T00:05:00.000Z on were neither heard nor are they stored, and ticks or prints do not tell of its warm-up';
    expect(() => recordedMarkets(recording)).toThrow(why);
    const wrong = new Map(MINUTES).set(20 * MINUTE, { ...MINUTES.get(20 * MINUTE)!, volume: '1' });
    expect(() => recordedMarkets({ ...recording, minutes: new Map([[BTC, wrong]]) })).toThrow(why);
  });
});
