import { param } from './param';
import { descriptionOf } from './plan-strategy';
import { defineStrategy } from './define-strategy';
import { validateParams } from './validate-params';

const strategy = defineStrategy({
  name: 'sample',
  version: '1.0.0',
  title: 'Sample',
  description: 'Has one parameter of each kind.',
  params: {
    symbol: param.symbol({ description: 'market' }),
    interval: param.interval({ default: '5m', description: 'bars' }),
    fast: param.integer({ default: 12, min: 2, max: 500, description: 'bars' }),
    factor: param.number({ default: 0.5, min: 0, max: 1, description: 'fraction' }),
    size: param.decimal({ default: '0.01', min: '0.001', description: 'base units' }),
    hedge: param.boolean({ default: false, description: 'both ways' }),
    mode: param.choice({ options: ['calm', 'bold'], default: 'calm', description: 'temper' }),
  },
  watches: ({ symbol, interval }) => [{ symbol, interval }],
  warmUp: () => 0,
  state: () => ({}),
  onBar: () => undefined,
});
const { parameters } = descriptionOf(strategy);
const messages = (values: Record<string, unknown>): string[] => {
  const result = validateParams(parameters, { symbol: 'BTC/USDT', ...values });
  return result.ok ? [] : result.problems.map(({ message }) => message);
};

describe('validateParams', () => {
  it('fills in defaults in the order of the schema', () => {
    expect(validateParams(parameters, { symbol: 'BTC/USDT:USDT', fast: 3 })).toEqual({
      ok: true,
      params: { symbol: 'BTC/USDT:USDT', interval: '5m', fast: 3, factor: 0.5, size: '0.01', hedge: false, mode: 'calm' },
    });
  });

  it.each([
    [{ fast: 1 }, 'fast is 1; it must be a whole number from 2 to 500'],
    [{ fast: 2.5 }, 'fast is 2.5; it must be a whole number from 2 to 500'],
    [{ fast: '12' }, 'fast is "12"; it must be a whole number from 2 to 500'],
    [{ factor: NaN }, 'factor is NaN; it must be a number from 0 to 1'],
    [{ factor: 1.01 }, 'factor is 1.01; it must be a number from 0 to 1'],
    [{ size: 0.01 }, 'size is 0.01; it must be decimal text like "0.001" of at least 0.001'],
    [{ size: '0.0009' }, 'size is "0.0009"; it must be decimal text like "0.001" of at least 0.001'],
    [{ size: '1e3' }, 'size is "1e3"; it must be decimal text like "0.001" of at least 0.001'],
    [{ hedge: 'yes' }, 'hedge is "yes"; it must be true or false'],
    [{ symbol: 'BTCUSDT' }, 'symbol is "BTCUSDT"; it must be a market like "BTC/USDT" or "BTC/USDT:USDT"'],
    [{ mode: 'wild' }, 'mode is "wild"; it must be one of calm, bold'],
    [{ interval: '7m' }, 'interval is "7m"; it must be one of 1m, 3m, 5m, 15m, 30m, 1h, 2h, 4h, 6h, 12h, 1d'],
    [{ slow: 3 }, 'slow is not a parameter of this strategy; it has symbol, interval, fast, factor, size, hedge, mode'],
  ])('refuses %j by name, value and range', (values, message) => {
    expect(messages(values)).toEqual([message]);
  });

  it('reports every problem at once', () => {
    expect(messages({ fast: 0, mode: null, size: '0' })).toHaveLength(3);
  });

  it('does not take null for the default', () => {
    expect(messages({ fast: null })).toEqual(['fast is null; it must be a whole number from 2 to 500']);
  });

  it('says what is missing', () => {
    expect(messages({ symbol: undefined })).toEqual(['symbol is missing; it must be a market like "BTC/USDT" or "BTC/USDT:USDT"']);
  });

  it('does not take inherited names for values', () => {
    expect(messages({ symbol: undefined, ['constructor']: 1 })).toContain(
      'constructor is not a parameter of this strategy; it has symbol, interval, fast, factor, size, hedge, mode',
    );
  });
});
