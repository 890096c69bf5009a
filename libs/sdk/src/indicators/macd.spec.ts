import { EMA, MACD } from 'trading-signals';
import { expectAgreement } from '../../../../tests/support/indicators/agreement';
import { afterNulls, exponentialAverages } from '../../../../tests/support/indicators/naive';
import { closesOf, SERIES } from '../../../../tests/support/indicators/series';
import { indicatorTrial } from '../../../../tests/support/indicators/trial';
import { expectWorked, workedExample } from '../../../../tests/support/indicators/worked-example';
import { macd } from './macd';

const LENGTHS = { fast: 12, slow: 26, signal: 9 };

describe('macd', () => {
  it('is the distance of two averages, with its own average from the first one on', () => {
    const state = macd.create({ fast: 1, slow: 3, signal: 3 }); // slow 10, 15, 12.5, 21.25
    const values = [10, 20, 10, 30].map((value) => macd.update(state, value));
    expect(values).toEqual([null, null, { macd: -2.5, signal: -2.5, histogram: 0 }, { macd: 8.75, signal: 3.125, histogram: 5.625 }]);
  });

  // See the fixture's README: its lines begin with the first close, its signal with the first line, ours when there are 26 closes.
  it('gives the worked example once it is warm and its signal has forgotten the seed', () => {
    const rows = workedExample('macd', 'close', 'macd', 'signal', 'histogram');
    const state = macd.create();
    const values = rows.map(({ close }) => macd.update(state, close!));
    const [warm, faded] = [25, 112];
    expectWorked(
      values.slice(warm).map((value) => value?.macd),
      rows.slice(warm).map((row) => row.macd),
      1e-9,
    );
    expectWorked(
      values.slice(faded).map((value) => value?.signal),
      rows.slice(faded).map((row) => row.signal),
      1e-8,
    );
    expectWorked(
      values.slice(faded).map((value) => value?.histogram),
      rows.slice(faded).map((row) => row.histogram),
      1e-8,
    );
  });

  it.each(SERIES)('agrees with trading-signals on %s', (_, bars) => {
    const [state, peer] = [macd.create(LENGTHS), new MACD(new EMA(12), new EMA(26), new EMA(9))];
    expectAgreement(
      closesOf(bars).map((close) => macd.update(state, close)),
      closesOf(bars).map((close) => peer.add(close)),
      { scale: 1 },
    );
  });

  it.each([{ fast: 0 }, { slow: 2.5 }, { signal: 0 }, { fast: 26, slow: 26 }])('does not take %p', (options) => {
    expect(() => macd.create(options)).toThrow(RangeError);
  });

  indicatorTrial({
    options: [{ fast: 1, slow: 2, signal: 2 }, LENGTHS],
    create: macd.create,
    update: (state, { close }) => macd.update(state, close),
    naive: (bars, { fast, slow, signal }) => {
      const [quick, calm] = [exponentialAverages(closesOf(bars), fast), exponentialAverages(closesOf(bars), slow)];
      const lines = quick.map((value, at) => (at + 1 < slow ? null : value - calm[at]!));
      const signals = afterNulls(lines, (values) => exponentialAverages(values, signal));
      return lines.map((line, at) => (line === null ? null : { macd: line, signal: signals[at]!, histogram: line - signals[at]! }));
    },
    memory: ({ slow }) => 40 * slow,
    scale: 1_000,
  });
});
