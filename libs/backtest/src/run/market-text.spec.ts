import type { Instrument } from '@libs/kernel';
import type { Texted } from '@libs/engine';
import { run, scripted } from '../../test/scripted';
import { marketOf, marketTextOf, untoldRisk } from './market-text';

const INSTRUMENT: Texted<Instrument> = {
  venue: 'bybit',
  symbol: 'BTC/USDT:USDT',
  venueSymbol: 'BTCUSDT',
  category: 'linear',
  base: 'BTC',
  quote: 'USDT',
  settle: 'USDT',
  tickSize: '0.5',
  lotSize: '0.01',
  minQuantity: '0.01',
  maxQuantity: '1000000',
  minNotional: '5',
};

describe('a market of text', () => {
  it('has one tier up to its risk limit, with the rates of its leverage', () => {
    const [tier, ...more] = marketOf({ ...INSTRUMENT, maxLeverage: 30, riskLimit: '250000' }).riskTiers!;
    // 1 ÷ 30 to six digits, and half of it
    expect([tier!.limit, tier!.initial, tier!.maintenance, tier!.maxLeverage].map(String)).toEqual([
      '250000',
      '0.033333',
      '0.016666',
      '30',
    ]);
    expect(more).toEqual([]);
    expect(marketOf({ ...INSTRUMENT, maxLeverage: 30 })).not.toHaveProperty('riskTiers');
  });

  it('allows what most exchanges do where it was told nothing of risk', () => {
    expect([untoldRisk('linear').maxLeverage, untoldRisk('spot')]).toEqual([100, { maxLeverage: 1 }]);
  });
});

describe('a market as a trader is told it', () => {
  it('refuses nothing by a risk limit, since it is told none', () => {
    // Twenty millions, where the ladder that is made of a leverage of 100 lets eight be held at 10.
    const strategy = scripted((ctx) => ctx.buy(INSTRUMENT.symbol, '200000'));
    const text = marketTextOf(INSTRUMENT);
    const { riskLimit: _none, ...laddered } = text;
    const rows = [1, 2, 3, 4].map(() => [100, 101, 99, 100] as const);
    const refusals = [text, laddered].map((one) => [
      ...run(strategy, rows, { balances: { USDT: '100000000' } }, marketOf(one)).refusals.values(),
    ]);
    expect(refusals).toEqual([[], [expect.stringContaining('RISK_LIMIT_EXCEEDED')]]);
  });
});
