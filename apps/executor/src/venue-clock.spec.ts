import { VenueClock } from './venue-clock';

describe('the venue clock', () => {
  it('takes the offset from the quickest question, measured at its middle', async () => {
    let wall = 1_000_000;
    const clock = new VenueClock(() => wall);
    const trips = [200, 20, 400];
    await clock.measure({
      serverTime: async () => {
        const trip = trips.shift() ?? 0;
        wall += trip / 2;
        const theirs = wall + 1_270 + (trip === 20 ? 0 : 55);
        wall += trip / 2;
        return theirs;
      },
    });
    expect(clock.ahead).toBe(1_270);
    expect(clock.now()).toBe(wall + 1_270);
  });

  it('keeps the last offset when the venue does not answer', async () => {
    const clock = new VenueClock(() => 5_000);
    await clock.measure({ serverTime: async () => 7_000 });
    await expect(clock.measure({ serverTime: () => Promise.reject(new Error('HTTP 503')) })).rejects.toThrow('HTTP 503');
    expect(clock.now()).toBe(7_000);
  });
});
