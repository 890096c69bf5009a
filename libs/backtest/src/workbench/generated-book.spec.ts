import { BOOK_KINDS, MARKET_KINDS, encodeEvents, generatedBook } from '../index';
import type { EventTape, MarketKind } from '../index';
import { CODE_BITS, EventCode, LAST_OF_BATCH } from '../run/event-tape';

const SYMBOL = 'BTC/USDT:USDT';
const bookOf = (kind: MarketKind, seed = 1): ReturnType<typeof generatedBook> =>
  generatedBook(SYMBOL, { kind, interval: '1m', bars: 60, seed, levels: 10, steps: 4 });

interface Shown {
  readonly at: number;
  /** Null while the side is empty; ticks. */
  readonly bid: number | null;
  readonly ask: number | null;
  readonly levels: number;
  readonly prints: number;
}

interface Print {
  readonly price: number;
  readonly lots: number;
  /** What others offered there just before. */
  readonly offered: number;
}

/** What the book shows after each batch, kept by hand, and each trade with what it hit. */
function read({ length, code, at, ticks, lots }: EventTape): { readonly shown: readonly Shown[]; readonly prints: readonly Print[] } {
  const [bids, asks] = [new Map<number, number>(), new Map<number, number>()];
  const shown: Shown[] = [];
  const prints: Print[] = [];
  let before = 0;
  for (let index = 0; index < length; index += 1) {
    const [kind, price, many] = [code[index]! & CODE_BITS, ticks[index]!, lots[index]!];
    const side = kind === EventCode.BID || kind === EventCode.SELL ? bids : asks;
    if (kind === EventCode.CLEAR) [bids, asks].forEach((one) => one.clear());
    else if (kind === EventCode.BUY || kind === EventCode.SELL) prints.push({ price, lots: many, offered: side.get(price) ?? 0 });
    else if (many === 0) side.delete(price);
    else side.set(price, many);
    if ((code[index]! & LAST_OF_BATCH) === 0) continue;
    const [bid, ask] = [Math.max(...bids.keys()), Math.min(...asks.keys())];
    const best = { bid: bids.size === 0 ? null : bid, ask: asks.size === 0 ? null : ask };
    shown.push({ at: at[index]!, ...best, levels: bids.size + asks.size, prints: prints.length - before });
    before = prints.length;
  }
  return { shown, prints };
}

const isWhole = ({ bid, ask }: Shown): boolean => bid !== null && ask !== null;

describe('a generated book', () => {
  it('is the same for a seed and another for another', () => {
    const first = encodeEvents(bookOf('mixed').events);
    expect(Buffer.compare(encodeEvents(bookOf('mixed').events), first)).toBe(0);
    expect(Buffer.compare(encodeEvents(bookOf('mixed', 2).events), first)).not.toBe(0);
  });

  it.each([...MARKET_KINDS, ...BOOK_KINDS])('is never crossed, and trades take only what it shows (%s)', (kind) => {
    const { shown, prints } = read(bookOf(kind).events);
    expect(shown.filter(({ bid, ask }) => bid !== null && ask !== null && bid >= ask)).toEqual([]);
    expect(prints.filter(({ lots, offered }) => lots > offered)).toEqual([]);
    expect(shown.length).toBeGreaterThan(600);
  });

  it('has a narrow spread and all its levels in an ordinary market, and some trades that take several of them', () => {
    const { shown } = read(bookOf('mixed').events);
    const quiet = shown.filter(({ prints }) => prints === 0);
    // At most three ticks from the price on either side, and from there to the next level, which are five apart.
    expect(Math.max(...quiet.map(({ bid, ask }) => ask! - bid!))).toBeLessThanOrEqual(2 * (3 + 4));
    expect(new Set(quiet.map(({ levels }) => levels))).toEqual(new Set([20]));
    expect(Math.max(...shown.map(({ prints }) => prints))).toBeGreaterThan(3);
  });

  it('gives its bars by its trades, over the whole time', () => {
    const { series, events } = bookOf('mixed');
    expect([series.length, series.interval]).toEqual([60, 60_000]);
    expect(events.at[0]).toBe(series.firstStart);
    const { prints } = read(events);
    const traded = Array.from({ length: 60 }, (_, at) => series.volumeAt(at)).reduce((sum, volume) => sum + volume, 0);
    expect(traded).toBe(prints.reduce((sum, { lots }) => sum + lots, 0));
  });

  it('never trades again after the first moment of a silent market', () => {
    const { shown } = read(bookOf('silent').events);
    expect(shown.findLastIndex(({ prints }) => prints > 0)).toBe(0);
  });

  it('ends a worthless market at a price of a few ticks', () => {
    expect(read(bookOf('worthless').events).shown.at(-1)!.bid).toBeLessThan(10);
  });

  it('has nobody on either side now and then, one at a time', () => {
    const { shown } = read(bookOf('one-sided').events);
    const without = (side: 'bid' | 'ask'): number => shown.filter((one) => one[side] === null).length;
    // Each tenth bar of sixty, by turns, for four steps of its first leg and the moment of its beginning.
    expect([without('bid'), without('ask')]).toEqual([15, 15]);
    expect(shown.every(({ bid, ask }) => bid !== null || ask !== null)).toBe(true);
  });

  it('has a spread of a tenth of its price now and then', () => {
    const { shown } = read(bookOf('wide').events);
    const wide = shown.filter(({ bid, ask }) => ask! - bid! > ask! / 20);
    expect(wide.length).toBe(30);
    for (const { bid, ask } of wide) expect((ask! - bid!) / bid!).toBeCloseTo(0.105, 2);
  });

  it('is lost now and then, and shown anew as a whole', () => {
    const { shown, prints } = read(bookOf('gaps').events);
    const lost = shown.flatMap((one, at) => (one.levels === 0 ? [at] : []));
    expect(lost).toHaveLength(6);
    for (const at of lost) {
      // Four steps of thirteen in a minute go by unseen.
      if (shown[at + 1]) expect(shown[at + 1]!.at - shown[at]!.at).toBeGreaterThan(17_000);
      if (shown[at + 1]) expect(isWhole(shown[at + 1]!)).toBe(true);
    }
    expect(prints.length).toBeGreaterThan(100);
  });
});
