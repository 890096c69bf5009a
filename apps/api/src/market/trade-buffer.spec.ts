import type { PublicTrade } from './book.types';
import { TradeBuffer } from './trade-buffer';

const trades = (...ids: readonly string[]): readonly PublicTrade[] => ids.map((id) => ({ id }) as PublicTrade);

describe('TradeBuffer', () => {
  it('gives each trade once, newest first', () => {
    const buffer = new TradeBuffer(10);
    buffer.add(trades('a', 'b'));
    buffer.add(trades('c'));
    expect(buffer.take()).toEqual({ trades: trades('c', 'b', 'a'), missed: 0 });
    expect(buffer.take()).toEqual({ trades: [], missed: 0 });
  });

  it('keeps the newest and counts the rest, however they came', () => {
    const buffer = new TradeBuffer(2);
    buffer.add(trades('a', 'b', 'c'));
    buffer.add(trades('d'));
    expect(buffer.take()).toEqual({ trades: trades('d', 'c'), missed: 2 });
  });
});
