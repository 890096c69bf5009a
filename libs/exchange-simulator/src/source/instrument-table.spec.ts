import { instrumentOf } from './instrument-table';

describe('the instruments', () => {
  it("of a contract carry its exchange's filters", () => {
    const { minPrice, maxPrice, priceLimit, funding, venueId } = instrumentOf({ venueSymbol: 'BTCUSDT', category: 'linear' })!;
    expect([minPrice, maxPrice, priceLimit!.x, priceLimit!.y, funding!.cap].map(String)).toEqual([
      ...['0.1', '1999999.8', '0.01', '0.02', '0.00375'],
    ]);
    expect([funding!.intervalMs, venueId]).toEqual([28_800_000, 5]);
  });

  it('of a spot market carry the largest value and no funding', () => {
    const { maxNotional, quotePrecision, priceLimit, funding, riskTiers } = instrumentOf({ venueSymbol: 'BTCUSDT', category: 'spot' })!;
    expect([maxNotional, quotePrecision, priceLimit!.x].map(String)).toEqual(['8000000', '0.0000001', '0.005']);
    expect([funding, riskTiers]).toEqual([undefined, undefined]);
  });

  it('climb a ladder of risk tiers, each larger, dearer and slower than the one before', () => {
    for (const venueSymbol of ['BTCUSDT', 'XRPUSDT', 'PEPEUSDT']) {
      const { riskTiers, maxLeverage } = instrumentOf({ venueSymbol, category: 'linear' })!;
      expect(riskTiers![0]!.maxLeverage.toNumber()).toBe(maxLeverage);
      riskTiers!.forEach((tier, index) => {
        const before = riskTiers![index - 1];
        expect(tier.maintenance.lt(tier.initial)).toBe(true);
        if (!before) return;
        expect(tier.limit.gt(before.limit) && tier.initial.gte(before.initial) && tier.maxLeverage.lte(before.maxLeverage)).toBe(true);
      });
    }
    const [first] = instrumentOf({ venueSymbol: 'BTCUSDT', category: 'linear' })!.riskTiers!;
    expect([first!.limit, first!.initial, first!.maintenance].map(String)).toEqual(['2000000', '0.01', '0.005']);
  });
});
