import { decimal } from '@libs/sdk';
import type { Bar } from '@libs/sdk';
import { BackOff } from './back-off';
import { BarCloser } from './bar-closer';
import { normaliseBars } from './normalise-bars';
import { normaliseBook } from './normalise-book';
import { normaliseMarket } from './normalise-market';
import type { Listing } from './normalise-market';
import { normaliseTicker } from './normalise-ticker';
import { normaliseTrades } from './normalise-trades';

const MARKET = {
  id: 'X-1',
  symbol: 'X/USDT:USDT',
  base: 'X',
  quote: 'USDT',
  settle: 'USDT',
  spot: false,
  swap: true,
  linear: true,
  active: true,
  contractSize: '0.01',
  precision: { price: '0.05', amount: '1' },
  limits: { amount: { min: '2', max: undefined }, cost: { min: 5 } },
};
const TICK_SIZE = 4;
const DECIMAL_PLACES = 2;
const SIGNIFICANT_DIGITS = 3;

function listing(): Listing {
  return normaliseMarket('ccxt:x', MARKET, TICK_SIZE)!;
}

describe('a market', () => {
  it('counts base units where ccxt counts contracts', () => {
    const { instrument, contractSize } = listing();
    expect(contractSize.toString()).toBe('0.01');
    expect([instrument.tickSize, instrument.lotSize, instrument.minQuantity, instrument.minNotional].map(String)).toEqual([
      '0.05',
      '0.01',
      '0.02',
      '5',
    ]);
  });

  it('takes decimal places as the step that they mean', () => {
    const market = { ...MARKET, precision: { price: 2, amount: -1 } };
    const { instrument } = normaliseMarket('ccxt:x', market, DECIMAL_PLACES)!;
    expect([String(instrument.tickSize), String(instrument.lotSize)]).toEqual(['0.01', '0.1']);
  });

  it('is left out when it is closed, an option or inverse, and refused without a step', () => {
    expect(normaliseMarket('ccxt:x', { ...MARKET, active: false }, TICK_SIZE)).toBeNull();
    expect(normaliseMarket('ccxt:x', { ...MARKET, linear: false }, TICK_SIZE)).toBeNull();
    expect(normaliseMarket('ccxt:x', { ...MARKET, swap: false }, TICK_SIZE)).toBeNull();
    expect(() => normaliseMarket('ccxt:x', MARKET, SIGNIFICANT_DIGITS)).toThrow('significant digits');
    expect(() => normaliseMarket('ccxt:x', { ...MARKET, precision: { price: undefined, amount: 1 } }, TICK_SIZE)).toThrow('a tick');
  });
});

describe('a book', () => {
  const read = (bids: unknown, asks: unknown, more: object = {}): ReturnType<typeof normaliseBook> =>
    normaliseBook({ bids, asks, ...more }, { listing: listing(), depth: 2, counter: 7, now: 1_000 });

  it('is sorted by number, cut to its depth and counted in base units', () => {
    const book = read(
      [
        ['9.5', '100'],
        ['10.5', '200'],
        ['10', '300'],
      ],
      [['11', '1', 5]],
      { nonce: 12, timestamp: 2_000 },
    );
    expect(book.bids).toEqual([
      ['10.5', '2'],
      ['10', '3'],
    ]);
    expect(book.asks).toEqual([['11', '0.01']]);
    expect([book.first, book.last, book.at]).toEqual([12, 12, 2_000]);
  });

  it('is numbered and timed here where the venue does neither', () => {
    const { first, last, at } = read([], []);
    expect([first, last, at]).toEqual([7, 7, 1_000]);
  });

  it.each([
    [[[0, 1]]],
    [[[-1, 1]]],
    [[[1, 0]]],
    [[[NaN, 1]]],
    [[['', 1]]],
    [[null]],
    ['x'],
    [
      [
        [1, 1],
        [1, 2],
      ],
    ],
  ])('is refused with bids %j', (bids) => {
    expect(() => read(bids, [])).toThrow('ccxt gave');
  });
});

describe('trades', () => {
  const TRADE = { id: 't1', side: 'buy', price: '10.50', amount: '300', timestamp: 1_000 };

  it('come oldest first, in base units, with the shortest text of their numbers', () => {
    const trades = normaliseTrades([{ ...TRADE, id: 5, side: 'sell', timestamp: 2_000 }, TRADE], listing());
    expect(trades).toEqual([
      { id: 't1', side: 'BUY', price: '10.5', quantity: '3', at: 1_000 },
      { id: '5', side: 'SELL', price: '10.5', quantity: '3', at: 2_000 },
    ]);
  });

  it('without id are named by what they are', () => {
    expect(normaliseTrades([{ ...TRADE, id: undefined }], listing())[0]?.id).toBe('1000-BUY-10.5-3');
  });

  it.each([{ side: undefined }, { price: 0 }, { price: '1e400e' }, { amount: '-1' }, { timestamp: undefined }])(
    'are refused with %j',
    (wrong) => {
      expect(() => normaliseTrades([{ ...TRADE, ...wrong }], listing())).toThrow('ccxt gave');
    },
  );
});

describe('a ticker', () => {
  it('leaves out what the venue has not told, which is not zero', () => {
    const { ticker, at } = normaliseTicker({ last: '5.10', open: undefined, high: '', baseVolume: 0 }, 9);
    expect(ticker).toEqual({ last: '5.1', volume24h: '0' });
    expect(at).toBe(9);
  });
});

describe('candles', () => {
  it('are each told once, the later one counting', () => {
    const bars = normaliseBars([
      [120_000, 2, 3, 1, 2, 5],
      [60_000, 1, 1, 1, 1, 0],
      [120_000, 2, 4, 1, 3, 6],
    ]);
    expect(bars.map(({ start, close, volume }) => [start, String(close), String(volume)])).toEqual([
      [60_000, '1', '0'],
      [120_000, '3', '6'],
    ]);
  });

  it.each([[[60_000, 0, 1, 1, 1, 1]], [[60_000, 5, 4, 1, 2, 1]], [[60_000, 2, 4, 3, 3, 1]], [[60_000, 1, 1, 1, 1, -1]]])(
    'are refused like %j',
    (candle) => {
      expect(() => normaliseBars([candle])).toThrow('ccxt gave');
    },
  );
});

describe('BarCloser', () => {
  const one = decimal('1');
  const bar = (minute: number, volume: string): Bar => ({
    start: minute * 60_000,
    open: one,
    high: one,
    low: one,
    close: one,
    volume: decimal(volume),
  });

  it('closes what REST gives from the first streamed bar on', async () => {
    const closer = new BarCloser(async () => [bar(1, '9'), bar(2, '5')]);
    expect([closer.saw(bar(2, '5')), closer.saw(bar(3, '1'))]).toEqual([false, true]);
    expect((await closer.take()).map(({ start }) => start)).toEqual([120_000]);
    expect(await closer.take()).toEqual([]);
  });

  it('waits while REST shows less of a bar than the stream did, but not for ever', async () => {
    const closer = new BarCloser(async () => [bar(2, '4')]);
    closer.saw(bar(2, '5'));
    closer.saw(bar(3, '1'));
    for (let tries = 0; tries < 5; tries += 1) expect(await closer.take()).toEqual([]);
    expect(await closer.take()).toHaveLength(1);
  });

  it('of polled bars tells those that close after the first answer', async () => {
    const answers = [[bar(1, '1')], [bar(1, '1'), bar(2, '2')]];
    const closer = new BarCloser(async () => answers.shift()!);
    expect(await closer.take()).toEqual([]);
    expect((await closer.take()).map(({ start }) => start)).toEqual([120_000]);
  });
});

describe('BackOff', () => {
  it('doubles up to a minute, and tries at once after a minute of health', () => {
    let now = 0;
    const backOff = new BackOff(
      () => now,
      () => 1,
    );
    expect(Array.from({ length: 8 }, () => backOff.next())).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
    backOff.flows();
    now = 60_000;
    expect([backOff.next(), backOff.next()]).toEqual([0, 1_000]);
  });
});
