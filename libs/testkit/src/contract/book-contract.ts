import type { StreamCodec } from '@libs/sdk';
import type { BookEvent, LevelText } from './checksum-book';

/** A codec of books and a venue that speaks to it; prices are multiples of 1, quantities decimal text. */
export interface BookOnTrial {
  readonly codec: StreamCodec<BookEvent>;
  snapshot(): string;
  update(bids: readonly LevelText[], asks: readonly LevelText[]): string;
  /** An update as it arrives when something before it was lost or damaged. */
  damaged(bids: readonly LevelText[], asks: readonly LevelText[]): string;
}

/** What the platform takes for granted of any codec of order books. */
export function bookContract(name: string, start: () => BookOnTrial): void {
  describe(`the book codec of ${name}`, () => {
    let trial: BookOnTrial;
    const seen = (text: string): BookEvent | undefined => {
      const parsed = trial.codec.parse(text);
      return parsed.kind === 'data' ? parsed.events.at(-1) : undefined;
    };
    beforeEach(() => {
      trial = start();
      trial.codec.opening(0);
      trial.update([['99', '1']], [['101', '2']]);
    });

    it('tells nothing before its first snapshot', () => {
      expect(seen(trial.update([['98', '1']], []))).toBeUndefined();
    });

    it('follows changes, additions and removals, best first', () => {
      expect(seen(trial.snapshot())).toEqual({ type: 'book', bids: [['99', '1']], asks: [['101', '2']] });
      seen(trial.update([['100', '3']], [['101', '1.5']]));
      expect(seen(trial.update([['99', '0']], [['103', '4']]))).toEqual({
        type: 'book',
        bids: [['100', '3']],
        asks: [
          ['101', '1.5'],
          ['103', '4'],
        ],
      });
    });

    it('says that a book is broken instead of showing a wrong one, until the next snapshot', () => {
      seen(trial.snapshot());
      expect(seen(trial.damaged([['100', '1']], []))).toMatchObject({ type: 'broken' });
      expect(seen(trial.update([['97', '1']], []))).toBeUndefined();
      expect(seen(trial.snapshot())).toMatchObject({ type: 'book' });
    });
  });
}
