import fc from 'fast-check';
import { NewestPrices } from './newest-prices';

describe('NewestPrices', () => {
  it('knows what a map would, in its order', () => {
    const told = fc.array(fc.tuple(fc.constantFrom('A', 'B', 'C'), fc.integer()));
    fc.assert(
      fc.property(told, fc.nat(), (prices, look) => {
        const [newest, map] = [new NewestPrices(), new Map<string, number>()];
        prices.forEach(([symbol, price], at) => {
          newest.set(symbol, price);
          map.set(symbol, price);
          if (at === look % prices.length) expect([...newest]).toEqual([...map]);
          for (const one of ['A', 'B', 'C']) expect(newest.get(one)).toBe(map.get(one));
        });
        expect([...newest]).toEqual([...map]);
      }),
    );
  });
});
