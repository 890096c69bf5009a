import type { StrategyParameter } from '@libs/client';
import { inputOf, rangeOf, usualFields, withoutParams } from './backtest-form';

function parameter(name: string, type: string, more: Partial<StrategyParameter> = {}): StrategyParameter {
  const base = { __typename: 'StrategyParameter', name, type, description: '', default: null } as const;
  return { ...base, minimum: null, maximum: null, options: null, ...more };
}

const strategy = {
  name: 'waves',
  parameters: [
    parameter('symbol', 'symbol', { default: 'BTC/USDT:USDT' }),
    parameter('fast', 'integer', { default: 12, minimum: 2, maximum: 500 }),
    parameter('size', 'decimal'),
    parameter('both', 'boolean', { default: false }),
  ],
};

describe('the form of a backtest', () => {
  it('keeps time, money and other strategies when another strategy is chosen, but not the parameters', () => {
    const kept = { from: '2026-01-01', balance: '500', others: 'grid', 'others.0.params.cells': '9' };
    expect(withoutParams({ ...kept, 'params.fast': '7', 'params.from': '1' })).toEqual(kept);
  });

  it('begins with the defaults and asks for them as the strategy types them', () => {
    const fields = usualFields(strategy);
    expect(fields).toMatchObject({ 'params.fast': '12', 'params.size': '', 'params.both': 'false', balance: '10000', from: '' });
    expect(inputOf(strategy, { ...fields, 'params.both': 'true', from: '2026-02-01', latency: '20', to: ' ' }, 'k')).toEqual({
      strategy: 'waves',
      params: { symbol: 'BTC/USDT:USDT', fast: 12, both: true },
      from: '2026-02-01T00:00:00.000Z',
      venue: 'bybit',
      data: 'bars',
      balance: '10000',
      maxPositionSize: '0.1',
      takerFee: '0.00055',
      makerFee: '0.0002',
      slippage: 0,
      latency: '20',
      riskFreeRate: '0',
      daysPerYear: 365,
      idempotencyKey: 'k',
    });
  });

  it('asks for margin and hours of funding only beside what they belong to', () => {
    const fields = { ...usualFields(strategy), participation: '0,1', margin: 'ISOLATED', fundingHours: '4' };
    const terms = (more: object) => {
      const { participation, leverage, margin, funding, fundingHours } = inputOf(strategy, { ...fields, ...more }, 'k');
      return { participation, leverage, margin, funding, fundingHours };
    };
    expect(terms({})).toEqual({ participation: '0.1' });
    expect(terms({ leverage: '5', funding: '0.0001' })).toEqual({
      participation: '0.1',
      leverage: '5',
      margin: 'ISOLATED',
      funding: '0.0001',
      fundingHours: 4,
    });
    expect(terms({ funding: 'history' })).toEqual({ participation: '0.1', funding: 'history' });
  });

  it('asks for drawn latencies as they are typed, and for what rests or leaves a queue only where that is played', () => {
    const fields = { ...usualFields(strategy), latency: 'lognormal:30,0.5,500', reportLatency: '5..9', resting: '2,5', queue: 'alike' };
    const terms = (data: string) => {
      const { latency, reportLatency, resting, queue, seed } = inputOf(strategy, { ...fields, data, seed: '4' }, 'k');
      return { latency, reportLatency, resting, queue, seed };
    };
    const drawn = { latency: 'lognormal:30,0.5,500', reportLatency: '5..9', seed: 4 };
    expect(terms('bars')).toEqual(drawn);
    expect(terms('trades')).toEqual({ ...drawn, resting: '2.5' });
    expect(terms('book')).toEqual({ ...drawn, queue: 'alike' });
  });

  it('sends signals as they are written, and none where the field is empty', () => {
    const fields = usualFields(strategy);
    expect(inputOf(strategy, { ...fields, signals: ' \n' }, 'k')).not.toHaveProperty('signals');
    const { signals } = inputOf(strategy, { ...fields, signals: '{"at":0,"name":"side","value":"buy"}' }, 'k');
    expect(signals).toEqual([{ at: '1970-01-01T00:00:00.000Z', name: 'side', value: 'buy' }]);
  });

  it('proposes a market that candles are stored of where the strategy proposes none', () => {
    const own = { parameters: [parameter('symbol', 'symbol')] };
    expect(usualFields(own)['params.symbol']).toBe('');
    expect(usualFields(own, [{ symbol: 'ETH/USDT', interval: '1m' }])['params.symbol']).toBe('ETH/USDT');
  });

  it('proposes an interval that can be made of the stored candles of the market', () => {
    const own = { parameters: [parameter('symbol', 'symbol'), parameter('interval', 'interval', { default: '15m' })] };
    const proposed = (...stored: readonly string[]): string | undefined =>
      usualFields(own, [...stored.map((interval) => ({ symbol: 'A/B', interval })), { symbol: 'C/D', interval: '1m' }])['params.interval'];
    expect([proposed('1h', '5m'), proposed('1d', '1h'), proposed('15m')]).toEqual(['15m', '1h', '15m']);
    expect(usualFields(own)['params.interval']).toBe('15m');
  });

  it('says the range of a parameter', () => {
    expect(strategy.parameters.map(rangeOf)).toEqual(['', 'from 2 to 500', '', '']);
    expect(rangeOf({ minimum: 0, maximum: null })).toBe('from 0');
  });
});
