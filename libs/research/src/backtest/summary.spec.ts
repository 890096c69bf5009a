import type { Metrics } from '@libs/backtest';
import { faultsOf, measuresOf, summaryOf } from './summary';

const NONE = { trades: 0, winRate: null, profitFactor: null, sharpe: null, maxDrawdown: null, marketChange: null };
const measures = (some: Partial<Metrics>): string => measuresOf({ ...NONE, ...some } as Metrics);

describe('the measures of a run in a line', () => {
  it('are shares in percent and plain ratios', () => {
    expect(measures({ trades: 12, winRate: 0.583, profitFactor: 1.234, sharpe: -0.5, maxDrawdown: 0.0456, marketChange: -0.1 })).toBe(
      '12 trades, 58.3 % won, profit factor 1.23, Sharpe -0.50, deepest drawdown 4.6 %; the market -10.0 %',
    );
  });

  it('are none where there is nothing to measure', () => {
    expect(measures({})).toBe('0 trades, none won, profit factor none, Sharpe none, deepest drawdown none; the market none');
  });
});

describe('the summary of a run', () => {
  const subject = { title: 's', strategy: 's', version: '1.0.0', params: {}, quote: 'ETH' };
  const played = { fills: [], refusals: new Map<string, string>(), from: 0, to: 60_000, bars: 1, fault: null };
  const of = (some: Partial<Metrics>) =>
    summaryOf({ subject, metrics: { ...NONE, ...some } as Metrics, funding: [] }, played, { settleAsset: 'ETH', balances: { ETH: '0.5' } });

  it('has the fees of both sides, also of spot, where a buyer pays in coins', () => {
    expect(of({ fees: '0.00110022', netProfit: '0' }).fees).toBe('0.00110022');
  });

  it('has the equity at the end to the last digit', () => {
    expect(of({ fees: '0', netProfit: '-0.00012345' }).finalEquity).toBe('0.49987655');
  });
});

describe('the faults of a run in sentences', () => {
  const fault = { hook: 'onBar', message: 'no idea', at: '2026-01-02T03:04:05.678Z' };
  const one = (label: string, own: typeof fault | null) => {
    return { label, strategy: 's', version: '1.0.0', params: {}, fault: own, metrics: NONE as Metrics };
  };

  it('are that of the one strategy', () => {
    expect(faultsOf({ fault })).toEqual(['ended early at 2026-01-02T03:04:05.678Z in onBar: no idea']);
    expect(faultsOf({ fault: null })).toEqual([]);
  });

  it('are those of each of several by its label, also where others went on to the end', () => {
    expect(faultsOf({ fault: null, strategies: [one('a', null), one('b', fault)] })).toEqual([
      'b ended early at 2026-01-02T03:04:05.678Z in onBar: no idea',
    ]);
  });
});
