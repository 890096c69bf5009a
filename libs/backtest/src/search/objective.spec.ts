import { objectiveOf, scoreOf, valueOf } from './objective';
import { sampleMetrics } from './testing/sample-metrics';

describe('the score of a run', () => {
  const sharpe = objectiveOf('sharpe');

  it('is none with fewer than thirty trades unless told otherwise', () => {
    const score = (trades: number, objective = sharpe) => scoreOf(objective, sampleMetrics({ sharpe: 2, trades }));
    expect([score(29), score(30), score(31)]).toEqual([null, 2, 2]);
    expect([score(4, objectiveOf('sharpe', 5)), score(5, objectiveOf('sharpe', 5)), score(0, objectiveOf('sharpe', 0))]).toEqual([
      null,
      2,
      2,
    ]);
  });

  it('is none where the metric has no value', () => {
    expect(scoreOf(sharpe, sampleMetrics({ sharpe: null }))).toBeNull();
  });

  it('is higher for less where less is better', () => {
    expect(scoreOf(objectiveOf('maxDrawdown'), sampleMetrics({ maxDrawdown: 0.25 }))).toBe(-0.25);
    expect([valueOf(objectiveOf('maxDrawdown'), -0.25), valueOf(objectiveOf('maxDrawdown'), 0), valueOf(sharpe, 2)]).toEqual([0.25, 0, 2]);
  });

  it.each(['deflatedSharpe', 'tradez'])('cannot be %s, and says what it can be', (metric) => {
    expect(() => objectiveOf(metric)).toThrow(`there is no objective "${metric}"; it can be one of `);
  });

  it.each([-1, 1.5, NaN])('cannot ask for %s trades', (minTrades) => {
    expect(() => objectiveOf('sharpe', minTrades)).toThrow(`the least number of trades is ${minTrades}`);
  });
});
