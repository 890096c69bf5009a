import type { Report } from '@libs/backtest';
import type { OptimisationReport } from '@libs/research';
import { backtestOf, monthsOf, pointsOf, valueOf, yearsOf } from './report';

describe('backtestOf', () => {
  const report = { startingEquity: '1000' } as Report;

  it('is the best trial of a search, and a backtest itself', () => {
    const search = { best: { number: 3, params: {}, report } } as unknown as OptimisationReport;
    expect([backtestOf(report), backtestOf(search)]).toEqual([report, report]);
  });

  it('is null for a search that found nothing', () => {
    expect([backtestOf({ best: null } as OptimisationReport), backtestOf(null)]).toEqual([null, null]);
  });
});

describe('pointsOf', () => {
  it('keeps the last value of each second', () => {
    expect(pointsOf({ times: [1_000, 1_500, 2_000], values: [1, 2, 3] }, (value) => value * 10)).toEqual([
      { time: 1, value: 20 },
      { time: 2, value: 30 },
    ]);
  });
});

describe('yearsOf', () => {
  it('puts months into years, newest first, and compounds them', () => {
    const [newest, oldest] = yearsOf([
      { year: 2024, month: 12, return: 0.1 },
      { year: 2025, month: 1, return: 0.5 },
      { year: 2025, month: 3, return: -0.2 },
    ]);
    expect(newest).toMatchObject({ year: 2025, months: [0.5, null, -0.2, ...Array.from({ length: 9 }, () => null)] });
    // 1.5 × 0.8 = 1.2
    expect(newest?.whole).toBeCloseTo(0.2, 12);
    expect(oldest).toMatchObject({ year: 2024 });
  });
});

describe('monthsOf', () => {
  it('leaves out the months that no year has, so that a short run fits a phone', () => {
    const years = yearsOf([
      { year: 2024, month: 12, return: 0 },
      { year: 2025, month: 4, return: 0.1 },
    ]);
    expect(monthsOf(years)).toEqual([3, 11]);
  });
});

describe('valueOf', () => {
  it('has nothing for what a report does not have', () => {
    expect([
      valueOf({ sharpe: 0, calmar: null }, 'sharpe'),
      valueOf({ calmar: null }, 'calmar'),
      valueOf({}, 'sharpe'),
      valueOf(null, 'sharpe'),
    ]).toEqual([...[0, null, null, null]]);
  });
});
