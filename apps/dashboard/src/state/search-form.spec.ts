import type { StrategyParameter } from '@libs/client';
import { proposedRange, searchInputOf, walkInputOf } from './search-form';

function parameter(name: string, type: string, more: Partial<StrategyParameter> = {}): StrategyParameter {
  const base = { __typename: 'StrategyParameter', name, type, description: '', default: null } as const;
  return { ...base, minimum: null, maximum: null, options: null, ...more };
}

describe('the form of a search', () => {
  it('tells what is searched from what stays', () => {
    const strategy = {
      name: 'waves',
      parameters: [parameter('fast', 'integer'), parameter('slow', 'integer'), parameter('side', 'choice')],
    };
    const fields = {
      'params.fast': '5..20:5',
      'params.slow': '30',
      'params.side': 'both,long',
      trials: '40',
      minTrades: '10',
      sampler: 'grid',
    };
    expect(searchInputOf(strategy, fields, 'k')).toEqual({
      backtest: { strategy: 'waves', params: { slow: 30 } },
      search: { fast: '5..20:5', side: 'both,long' },
      sampler: 'grid',
      trials: 40,
      minTrades: 10,
      objective: 'sharpe',
      idempotencyKey: 'k',
    });
  });

  it('hands on what is no number as it was typed, for the api to refuse', () => {
    const strategy = { name: 'waves', parameters: [parameter('fast', 'integer'), parameter('size', 'number')] };
    const fields = { 'params.fast': 'abc', 'params.size': '5%', trials: '40', minTrades: '10' };
    // Not a number would leave as null, which asks for the default.
    expect(searchInputOf(strategy, fields, 'k').backtest.params).toEqual({ fast: 'abc', size: '5%' });
  });

  it('cuts the time of a walk forward, whose key is not that of its search', () => {
    const strategy = { name: 'waves', parameters: [parameter('fast', 'integer')] };
    const fields = {
      'params.fast': '5..20',
      train: ' 30d',
      test: '12h',
      anchored: 'true',
      trials: '40',
      minTrades: '10',
      monteCarlo: '500',
    };
    expect(walkInputOf(strategy, fields, 'k')).toEqual({
      train: '30d',
      test: '12h',
      anchored: true,
      idempotencyKey: 'k',
      optimisation: {
        backtest: { strategy: 'waves', params: {}, monteCarlo: 500 },
        search: { fast: '5..20' },
        sampler: 'bayes',
        trials: 40,
        minTrades: 10,
        objective: 'sharpe',
      },
    });
  });

  it('proposes half to twice the default, within its range', () => {
    expect(proposedRange(parameter('fast', 'integer', { default: 12, minimum: 2, maximum: 500 }))).toBe('6..24');
    expect(proposedRange(parameter('fast', 'integer', { default: 3, minimum: 2, maximum: 5 }))).toBe('2..5');
    expect(proposedRange(parameter('size', 'decimal', { default: '0.1' }))).toBeNull();
  });
});
