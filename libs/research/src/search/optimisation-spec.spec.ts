import { InvalidSpec, ResearchRefused } from '../refusals';
import { checkOptimisation, type OptimisationSpec } from './optimisation-spec';

const GOOD: OptimisationSpec = {
  backtest: {
    strategy: 'ema-cross',
    params: {},
    venue: 'bybit',
    detail: null,
    from: null,
    to: null,
    balance: '10000',
    maxPositionSize: '1',
    fills: { takerFee: '0.00055', makerFee: '-0.0001', slippageTicks: 0, latency: 0 },
  },
  search: { fast: '5..50:5' },
  sampler: 'bayes',
  trials: 100,
  objective: 'sharpe',
  minTrades: 30,
  seed: 1,
};

describe('a search that is asked for', () => {
  it('says what is wanted the most', () => {
    expect(checkOptimisation(GOOD)).toEqual({ metric: 'sharpe', better: 'higher', minTrades: 30 });
    expect(checkOptimisation({ ...GOOD, objective: 'maxDrawdown', trials: 100_000, minTrades: 0 }).better).toBe('lower');
  });

  it.each<[string, Partial<OptimisationSpec>, string]>([
    ['no trial', { trials: 0 }, 'trials is 0; it must be a whole number from 1 to 100000.'],
    ['half a trial', { trials: 1.5 }, 'trials is 1.5; it must be a whole number from 1 to 100000.'],
    ['a seed below zero', { seed: -1 }, 'seed is -1; it must be a whole number from 0 to 2147483647.'],
    ['fewer than no trades', { minTrades: -1 }, 'minTrades is -1; it must be a whole number from 0 to 100000.'],
    ['a sampler there is not', { sampler: 'luck' as 'bayes' }, 'sampler is "luck"; it must be one of grid, random, bayes.'],
    ['a number for a range', { search: { fast: 5 as never } }, 'search.fast is 5; it must be text like 5..50, 5..50:5 or a,b,c.'],
    ['a backtest out of range', { backtest: { ...GOOD.backtest, balance: '0' } }, 'balance is "0"; it must be a number above 0.'],
  ])('is refused with %s, naming field and range', (_, change, message) => {
    const check = (): unknown => checkOptimisation({ ...GOOD, ...change });
    expect(check).toThrow(InvalidSpec);
    expect(check).toThrow(message);
  });

  it('is refused with an objective of which no end is better', () => {
    const check = (): unknown => checkOptimisation({ ...GOOD, objective: 'trades' });
    expect(check).toThrow(ResearchRefused);
    expect(check).toThrow('there is no objective "trades"; it can be one of netProfit, ');
  });
});
