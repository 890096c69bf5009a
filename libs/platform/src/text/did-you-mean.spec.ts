import { didYouMean } from './did-you-mean';

const STRATEGIES = ['bollinger-breakout', 'dca', 'ema-cross', 'grid', 'market-making', 'rsi-reversal'];

describe('a name that is not known', () => {
  it.each([
    ['ema-cros', ' Did you mean ema-cross?'],
    ['emacross', ' Did you mean ema-cross?'],
    ['EMA-Cross', ' Did you mean ema-cross?'],
    ['gird', ' Did you mean grid?'],
    ['dac', ' Did you mean dca?'],
    ['my-grid', ' Did you mean grid?'],
    ['market-mkaing', ' Did you mean market-making?'],
    ['rsi', ' Did you mean rsi-reversal?'],
    ['r', ''],
    ['momentum', ''],
    ['', ''],
  ])('%j is answered with what is like it: %j', (word, answer) => {
    expect(didYouMean(word, STRATEGIES)).toBe(answer);
  });

  it('has no answer where nothing is known', () => {
    expect(didYouMean('grid', [])).toBe('');
  });

  it('may be like several, of which the nearest are told, five at most', () => {
    expect(didYouMean('cat', ['cap', 'car', 'dog'])).toBe(' Did you mean cap or car?');
    expect(didYouMean('run', ['run1', 'run2', 'run3', 'run4', 'run5', 'run6'])).toBe(' Did you mean run1 or run2 or run3 or run4 or run5?');
  });

  it('is found by the part of it that counts', () => {
    const base = (symbol: string): string => symbol.split('/')[0]!;
    expect(didYouMean('BTC/USD', ['ETH/USD', 'BTC/USDT', 'BTC/EUR'], base)).toBe(' Did you mean BTC/USDT or BTC/EUR?');
  });
});
