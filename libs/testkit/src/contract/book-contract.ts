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
    beforeEach(() => {
      trial = start();
      trial.codec.opening();
      trial.update([['99', '1']], [['101', '2']]);
    });
    const onTrial = (): BookOnTrial => trial;

    itFollows(onTrial);
    itBreaks(onTrial);
  });
}

function itFollows(onTrial: () => BookOnTrial): void {
  it('shows nothing before its first snapshot', () => {
    const trial = onTrial();
    hear(trial, trial.update([['98', '1']], []));
    expect(shown(trial)).toBeNull();
  });

  it('follows changes, additions and removals, best first', () => {
    const trial = onTrial();
    hear(trial, trial.snapshot());
    expect(shown(trial)).toEqual({ bids: [['99', '1']], asks: [['101', '2']] });
    hear(trial, trial.update([['100', '3']], [['101', '1.5']]));
    expect(hear(trial, trial.update([['99', '0']], [['103', '4']]))).toEqual({ kind: 'applied' });
    const asks = [
      ['101', '1.5'],
      ['103', '4'],
    ];
    expect(shown(trial)).toEqual({ bids: [['100', '3']], asks });
  });

  it('is the same after an update that comes twice', () => {
    const trial = onTrial();
    hear(trial, trial.snapshot());
    const update = trial.update([['100', '3']], []);
    hear(trial, update);
    const once = shown(trial);
    hear(trial, update);
    expect(shown(trial)).toEqual(once);
  });
}

function itBreaks(onTrial: () => BookOnTrial): void {
  it('breaks instead of showing something wrong, until the next snapshot', () => {
    const trial = onTrial();
    hear(trial, trial.snapshot());
    expect(hear(trial, trial.damaged([['100', '1']], []))).toMatchObject({ kind: 'broken' });
    hear(trial, trial.update([['97', '1']], []));
    expect(shown(trial)).toBeNull();
    hear(trial, trial.snapshot());
    expect(trial.book.isWhole).toBe(true);
  });

  it('breaks when bid and ask meet', () => {
    const trial = onTrial();
    hear(trial, trial.snapshot());
    expect(hear(trial, trial.update([['101', '1']], []))).toMatchObject({ kind: 'broken' });
    expect(shown(trial)).toBeNull();
  });

  it('is given no frame that is cut off', () => {
    const trial = onTrial();
    const update = trial.update([['100', '3']], []);
    expect(() => trial.codec.parse(update.slice(0, -2))).toThrow();
  });
}

function hear({ book, codec }: BookOnTrial, said: string | BookSnapshot): BookOutcome | undefined {
  if (typeof said !== 'string') return book.load(said);
  const parsed = codec.parse(said);
  const event = parsed.kind === 'data' ? parsed.events.at(-1) : undefined;
  return event?.type === 'book' ? book.apply(event) : undefined;
}

function shown({ book }: BookOnTrial): unknown {
  return book.isWhole ? { bids: book.levels('bids', 10), asks: book.levels('asks', 10) } : null;
}
