import type { Instrument } from '@libs/kernel';
import type { PublicTrade } from '../../../apps/api/src/market/book.types';
import { MarketUnavailable, NotOffered, type MarketQueries } from '../../../apps/api/src/market/market-queries';
import type { BookSource, MarketStreams, TradesHandlers, TradesSource } from '../../../apps/api/src/market/market-streams';

const MINUTE = 60_000;
const CANDLES = 3;

/** One market with three candles, a book of one level and a trade; `HALTED` does not answer. */
export function fakeMarket(instrument: Instrument, marketTime: number): MarketQueries {
  const { symbol } = instrument;
  const newest = Math.floor(marketTime / MINUTE) * MINUTE;
  const candles = Array.from({ length: CANDLES }, (_, age) => candleAt(newest - age * MINUTE)).reverse();
  const level = { price: '50000', quantity: '0.5' };
  return {
    instruments: async () => [instrument],
    candles: async ({ limit, end = Infinity }) => candles.filter(({ start }) => start.getTime() <= end).slice(-limit),
    book: async (asked) => {
      if (asked === 'HALTED') throw new MarketUnavailable('The order book');
      return asked === symbol ? { symbol, bids: [level], asks: [], marketTime: new Date(marketTime) } : null;
    },
    trades: async (asked) => {
      if (asked === 'DARK') throw new NotOffered('Dark', 'public trades');
      return asked === symbol ? [tradeOf('t-1', marketTime)] : null;
    },
  };
}

export function tradeOf(id: string, at: number): PublicTrade {
  return { id, side: 'SELL', price: '50000.1', quantity: '0.001', at: new Date(at) };
}

function candleAt(start: number) {
  return { start: new Date(start), open: '1', high: '2', low: '0.5', close: '1.5', volume: '10', closed: true };
}

/** Streams that a test tells what to say, and that count who listens. */
export class FakeStreams implements MarketStreams {
  best = '50000';
  following = 0;
  private changed: () => void = () => undefined;
  private traded: TradesHandlers['trades'] = () => undefined;

  moveBid(best: string): void {
    this.best = best;
    this.changed();
  }

  trade(...trades: readonly PublicTrade[]): void {
    this.traded(trades);
  }

  async book(symbol: string): Promise<BookSource> {
    const trust = { symbol, level: 'TRUSTED', reasons: [] } as const;
    const book = () => ({ symbol, bids: [{ price: this.best, quantity: '1' }], asks: [], marketTime: new Date(0) });
    return {
      follow: (changed) => {
        this.changed = changed;
        this.following += 1;
        return { now: () => ({ book: book(), trust }), leave: () => void (this.following -= 1) };
      },
    };
  }

  async trades(symbol: string): Promise<TradesSource> {
    const trust = { symbol, level: 'UNTRUSTED', reasons: ['STALE'] } as const;
    return {
      follow: ({ trades }) => {
        this.traded = trades;
        this.following += 1;
        return { trust: () => trust, leave: () => void (this.following -= 1) };
      },
    };
  }

  close(): void {
    this.following = 0;
  }
}
