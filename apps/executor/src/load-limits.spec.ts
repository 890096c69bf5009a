import { InstrumentLimits } from '@libs/engine';
import type { Instrument } from '@libs/sdk';
import { ManualClock } from '@libs/testkit';
import { loadLimits } from './load-limits';

const BTC = { symbol: 'BTC/USDT:USDT' } as Instrument;

describe('loading the limits of instruments', () => {
  let clock: ManualClock;
  let limits: InstrumentLimits;
  let answers: (() => Promise<readonly Instrument[]>)[];
  let asked: number;
  let loaded: number;
  let loading: { cancel(): void };

  const down = (): Promise<readonly Instrument[]> => Promise.reject(new Error('HTTP 503'));

  beforeEach(() => {
    clock = new ManualClock();
    limits = new InstrumentLimits();
    asked = loaded = 0;
  });

  function load(...first: typeof answers): void {
    answers = first;
    const instruments = (): Promise<readonly Instrument[]> => {
      asked += 1;
      return (answers.shift() ?? down)();
    };
    loading = loadLimits({ limits, market: { instruments }, timers: clock, logger: { warn: () => undefined } }, () => (loaded += 1));
  }

  it('asks each second until the venue lists instruments, and not after that', async () => {
    load(
      down,
      () => Promise.resolve([]),
      down,
      () => Promise.resolve([BTC]),
    );
    await clock.pass(2_999);
    expect([asked, loaded]).toEqual([3, 0]);
    await clock.pass(60_000);
    expect([asked, loaded, limits.areKnown]).toEqual([4, 1, true]);
  });

  it('asks nothing more once it is cancelled', async () => {
    load();
    await clock.pass(1_500);
    loading.cancel();
    await clock.pass(60_000);
    expect([asked, loaded]).toEqual([2, 0]);
  });

  it('tells nobody of an answer that comes after that', async () => {
    load(() => new Promise((resolve) => clock.after(500, () => resolve([BTC]))));
    loading.cancel();
    await clock.pass(60_000);
    expect([asked, loaded]).toEqual([1, 0]);
  });
});
