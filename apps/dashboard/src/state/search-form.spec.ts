import type { StrategyParameter } from '@libs/client';
import { proposedRange, searchInputOf } from './search-form';

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
      ...{ sampler: 'grid', trials: 40, minTrades: 10, objective: 'sharpe', idempotencyKey: 'k' },
    });
  });

  it('proposes half to twice the default, within its range', () => {
    expect(proposedRange(parameter('fast', 'integer', { default: 12, minimum: 2, maximum: 500 }))).toBe('6..24');
    expect(proposedRange(parameter('fast', 'integer', { default: 3, minimum: 2, maximum: 5 }))).toBe('2..5');
    expect(proposedRange(parameter('size', 'decimal', { default: '0.1' }))).toBeNull();
  });
});
