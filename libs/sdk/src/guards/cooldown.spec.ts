import { cooldown } from './cooldown';

const FLAT = { side: 'FLAT', averagePrice: '0' } as const;
const LONG = { side: 'LONG', averagePrice: '100' } as const;
const SHORT = { side: 'SHORT', averagePrice: '100' } as const;

describe('cooldown', () => {
  it('pauses after every exit, longer after a loss', () => {
    const state = cooldown.create({ afterExit: '10ms', afterLoss: '50ms' });
    const see = (held: typeof FLAT | typeof LONG, price: number, at: number) => cooldown.update(state, held, { price, at });
    expect(see(FLAT, 100, 0)).toBe(false);
    expect(see(LONG, 100, 1)).toBe(false);
    expect(see(FLAT, 105, 5)).toBe(true);
    expect([see(FLAT, 105, 14), see(FLAT, 105, 15)]).toEqual([true, false]);
    see(LONG, 100, 20);
    expect(see(FLAT, 99.9, 30)).toBe(true);
    expect([see(FLAT, 99, 79), see(FLAT, 99, 80)]).toEqual([true, false]);
  });

  it('takes a turn for an exit, and a short position for what it is', () => {
    const state = cooldown.create({ afterLoss: '50ms' });
    cooldown.update(state, SHORT, { price: 100, at: 0 });
    expect(cooldown.update(state, LONG, { price: 98, at: 10 })).toBe(false);
    expect(cooldown.update(state, SHORT, { price: 97, at: 20 })).toBe(true);
    expect(state.until).toBe(70);
  });

  it('takes an exit at the average entry price for no loss', () => {
    const state = cooldown.create({ afterExit: '10ms', afterLoss: '50ms' });
    cooldown.update(state, LONG, { price: 100, at: 0 });
    cooldown.update(state, FLAT, { price: 100, at: 5 });
    expect(state.until).toBe(15);
  });

  it('does not shorten a pause that is under way', () => {
    const state = cooldown.create({ afterExit: '1ms', afterLoss: '100ms' });
    cooldown.update(state, LONG, { price: 100, at: 0 });
    cooldown.update(state, FLAT, { price: 90, at: 10 });
    cooldown.update(state, LONG, { price: 90, at: 20 });
    cooldown.update(state, FLAT, { price: 110, at: 30 });
    expect(state.until).toBe(110);
  });

  it('takes its lengths in words', () => {
    expect(cooldown.create({ afterExit: '30m', afterLoss: '1d' })).toMatchObject({ afterExit: 1_800_000, afterLoss: 86_400_000 });
  });

  it.each(['afterExit', 'afterLoss'])('refuses an %s without its unit: 30 may be minutes, bars or milliseconds', (name) => {
    expect(() => cooldown.create({ [name]: 30 })).toThrow(
      new RangeError('30 is no duration; write a whole number with its unit, such as "90s", "5m", "12h" or "2d"'),
    );
  });
});
