import type { BookOutcome, OrderBook } from '@libs/market-data';
import type { BookSnapshot, LevelText, MarketEvent, StreamCodec } from '@libs/sdk';

/** A codec, a book as its instrument has it, and a venue that speaks; prices are multiples of 1, quantities decimal text. */
export interface BookOnTrial {
  readonly codec: StreamCodec<MarketEvent>;
  readonly book: OrderBook;
  /** A frame, or the answer to a request where the stream has no snapshots. */
  snapshot(): string | BookSnapshot;
  update(bids: readonly LevelText[], asks: readonly LevelText[]): string;
  /** An update as it arrives when something before it was lost or damaged. */
  damaged(bids: readonly LevelText[], asks: readonly LevelText[]): string;
}

/** What the platform takes for granted of any codec of order books together with the book that it fills. */
export function bookContract(name: string, start: () => BookOnTrial): void {
  describe(`the order book of ${name}`, () => {
    let trial: BookOnTrial;
    const hear = (said: string | BookSnapshot): BookOutcome | undefined => {
      if (typeof said !== 'string') return trial.book.load(said);
      const parsed = trial.codec.parse(said);
      const event = parsed.kind === 'data' ? parsed.events.at(-1) : undefined;
      return event?.type === 'book' ? trial.book.apply(event) : undefined;
    };
    const shown = (): unknown => (trial.book.isWhole ? { bids: trial.book.levels('bids', 10), asks: trial.book.levels('asks', 10) } : null);
    const first = { bids: [['99', '1']], asks: [['101', '2']] };

    beforeEach(() => {
      trial = start();
      trial.codec.opening();
      trial.update([['99', '1']], [['101', '2']]);
    });

    it('shows nothing before its first snapshot', () => {
      hear(trial.update([['98', '1']], []));
      expect(shown()).toBeNull();
    });

    it('follows changes, additions and removals, best first', () => {
      hear(trial.snapshot());
      expect(shown()).toEqual(first);
      hear(trial.update([['100', '3']], [['101', '1.5']]));
      expect(hear(trial.update([['99', '0']], [['103', '4']]))).toEqual({ kind: 'applied' });
      const asks = [
        ['101', '1.5'],
        ['103', '4'],
      ];
      expect(shown()).toEqual({ bids: [['100', '3']], asks });
    });

    it('is the same after an update that comes twice', () => {
      hear(trial.snapshot());
      const update = trial.update([['100', '3']], []);
      hear(update);
      const once = shown();
      hear(update);
      expect(shown()).toEqual(once);
    });

    it('breaks instead of showing something wrong, until the next snapshot', () => {
      hear(trial.snapshot());
      expect(hear(trial.damaged([['100', '1']], []))).toMatchObject({ kind: 'broken' });
      hear(trial.update([['97', '1']], []));
      expect(shown()).toBeNull();
      hear(trial.snapshot());
      expect(trial.book.isWhole).toBe(true);
    });

    it('breaks when bid and ask meet', () => {
      hear(trial.snapshot());
      expect(hear(trial.update([['101', '1']], []))).toMatchObject({ kind: 'broken' });
      expect(shown()).toBeNull();
    });

    it('is given no frame that is cut off', () => {
      const update = trial.update([['100', '3']], []);
      expect(() => trial.codec.parse(update.slice(0, -2))).toThrow();
    });
  });
}
