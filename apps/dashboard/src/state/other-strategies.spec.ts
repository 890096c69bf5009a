import type { StrategyParameter } from '@libs/client';
import { usualFields } from './backtest-form';
import { OTHERS, otherField, othersIn, othersInput, usualOthers } from './other-strategies';

function parameter(name: string, type: string, value: unknown): StrategyParameter {
  const nothing = { minimum: null, maximum: null, options: null };
  return { __typename: 'StrategyParameter', name, type, description: '', default: value, ...nothing };
}

const waves = { name: 'waves', parameters: [parameter('symbol', 'symbol', null), parameter('fast', 'integer', 12)] };
const grid = { name: 'grid', parameters: [parameter('cells', 'integer', 10)] };
const candles = [{ symbol: 'ETH/USDT', interval: '1m' }];

describe('more strategies in the form of a backtest', () => {
  it('are those that it names, in that order', () => {
    expect(othersIn({ [OTHERS]: 'grid waves gone' }, [waves, grid])).toEqual([grid, waves]);
    expect(othersIn({}, [waves, grid])).toEqual([]);
  });

  it('begin with their own defaults, and are called differently', () => {
    const fields = { ...usualFields(waves, candles), ...usualOthers(waves, [waves, grid, waves], candles) };
    expect(fields).toMatchObject({ 'others.0.label': 'waves-2', 'others.1.label': 'grid', 'others.2.label': 'waves-3' });
    expect(fields).toMatchObject({ others: 'waves grid waves', 'others.0.params.symbol': 'ETH/USDT', 'others.1.params.cells': '10' });
  });

  it('are asked for as they type their parameters', () => {
    const typed = { [otherField(0, 'params.fast')]: '5', [otherField(1, 'label')]: ' ' };
    expect(othersInput([waves, grid], { ...usualOthers(waves, [waves, grid], candles), ...typed })).toEqual({
      others: [
        { strategy: 'waves', label: 'waves-2', params: { symbol: 'ETH/USDT', fast: 5 } },
        { strategy: 'grid', params: { cells: 10 } },
      ],
    });
    expect(othersInput([], {})).toEqual({});
  });
});
