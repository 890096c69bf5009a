import { bookContract, ChecksumBookCodec, ChecksumBookVenue, checksumOf } from '@libs/testkit';

bookContract('a venue with checksums', () => {
  const venue = new ChecksumBookVenue();
  return {
    codec: new ChecksumBookCodec(),
    snapshot: () => venue.snapshot(),
    update: (bids, asks) => venue.update(bids, asks),
    damaged: (bids, asks) => venue.update(bids, asks, true),
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
    const venue = new ChecksumBookVenue(2);
    const codec = new ChecksumBookCodec(2);
    venue.update(
      [
        ['99', '1'],
        ['98', '1'],
        ['97', '1'],
      ],
      [['101', '1']],
    );
    codec.parse(venue.snapshot());
    codec.parse(venue.update([['100', '1']], []));
    expect(
      codec.parse(
        venue.update(
          [
            ['100', '0'],
            ['98', '1'],
          ],
          [],
        ),
      ),
    ).toMatchObject({
      events: [
        {
          type: 'book',
          bids: [
            ['99', '1'],
            ['98', '1'],
          ],
        },
      ],
    });
  });
});
