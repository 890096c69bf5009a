import type { DeploymentRecording } from '@libs/backtest';
import { Decimal } from '@libs/kernel';
import { withStoredBooks, type StoredFill } from './stored-books';

const fill = (executionId: string, side: 'BUY' | 'SELL', at: number): StoredFill => {
  const [quantity, price, fee] = ['2', '10', '0.01'].map((text) => Decimal.parse(text)) as [Decimal, Decimal, Decimal];
  return { executionId, symbol: 'BTC/USDT:USDT', side, quantity, price, fee, feeAsset: 'USDT', at };
};

describe('stored books', () => {
  it('have what was filled of the recorded orders after the strategy was stopped, and nothing else since', () => {
    const orders = [{ fills: [{ executionId: 'entry' }] }, { fills: [{ executionId: 'closed by a person' }] }];
    const recording = { endedAt: 100, orders, instruments: new Map(), settleAsset: 'USDT', books: {} } as unknown as DeploymentRecording;
    const stored = [fill('entry', 'BUY', 90), fill('closed by a person', 'SELL', 110), fill('of a later session', 'BUY', 120)];
    const { books } = withStoredBooks(recording, stored);
    expect([...books.fills.keys()]).toEqual(['entry', 'closed by a person']);
    expect(books.positions.map(({ quantity, fees }) => [quantity.toString(), fees.toString()])).toEqual([['0', '0.02']]);
  });
});
