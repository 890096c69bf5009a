import { decimal } from '@libs/kernel';
import { defaultTiers, levelAt, limitAt, riskLevels } from './risk-tiers';
import { BTC, BTC_SPOT } from './testing/account-bench';

describe('riskLevels', () => {
  it('makes the maintenance margin continuous where one tier meets the next', () => {
    const levels = riskLevels(BTC);
    // 20000 × (0.0056 − 0.005) = 12; 12 + 26000 × (0.01 − 0.0056) = 126.4
    expect(levels.map(({ deduction }) => deduction.toString())).toEqual(['0', '12', '126.4']);
    levels.slice(1).forEach((level, index) => {
      const lower = levels[index]!;
      const at = (one: typeof level) => lower.limit.times(one.maintenance).minus(one.deduction);
      expect(at(level)).toEqual(at(lower));
    });
  });

  it('finds the tier of a value, and what a leverage may hold', () => {
    const levels = riskLevels(BTC);
    expect(['0', '20000', '20000.01', '99999999'].map((value) => levelAt(levels, decimal(value)).id)).toEqual([1, 1, 2, 3]);
    expect(['100', '90.01', '90', '50', '101'].map((leverage) => limitAt(levels, decimal(leverage)).toString())).toEqual([
      ...['20000', '20000', '26000', '1000000', '0'],
    ]);
  });

  it('doubles limits and rates down to leverage 1 for a market that names no tiers', () => {
    const tiers = defaultTiers(10).map((tier) => [tier.limit, tier.initial, tier.maintenance, tier.maxLeverage].join(' '));
    expect(tiers).toEqual(['1000000 0.1 0.05 10', '2000000 0.2 0.1 5', '4000000 0.4 0.2 2.5', '8000000 0.8 0.4 1.25', '16000000 1 0.5 1']);
    expect(riskLevels(BTC_SPOT)).toHaveLength(1);
  });
});
