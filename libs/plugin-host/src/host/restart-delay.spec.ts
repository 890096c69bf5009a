import { RestartDelay } from './restart-delay';

describe('RestartDelay', () => {
  it('starts at once, then doubles from 100 ms up to five seconds', () => {
    const delay = new RestartDelay(() => 0);
    expect(Array.from({ length: 9 }, () => delay.next())).toEqual([0, 100, 200, 400, 800, 1600, 3200, 5000, 5000]);
  });

  it('starts at once again after a minute of health', () => {
    let now = 0;
    const delay = new RestartDelay(() => now);
    delay.next();
    delay.next();
    delay.started();
    now = 60_000;
    expect(delay.next()).toBe(0);
  });
});
