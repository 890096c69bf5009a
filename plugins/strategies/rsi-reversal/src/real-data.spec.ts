import { backtestReal, describeWithRealBars, realBars, strategyBar } from '@libs/testkit';
import type { StrategyBar } from '@libs/sdk';
import { strategy } from './strategy';

const FILE = 'BTC_USDT_USDT-5m-futures.csv.gz';
const WARM_UP = 140;
const MINUTE = 60_000;

describeWithRealBars('rsi-reversal on recorded 5m bars', () => {
  it('trades at the moments and prices that a plain loop finds', () => {
    const run = backtestReal({ strategy, params: { interval: '5m' }, file: FILE, symbol: 'BTC/USDT:USDT', interval: '5m' });
    expect(run.fault).toBeNull();
    const fills = run.fills.map(({ at, side, price }) => `${at} ${side} ${price.toString()}`);
    const expected = plainLoop(realBars(FILE).map(strategyBar));
    expect(fills).toEqual(expected);
    expect(expected.length).toBeGreaterThan(200);
  });

  it('only buys and sells what it holds on spot', () => {
    const run = backtestReal({ strategy, params: { interval: '5m' }, file: 'BTC_USDT-5m.csv.gz', symbol: 'BTC/USDT', interval: '5m' });
    expect(run.fault).toBeNull();
    expect(run.fills.map(({ side }) => side)).toEqual(run.fills.map((_, n) => (n % 2 === 0 ? 'BUY' : 'SELL')));
    expect(run.fills.length).toBeGreaterThan(50);
  });
});

/** RSI 14 as Wilder's recurrence over an array of closes, 30 and 70, out at 50, 3 % stop, ten bars of rest after a loss. */
function plainLoop(bars: readonly StrategyBar[]): string[] {
  const index = rsiOf(bars.map(({ close }) => close));
  const fills: string[] = [];
  let [position, entry, restUntil] = [0, 0, 0];
  const fill = (at: number, next: number): void => {
    const { start, open } = bars[at]!;
    fills.push(`${start} ${next > position ? 'BUY' : 'SELL'} ${open}`);
    if (next === 0 && (open - entry) * position < 0) restUntil = start + 50 * MINUTE;
    [position, entry] = [next, open];
  };
  for (let at = WARM_UP; at < bars.length - 1; at += 1) {
    const [before, now] = [index[at - 1]!, index[at]!];
    const { low, high, start } = bars[at]!;
    const isStopped = (position > 0 && low <= entry - entry * 0.03) || (position < 0 && high >= entry + entry * 0.03);
    const isBack = (position > 0 && now >= 50) || (position < 0 && now <= 50);
    if (position !== 0) {
      if (isStopped || isBack) fill(at + 1, 0);
    } else if (start + 5 * MINUTE >= restUntil) {
      if (before <= 30 && now > 30) fill(at + 1, 1);
      else if (before >= 70 && now < 70) fill(at + 1, -1);
    }
  }
  return fills;
}

function rsiOf(closes: readonly number[]): number[] {
  const index: number[] = [];
  let [rise, fall] = [0, 0];
  closes.forEach((close, at) => {
    const change = at === 0 ? 0 : close - closes[at - 1]!;
    const share = at <= 14 ? 1 / 14 : 1;
    rise = (at <= 14 ? rise : (rise * 13) / 14) + (Math.max(0, change) * share) / (at <= 14 ? 1 : 14);
    fall = (at <= 14 ? fall : (fall * 13) / 14) + (Math.max(0, -change) * share) / (at <= 14 ? 1 : 14);
    index.push(at < 14 ? NaN : 100 - 100 / (1 + rise / fall));
  });
  return index;
}
