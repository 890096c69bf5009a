import { decimal, type Bar } from '@libs/kernel';
import type { DeploymentRecording } from '@libs/backtest';
import type { HistoryStore } from '@libs/market-data';
import { marketsOf } from './stored-minutes';

const SYMBOL = 'BTC/USDT:USDT';
const MINUTE = 60_000;

/** Rises by one a minute. */
const MINUTES: readonly Bar[] = Array.from({ length: 30 }, (_, minute) => {
  const price = (value: number) => decimal(String(100 + minute + value));
  return { start: minute * MINUTE, open: price(0), high: price(2), low: price(-1), close: price(1), volume: decimal('1') };
});

/** Bars of so many minutes, of which those from a minute on were live. */
function heard(minutes: 3 | 5, firstLive: number): DeploymentRecording['bars'][number] {
  const bars = Array.from({ length: 30 / minutes }, (_, part) => {
    const start = part * minutes;
    const prices = { open: `${100 + start}`, high: `${101 + start + minutes}`, low: `${99 + start}`, close: `${100 + start + minutes}` };
    return [start * MINUTE, { start: start * MINUTE, ...prices, volume: `${minutes}` }] as const;
  });
  const [first, lastLive] = [firstLive * MINUTE, (30 - minutes) * MINUTE];
  return { symbol: SYMBOL, interval: `${minutes}m`, bars: new Map(bars), firstLive: first, lastLive, forming: null };
}

const RECORDING = {
  terms: {
    warmUpBars: 1,
    watches: [
      { symbol: SYMBOL, interval: '3m' },
      { symbol: SYMBOL, interval: '5m' },
    ],
  },
  venue: 'bybit',
  bars: [heard(3, 12), heard(5, 10)],
  minutes: new Map(),
  events: [],
  orders: [],
  silences: [],
  others: [],
  othersSince: null,
  lateSince: null,
  distrustedSince: null,
  restraints: [],
  fault: null,
  endedAt: 30 * MINUTE,
  instruments: new Map([
    [
      SYMBOL,
      {
        venue: 'bybit',
        symbol: SYMBOL,
        venueSymbol: 'BTCUSDT',
        category: 'linear',
        base: 'BTC',
        quote: 'USDT',
        settle: 'USDT',
        tickSize: '1',
        lotSize: '1',
        minQuantity: '1',
        maxQuantity: '1000',
        minNotional: '0',
      },
    ],
  ]),
} as unknown as DeploymentRecording;

function storeOf(bars: readonly Bar[]): Pick<HistoryStore, 'candles'> {
  return {
    async *candles({ interval }, { from, to }) {
      if (interval === '1m') yield* bars.filter(({ start }) => start >= from && start < to);
    },
  };
}

describe('a recording of bars of three and of five minutes', () => {
  it('is played on stored candles of a minute that make them', async () => {
    const { markets, notes } = await marketsOf(RECORDING, storeOf(MINUTES));
    const [{ tape }] = markets as [(typeof markets)[0]];
    expect([tape.interval, tape.series.firstStart, tape.series.length]).toEqual(['1m', 5 * MINUTE, 25]);
    expect(notes).toEqual([`bars of ${SYMBOL} are built from stored 1m candles, which add up to every recorded bar`]);
  });

  it('has no backtest where none are stored, or others', async () => {
    await expect(marketsOf(RECORDING, storeOf([]))).rejects.toThrow('were neither heard nor are they stored');
    await expect(marketsOf(RECORDING, storeOf(MINUTES.slice(0, 29)))).rejects.toThrow('were neither heard nor are they stored');
  });
});
