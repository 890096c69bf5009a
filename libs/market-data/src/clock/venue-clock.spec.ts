import { VenueClock } from './venue-clock';

describe('the venue clock', () => {
  let monotonic: number;
  let wall: number;
  const clockOf = (): VenueClock => new VenueClock({ now: () => wall }, { now: () => monotonic });

  beforeEach(() => {
    monotonic = 500;
    wall = 1_000_000;
  });

  it('takes the offset from the quickest question, measured at its middle', async () => {
    const clock = clockOf();
    const trips = [200, 20, 400];
    await clock.measure({
      serverTime: async () => {
        const trip = trips.shift() ?? 0;
        monotonic += trip / 2;
        const theirs = 1_000_770 + monotonic + (trip === 20 ? 0 : 55);
        monotonic += trip / 2;
        return theirs;
      },
    });
    expect(clock.now()).toBe(1_000_770 + monotonic);
    expect(clock.uncertainty).toBe(10);
  });

  it('says how far the venue is ahead of this machine', async () => {
    const clock = clockOf();
    await clock.measure({ serverTime: async () => 1_001_270 });
    expect(clock.ahead).toBe(1_270);
  });

  it('goes on rightly when the clock of this machine jumps', async () => {
    const clock = clockOf();
    await clock.measure({ serverTime: async () => 1_000_000 });
    wall += 10_000;
    monotonic += 1;
    expect(clock.now()).toBe(1_000_001);
    expect(clock.ahead).toBe(-9_999);
  });

  it('is the time of the machine before the first measurement', () => {
    const clock = clockOf();
    expect([clock.isMeasured, clock.now()]).toEqual([false, 1_000_000]);
  });

  it('keeps the last offset when the venue does not answer', async () => {
    const clock = clockOf();
    await clock.measure({ serverTime: async () => 7_000 });
    await expect(clock.measure({ serverTime: () => Promise.reject(new Error('HTTP 503')) })).rejects.toThrow('HTTP 503');
    expect(clock.now()).toBe(7_000);
  });
});
