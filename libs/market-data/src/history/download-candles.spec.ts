import { decimal } from '@libs/kernel';
import type { Bar } from '@libs/kernel';
import type { MarketData } from '@libs/sdk';
import { buildInstrument } from '@libs/testkit';
import { downloadCandles } from './download-candles';

const MINUTE = 60_000;
const T0 = Date.UTC(2025, 5, 1);
const price = decimal('100');

/** A venue with minutes 0 to 2,499, minute 1,200 missing; its first `failures` pages fail. */
class FakeHistory {
  readonly asked: number[] = [];

  constructor(private failures = 0) {}

  readonly market: MarketData = {
    instruments: async () => [],
    book: () => Promise.reject(new Error('not asked')),
    trades: () => Promise.reject(new Error('not asked')),
    marketTime: async () => T0 + 2_500 * MINUTE,
    serverTime: async () => 0,
    bars: async (_instrument, _interval, limit, end = Infinity) => {
      this.asked.push((end - T0) / MINUTE);
      if (this.failures-- > 0) throw new Error('too many visits');
      return minutes()
        .filter(({ start }) => start <= end)
        .slice(-limit);
    },
  };
}

function minutes(): Bar[] {
  return Array.from({ length: 2_500 }, (_, minute) => minute)
    .filter((minute) => minute !== 1_200)
    .map((minute) => ({ start: T0 + minute * MINUTE, open: price, high: price, low: price, close: price, volume: price }));
}

describe('downloadCandles', () => {
  async function download(venue: FakeHistory, delays: number[] = []): Promise<Bar[]> {
    const bars: Bar[] = [];
    const pages = downloadCandles({
      market: venue.market,
      instrument: buildInstrument(),
      interval: '1m',
      from: T0,
      to: T0 + 9_999 * MINUTE,
      sleep: async () => undefined,
      onRetry: (_, delay) => void delays.push(delay),
    });
    for await (const bar of pages) bars.push(bar);
    return bars;
  }

  it('fetches a span page by page, each candle once, and a hole stays a hole', async () => {
    const venue = new FakeHistory();
    const bars = await download(venue);
    expect(bars).toEqual(minutes());
    expect(venue.asked).toHaveLength(3);
    expect(venue.asked.slice(0, 2)).toEqual([999, 1_999]);
  });

  it('asks again after a growing delay when a page fails', async () => {
    const [venue, delays] = [new FakeHistory(3), [] as number[]];
    expect(await download(venue, delays)).toHaveLength(2_499);
    expect(delays).toHaveLength(3);
    expect(delays[2]).toBeGreaterThan(delays[0]!);
  });

  it('gives up after six tries with the error of the venue', async () => {
    await expect(download(new FakeHistory(6))).rejects.toThrow('too many visits');
  });
});
