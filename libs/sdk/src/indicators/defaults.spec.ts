import { bollinger } from './bollinger';
import { hma } from './hma';
import { ichimoku } from './ichimoku';
import { keltner } from './keltner';
import { macd } from './macd';
import { parabolicSar } from './parabolic-sar';
import { stochastic } from './stochastic';
import { stochasticRsi } from './stochastic-rsi';
import { supertrend } from './supertrend';

describe('an indicator without options', () => {
  it.each([
    ['Bollinger bands', bollinger.create(), bollinger.create({ period: 20, width: 2 })],
    ['an Ichimoku cloud', ichimoku.create(), ichimoku.create({ tenkan: 9, kijun: 26, senkou: 52, displacement: 26 })],
    ['Keltner channels', keltner.create(), keltner.create({ period: 20, atrPeriod: 10, width: 2 })],
    ['a MACD', macd.create(), macd.create({ fast: 12, slow: 26, signal: 9 })],
    ['a parabolic SAR', parabolicSar.create(), parabolicSar.create({ step: 0.02, max: 0.2 })],
    ['a stochastic oscillator', stochastic.create(), stochastic.create({ period: 14, smoothK: 1, smoothD: 3 })],
    ['a stochastic RSI', stochasticRsi.create(), stochasticRsi.create({ rsiPeriod: 14, period: 14, smoothK: 3, smoothD: 3 })],
    ['a supertrend', supertrend.create(), supertrend.create({ period: 10, width: 3 })],
  ])('is %s with the lengths that its documentation names', (_, usual, named) => {
    expect(usual).toEqual(named);
  });
});

describe('a length that is out of range', () => {
  it('is refused by its own name', () => {
    expect(() => ichimoku.create({ senkou: 0 })).toThrow(/^senkou is 0/);
    expect(() => hma.create(1)).toThrow(/^period is 1/);
    expect(() => hma.create(2)).not.toThrow();
  });
});
