import { decimal } from '@libs/sdk';
import { levelsOf, type LevelRules } from './levels';

const textsOf = (changes: Partial<LevelRules>): string[] =>
  levelsOf({ lower: decimal('90'), upper: decimal('110'), cells: 4, spacing: 'arithmetic', tickSize: decimal('0.1'), ...changes }).map(
    String,
  );

describe('levelsOf', () => {
  it('puts the same amount between arithmetic levels', () => {
    expect(textsOf({})).toEqual(['90', '95', '100', '105', '110']);
  });

  it('puts the same proportion between geometric levels', () => {
    // Each is twice the one before.
    expect(textsOf({ lower: decimal('10'), upper: decimal('80'), cells: 3, spacing: 'geometric' })).toEqual(['10', '20', '40', '80']);
  });

  it('rounds each level to the tick by itself, so that errors do not add up', () => {
    // 20 / 3 = 6.666…: 96.666… and 103.333…
    expect(textsOf({ cells: 3 })).toEqual(['90', '96.7', '103.3', '110']);
  });

  it('refuses a range in which two levels fall on one tick', () => {
    expect(() => textsOf({ upper: decimal('90.2') })).toThrow(
      '4 cells from 90 to 90.2 do not fit: levels 0 and 1 are both 90, a tick being 0.1; take fewer cells or a wider range',
    );
  });
});
