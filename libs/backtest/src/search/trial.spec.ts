import { sampleMetrics } from './testing/sample-metrics';
import { isMetrics } from './trial';

describe('the metrics of a log', () => {
  const metrics = sampleMetrics({ sharpe: 1.5, netProfit: '28', trades: 5 });

  it('are those with every metric as a number, a text or nothing', () => {
    expect(isMetrics(metrics)).toBe(true);
    expect(isMetrics(JSON.parse(JSON.stringify(metrics)))).toBe(true);
  });

  it.each([
    ['nothing', null],
    ['a text', 'sharpe'],
    ['a number without a value', { ...metrics, sharpe: NaN }],
    ['a list for a number', { ...metrics, sharpe: [1.5] }],
    ['one metric less', Object.fromEntries(Object.entries(metrics).filter(([name]) => name !== 'sharpe'))],
  ])('are not %s', (_, value) => {
    expect(isMetrics(value)).toBe(false);
  });
});
