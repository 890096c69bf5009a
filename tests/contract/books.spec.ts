import { OrderBook } from '@libs/market-data';
import type { CodecStreams, LevelText } from '@libs/sdk';
import {
  BinanceCodec,
  ChecksumBookCodec,
  ChecksumBookVenue,
  NumberedVenue,
  binanceBookFrame,
  bookContract,
  checksumOf,
  v5BookFrame,
} from '@libs/testkit';
import { exchange as bybit } from '../../plugins/exchanges/bybit/src/index';

const scales = { priceScale: 0, quantityScale: 8 };

bookContract('a venue with checksums', () => {
  const venue = new ChecksumBookVenue();
  return {
    codec: new ChecksumBookCodec(),
    book: new OrderBook({ ...scales, depth: 10, checksum: checksumOf, cutsToDepth: true }),
    snapshot: () => venue.snapshot(),
    update: (bids, asks) => venue.update(bids, asks),
    damaged: (bids, asks) => venue.update(bids, asks, true),
  };
});

bookContract('Bybit', () => {
  const venue = new NumberedVenue();
  const options = { restUrl: 'http://v', publicWebSocketUrl: 'ws://v', privateWebSocketUrl: 'ws://v', requestWindow: 5_000, now: () => 0 };
  return {
    codec: (bybit.publicStream as CodecStreams).codec(options, 'linear'),
    book: new OrderBook({ ...scales, depth: 50 }),
    snapshot: () => v5BookFrame('snapshot', { ...venue.snapshot(), number: venue.snapshot().last }),
    update: (bids, asks) => v5BookFrame('delta', venue.change(bids, asks)),
    damaged: (bids, asks) => {
      venue.change(bids, asks);
      return v5BookFrame('delta', venue.change([], []));
    },
  };
});

bookContract('Binance', () => {
  const venue = new NumberedVenue();
  return {
    codec: new BinanceCodec(),
    book: new OrderBook({ ...scales, depth: 1_000 }),
    snapshot: () => venue.snapshot(),
    update: (bids, asks) => binanceBookFrame(venue.change(bids, asks)),
    damaged: (bids, asks) => {
      venue.change(bids, asks);
      return binanceBookFrame(venue.change([], []));
    },
  };
});

describe('the checksum of a book', () => {
  it('is that of the example which Kraken publishes', () => {
    const asks = [5005, 5010, 5015, 5020, 5025, 5030, 5035, 5040, 5045, 5050];
    const bids = [5000, 4995, 4990, 4980, 4975, 4970, 4965, 4960, 4955, 4950];
    const level = (ticks: number): readonly [string, string] => [`0.0${ticks}`, '0.00000500'];
    expect(checksumOf(bids.map(level), asks.map(level))).toBe(974_947_235);
  });

  it('breaks when a level beyond the depth is kept, and not when the book is cut', () => {
    const cut = bookAfterRegrowth(true);
    expect([cut.isWhole, cut.levels('bids', 9)]).toEqual([
      true,
      [
        ['99', '1'],
        ['97', '1'],
      ],
    ]);
    expect(bookAfterRegrowth(false).isWhole).toBe(false);
  });
});

/** A level falls out of a depth of two, goes unseen, and the next one takes its place. */
function bookAfterRegrowth(cutsToDepth: boolean): OrderBook {
  const venue = new ChecksumBookVenue(2);
  const codec = new ChecksumBookCodec(2);
  const book = new OrderBook({ ...scales, depth: 2, checksum: checksumOf, cutsToDepth });
  const levels = (...prices: string[]): LevelText[] => prices.map((price) => [price, '1']);
  venue.update(levels('99', '98', '97'), levels('101'));
  const frames = [venue.snapshot(), venue.update(levels('100'), [])];
  venue.update([['98', '0']], []);
  frames.push(
    venue.update(
      [
        ['100', '0'],
        ['97', '1'],
      ],
      [],
    ),
  );
  for (const frame of frames) {
    const parsed = codec.parse(frame);
    if (parsed.kind === 'data' && parsed.events[0]?.type === 'book') book.apply(parsed.events[0]);
  }
  return book;
}
