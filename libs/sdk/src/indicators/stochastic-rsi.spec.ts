import { StochasticRSI } from 'trading-signals';
import { expectAgreement } from '../../../../tests/support/indicators/agreement';
import { afterNulls, averages, highestOf, lowestOf, overWindows } from '../../../../tests/support/indicators/naive';
import { closesOf, SERIES } from '../../../../tests/support/indicators/series';
import { indicatorTrial } from '../../../../tests/support/indicators/trial';
import { rsi } from './rsi';
import { stochasticRsi } from './stochastic-rsi';

describe('stochasticRsi', () => {
  it('says where the RSI lies in its own range', () => {
    const state = stochasticRsi.create({ rsiPeriod: 1, period: 2, smoothK: 1, smoothD: 1 });
    // RSI of one step: 100 up, 0 down.
    expect([1, 2, 1, 0, 3].map((value) => stochasticRsi.update(state, value)?.k ?? null)).toEqual([null, null, 0, 50, 100]);
  });

  it('is 50 in a market that stands still after it moved', () => {
    const state = stochasticRsi.create({ rsiPeriod: 14, period: 3, smoothK: 1, smoothD: 1 });
    const values = Array.from({ length: 200 }, (_, n) => stochasticRsi.update(state, n < 40 ? 100 + Math.sin(n) : 100.3)?.k ?? null);
    expect(new Set(values.slice(50))).toEqual(new Set([50]));
  });

  // It writes 0 to 1, smooths apart from its result, and counts neither an RSI of 0 nor a range of none as we do: neither comes up here.
  it.each(SERIES)('agrees with trading-signals on %s', (_, bars) => {
    const state = stochasticRsi.create({ rsiPeriod: 14, period: 14, smoothK: 1, smoothD: 1 });
    const peer = new StochasticRSI(14);
    const theirs = closesOf(bars)
      .map((close) => peer.add(close))
      .map((value) => (value === null ? null : { k: 100 * value, d: 100 * value }));
    expectAgreement(
      closesOf(bars).map((close) => stochasticRsi.update(state, close)),
      theirs,
      { scale: 100 },
    );
  });

  it.each([{ rsiPeriod: 0 }, { period: 0 }, { smoothK: 0 }, { smoothD: 1.5 }])('does not take %p', (options) => {
    expect(() => stochasticRsi.create(options)).toThrow(RangeError);
  });

  // Against a recomputation of the range from the RSI, which has its own trial: where the range is a rounding error, so is its share.
  indicatorTrial({
    options: [
      { rsiPeriod: 2, period: 3, smoothK: 1, smoothD: 1 },
      { rsiPeriod: 14, period: 14, smoothK: 3, smoothD: 3 },
    ],
    create: stochasticRsi.create,
    update: (state, { close }) => stochasticRsi.update(state, close),
    naive: (bars, { rsiPeriod, period, smoothK, smoothD }) => {
      const strength = rsi.create(rsiPeriod);
      const strengths = closesOf(bars).map((close) => rsi.update(strength, close));
      const raw = afterNulls(strengths, (values) =>
        overWindows(values, period, (window) => {
          const [top, bottom] = [highestOf(window), lowestOf(window)];
          return top - bottom < 1e-9 ? 50 : (100 * (window.at(-1)! - bottom)) / (top - bottom);
        }),
      );
      const k = afterNulls(raw, (values) => averages(values, smoothK));
      const d = afterNulls(k, (values) => averages(values, smoothD));
      return d.map((value, at) => (value === null ? null : { k: k[at]!, d: value }));
    },
    memory: () => 40 * 14,
    holds: ({ k, d }) => k >= 0 && k <= 100 && d >= 0 && d <= 100,
    scale: 100,
  });
});
