import { InstalledExchanges } from './installed-exchanges';

describe('InstalledExchanges', () => {
  it('says how each kind of data comes, and null where it does not', async () => {
    const list = new InstalledExchanges(async () => [
      {
        name: 'ccxt:slow',
        title: 'Slow',
        verification: 'UNVERIFIED',
        tradable: false,
        market: { quote: 'poll', book: 'stream', bookDepths: [10], intervals: [] },
      },
    ]);
    expect(await list.list()).toEqual([
      {
        name: 'ccxt:slow',
        title: 'Slow',
        verification: 'UNVERIFIED',
        tradable: false,
        quote: 'poll',
        trades: null,
        ticker: null,
        bar: null,
        book: 'stream',
        bookDepths: [10],
        intervals: [],
      },
    ]);
  });
});
