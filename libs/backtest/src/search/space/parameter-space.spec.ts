import fc from 'fast-check';
import { validateParams } from '@libs/sdk';
import type { ParameterDescription } from '@libs/sdk';
import { cornersOf, paramsAt, pointAt, spaceOf } from './parameter-space';

const fast: ParameterDescription = { name: 'fast', type: 'integer', description: 'bars', default: 12, minimum: 1, maximum: 500 };
const share: ParameterDescription = { name: 'share', type: 'number', description: 'of equity', default: 0.05, minimum: 0.01, maximum: 1 };
const level: ParameterDescription = { name: 'level', type: 'decimal', description: 'price', default: '1', minimum: '0.1', maximum: '9' };
const side: ParameterDescription = { name: 'side', type: 'choice', description: 'way', default: 'both', options: ['both', 'long'] };
const symbol: ParameterDescription = { name: 'symbol', type: 'symbol', description: 'market' };
const parameters = [symbol, fast, share, level, side];

const space = (narrowed: Record<string, string>, fixed: Record<string, unknown> = {}) => spaceOf({ parameters, fixed, narrowed });
const values = (narrowed: Record<string, string>): unknown[] => {
  const made = space(narrowed);
  return Array.from({ length: made.size }, (_, index) => Object.values(paramsAt(made, pointAt(made, index))));
};

describe('a parameter space', () => {
  it('holds the steps of a range, both ends included where they are steps', () => {
    expect(values({ fast: '5..20:5' })).toEqual([[5], [10], [15], [20]]);
    expect(values({ fast: '5..21:8' })).toEqual([[5], [13], [21]]);
    expect(values({ fast: '3..5' })).toEqual([[3], [4], [5]]);
  });

  it('steps in exact tenths', () => {
    expect(values({ share: '0.1..0.4:0.1' })).toEqual([[0.1], [0.2], [0.3], [0.4]]);
    expect(values({ level: '0.1..0.4:0.1' })).toEqual([['0.1'], ['0.2'], ['0.3'], ['0.4']]);
  });

  it('holds every combination once, in order', () => {
    expect(values({ fast: '10,20', side: 'both,long' })).toEqual([
      [10, 'both'],
      [10, 'long'],
      [20, 'both'],
      [20, 'long'],
    ]);
  });

  it('is all that the schema bounds when nothing is narrowed, fixed parameters aside', () => {
    const whole = space({}, { symbol: 'BTC/USDT', share: 0.5 });
    expect(whole.dimensions.map(({ name, size }) => [name, size])).toEqual([
      ['fast', 500],
      ['side', 2],
    ]);
    expect(paramsAt(whole, [11, 1])).toEqual({ symbol: 'BTC/USDT', share: 0.5, fast: 12, side: 'long' });
  });

  it('leaves a number without a step endless', () => {
    const endless = space({ share: '0.1..0.3' });
    expect(endless.size).toBe(Infinity);
    expect([0, 0.5, 1].map((place) => paramsAt(endless, [place])['share'])).toEqual([0.1, 0.2, 0.3]);
  });

  it('knows its corners', () => {
    const made = space({ fast: '5..50:5', side: 'both,long' });
    expect(cornersOf(made).map((corner) => paramsAt(made, corner))).toEqual([
      { fast: 5, side: 'both' },
      { fast: 5, side: 'long' },
      { fast: 50, side: 'both' },
      { fast: 50, side: 'long' },
    ]);
  });

  it('leaves all but the highest of a dimension out where there would be more corners than are asked for', () => {
    const made = space({ fast: '5..50:5', side: 'both,long' });
    expect(cornersOf(made, 4)).toHaveLength(4);
    expect(cornersOf(made, 3).map((corner) => paramsAt(made, corner))).toEqual([
      { fast: 5, side: 'long' },
      { fast: 50, side: 'long' },
    ]);
  });

  it('holds yes and no', () => {
    const flag: ParameterDescription = { name: 'flag', type: 'boolean', description: 'whether', default: false };
    const made = spaceOf({ parameters: [flag], fixed: {}, narrowed: { flag: 'true,false' } });
    expect([0, 1].map((index) => paramsAt(made, pointAt(made, index)))).toEqual([{ flag: true }, { flag: false }]);
    expect(() => spaceOf({ parameters: [flag], fixed: {}, narrowed: { flag: 'maybe' } })).toThrow('flag=maybe: flag is "maybe"');
  });

  it.each([
    [{ fast: '5..900' }, 'fast=5..900: fast is 900; it must be a whole number from 1 to 500'],
    [{ fast: '0..5' }, 'fast is 0; it must be a whole number from 1 to 500'],
    [{ fast: '5..50:2.5' }, 'fast is 7.5; it must be a whole number'],
    [{ fast: '50..5' }, 'it begins above its end, so there is nothing in it'],
    [{ fast: '5..50:0' }, 'its step must be above zero'],
    [{ fast: '5,5' }, 'it names a value twice'],
    [{ fast: '' }, 'it names no value'],
    [{ fast: 'many' }, '"many" is no number'],
    [{ level: '1..2' }, 'amounts need a step'],
    [{ side: 'up,long' }, 'side is "up"; it must be one of both, long'],
    [{ side: 'both..long' }, 'name its values with commas'],
    [{ slow: '5..50' }, 'the strategy has no parameter slow; it has symbol, fast, share, level, side'],
  ])('refuses %j', (narrowed, message) => {
    expect(() => space(narrowed as unknown as Record<string, string>)).toThrow(message);
  });

  it('refuses a parameter that is fixed and searched, and a search of nothing', () => {
    expect(() => space({ fast: '5..50' }, { fast: 5 })).toThrow('fast is both given and searched');
    expect(() => spaceOf({ parameters: [symbol], fixed: {}, narrowed: {} })).toThrow('there is nothing to search');
  });

  it('never leaves what the schema allows', () => {
    const integers = fc.integer({ min: 1, max: 500 });
    fc.assert(
      fc.property(integers, integers, fc.integer({ min: 1, max: 100 }), (a, b, step) => {
        const made = space({ fast: `${Math.min(a, b)}..${Math.max(a, b)}:${step}` });
        for (let index = 0; index < made.size; index += 1) {
          const { fast: value } = paramsAt(made, pointAt(made, index)) as { readonly fast: number };
          expect(value).toBeLessThanOrEqual(Math.max(a, b));
          expect(validateParams([fast], { fast: value }).ok).toBe(true);
        }
      }),
      { numRuns: 50 },
    );
  });
});
