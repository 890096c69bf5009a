import { backtestReal, describeWithRealBars, realBars, strategyBar } from '@libs/testkit';
import type { StrategyBar } from '@libs/sdk';
import { strategy } from './strategy';

const FILE = 'BTC_USDT_USDT-5m-futures.csv.gz';
const HOUR = 3_600_000;
const WARM_UP = 140;

describeWithRealBars('bollinger-breakout on recorded bars', () => {
  it('trades hours made of 5m bars at the moments and prices that a plain loop finds', () => {
    const run = backtestReal({ strategy, params: {}, file: FILE, symbol: 'BTC/USDT:USDT', interval: '5m' });
    expect(run.fault).toBeNull();
    const fills = run.fills.map(({ at, side, price }) => `${at} ${side} ${price.toString()}`);
    const expected = plainLoop(hoursOf(realBars(FILE).map(strategyBar)));
    expect(fills).toEqual(expected);
    expect(expected.length).toBeGreaterThan(150);
  });

  it('only buys and sells what it holds on spot', () => {
    const run = backtestReal({ strategy, params: {}, file: 'BTC_USDT-5m.csv.gz', symbol: 'BTC/USDT', interval: '5m' });
    expect(run.fault).toBeNull();
    expect(run.fills.map(({ side }) => side)).toEqual(run.fills.map((_, n) => (n % 2 === 0 ? 'BUY' : 'SELL')));
    expect(run.fills.length).toBeGreaterThan(50);
  });
});

function hoursOf(bars: readonly StrategyBar[]): StrategyBar[] {
  const hours = Object.values(Object.groupBy(bars, ({ start }) => start - (start % HOUR)));
  return hours.flatMap((parts = []) => {
    if (parts.length < 12) return [];
    const [first, last] = [parts[0]!, parts.at(-1)!];
    const [high, low] = [Math.max(...parts.map((bar) => bar.high)), Math.min(...parts.map((bar) => bar.low))];
    return [{ start: first.start, open: first.open, high, low, close: last.close, volume: 0 }];
  });
}

/** Bands of 20 hours and 2 deviations, recomputed from scratch; the range of 14 hours as Wilder's recurrence; a stop 3 ranges away. */
function plainLoop(hours: readonly StrategyBar[]): string[] {
  const bands = hours.map((_, at) => bandsOf(hours.slice(Math.max(0, at - 19), at + 1).map(({ close }) => close)));
  const ranges = rangesOf(hours);
  const fills: string[] = [];
  let [position, entry, distance] = [0, 0, 0];
  for (let at = WARM_UP; at < hours.length - 1; at += 1) {
    const { close, low, high } = hours[at]!;
    const [before, now] = [bands[at - 1]!, bands[at]!];
    const last = hours[at - 1]!.close;
    const isStopped = (position > 0 && low <= entry - distance) || (position < 0 && high >= entry + distance);
    const isUp = last <= before.upper && close > now.upper;
    const isDown = last >= before.lower && close < now.lower;
    const isBack = (position > 0 && close < now.middle) || (position < 0 && close > now.middle);
    const wanted = isStopped ? 0 : isUp ? 1 : isDown ? -1 : isBack ? 0 : position;
    if (wanted === position) continue;
    const { start, open } = hours[at + 1]!;
    fills.push(`${start} ${wanted > position ? 'BUY' : 'SELL'} ${open}`);
    [position, entry, distance] = [wanted, open, 3 * ranges[at]!];
  }
  return fills;
}

function bandsOf(closes: readonly number[]): { lower: number; middle: number; upper: number } {
  const middle = closes.reduce((sum, close) => sum + close, 0) / closes.length;
  const deviation = Math.sqrt(closes.reduce((sum, close) => sum + (close - middle) ** 2, 0) / closes.length);
  return { lower: middle - 2 * deviation, middle, upper: middle + 2 * deviation };
}

function rangesOf(hours: readonly StrategyBar[]): number[] {
  const ranges: number[] = [];
  let sum = 0;
  hours.forEach(({ high, low }, at) => {
    const last = hours[at - 1]?.close;
    const range = last === undefined ? high - low : Math.max(high, last) - Math.min(low, last);
    sum = at < 14 ? sum + range / 14 : (sum * 13 + range) / 14;
    ranges.push(sum);
  });
  return ranges;
}
