import { setImmediate } from 'node:timers/promises';
import { MarketClock } from './market-clock';
import type { PlayedMarket } from './played-market';
import { TapeFeed } from './tape-feed';

const PRESENT = Date.UTC(2026, 3, 1, 13);
const STEP = 100;

/** A market in real time whose process can be kept from running: time goes on, and no timer fires. */
async function realTime() {
  let elapsed = 0;
  let due: (() => void) | undefined;
  const monotonic = (): number => elapsed;
  const market = {
    nextTime: PRESENT,
    progress: null,
    advance() {
      this.nextTime += STEP;
    },
    setPace: () => undefined,
    setOpen: () => undefined,
  };
  const feed = new TapeFeed({
    markets: [market as unknown as PlayedMarket],
    clock: new MarketClock(monotonic, 0, 60),
    timers: {
      after: (_delay, task) => {
        due = task;
        return { cancel: () => undefined };
      },
    },
    speed: 60,
    askedSpeed: 1,
    isStepped: false,
    wallNow: () => PRESENT + elapsed,
    stored: undefined,
    reserve: () => Promise.resolve(),
    endReason: () => '',
  });
  await feed.start({ moved: () => undefined, traded: () => undefined, barClosed: () => undefined, changed: () => undefined });
  return {
    feed,
    behind: () => PRESENT + elapsed - feed.now(),
    async stall(milliseconds: number) {
      elapsed += milliseconds;
      due?.();
      await setImmediate();
    },
  };
}

describe('a market in real time', () => {
  it('stands at the present again after this process could not play it', async () => {
    const { feed, behind, stall } = await realTime();
    await stall(10);
    expect(feed.speed).toBe(1);
    // Longer than the journal reserves, and too short to hurry for.
    await stall(30_000);
    for (let turn = 0; turn < 40; turn += 1) await stall(1);
    expect(feed.speed).toBe(1);
    expect(behind()).toBeLessThan(STEP);
  });

  it('hurries to the present after the machine slept', async () => {
    const { feed, stall } = await realTime();
    await stall(10);
    await stall(600_000);
    expect(feed.speed).toBe(60);
  });
});
