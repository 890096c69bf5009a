import { decimal } from '@libs/kernel';
import { market } from '../../test/markets';
import { runEvents, timed } from '../../test/events';
import { BTC } from '../../test/scripted';
import type { Context } from '../../test/scripted';
import { cutEvents } from './cut-tape';
import { barsOfEvents } from './event-bars';
import { decodeEvents, encodeEvents } from './event-file';
import { EventTapeWriter } from './event-tape';
import type { EventTape, WordName } from './event-tape';

/** One moment: its second, what was told with it, and a level or a print of a seller. */
type Heard = readonly [second: number, word: WordName | null, what: 'BID' | 'ASK' | 'SELL', price: string, quantity: string];

function heard(...lines: readonly Heard[]): EventTape {
  const writer = new EventTapeWriter(market, { isHeard: true });
  for (const [second, word, what, price, quantity] of lines) {
    if (what === 'SELL') writer.print('SELL', decimal(price), decimal(quantity));
    else writer.level(what === 'BID' ? 'BUY' : 'SELL', decimal(price), decimal(quantity));
    const place = writer.end(second * 1_000);
    if (word) writer.tell(place, word);
  }
  return writer.tape();
}

const TAPE = heard(
  [0, null, 'BID', '99.5', '3'],
  [0, 'QUOTE', 'ASK', '100', '4'],
  [70, 'BOOK', 'ASK', '100.5', '6'],
  [75, null, 'SELL', '99.5', '1'],
  [80, null, 'BID', '99', '5'],
  [85, 'TRADES', 'SELL', '99.5', '0.5'],
  [90, 'BOOK', 'BID', '98.5', '2'],
  [95, 'QUOTE', 'BID', '99.5', '2'],
  [180, null, 'BID', '98', '1'],
);

function follows(note: (text: string) => void, acts: Parameters<typeof timed>[0] = {}): ReturnType<typeof timed> {
  const say = (ctx: Context, what: unknown): void => void note(`${ctx.marketTime / 1_000} ${JSON.stringify(what)}`);
  return timed(acts, {
    watches: () => [
      { symbol: BTC, interval: '1m' },
      { symbol: BTC, ticks: true },
      { symbol: BTC, trades: true },
      { symbol: BTC, book: 2 },
    ],
    onTick: (ctx, { bid, bidSize, ask, askSize }) => say(ctx, [bid, bidSize, ask, askSize]),
    onTrade: (ctx, { price, quantity }) => say(ctx, [price, quantity]),
    onOrderBook: (ctx, { bids, asks }) => say(ctx, { bids, asks }),
  });
}

describe('a tape of what a trader heard', () => {
  it('tells what is marked in it, and prints that waited with those that are', () => {
    const told: string[] = [];
    runEvents(
      follows((text) => void told.push(text)),
      TAPE,
    );
    const asks = '"asks":[[100,4],[100.5,6]]';
    expect(told).toEqual([
      // What was quoted before it began is told before the first word.
      '70 [99.5,3,100,4]',
      `70 {"bids":[[99.5,3]],${asks}}`,
      '85 [99.5,1]',
      '85 [99.5,0.5]',
      `90 {"bids":[[99.5,3],[99,5]],${asks}}`,
      '95 [99.5,2,100,4]',
    ]);
  });

  it('tells nothing of what this run does in its market, and fills what it does', () => {
    const told: string[] = [];
    const acts = { 72: (ctx: Context) => ctx.buy(BTC, '4'), 73: (ctx: Context) => ctx.sell(BTC, '1', { price: '99.5' }) };
    const { fills } = runEvents(
      follows((text) => void told.push(text), acts),
      TAPE,
    );
    expect(fills.map(({ side, quantity, price }) => `${side} ${quantity} at ${price}`)).toEqual(['BUY 4 at 100', 'SELL 1 at 99.5']);
    expect(told).toContain('90 {"bids":[[99.5,3],[99,5]],"asks":[[100,4],[100.5,6]]}');
  });

  it('is there for an order behind its last word', () => {
    const { fills } = runEvents(timed({ 179: (ctx) => ctx.buy(BTC, '1') }), TAPE, {
      markets: [{ market, tape: barsOfEvents(TAPE, '1m', { from: 0, to: 240_000 }), events: cutEvents(TAPE, 100_000) }],
    });
    expect(fills.map(({ at, price }) => [at, price.toString()])).toEqual([[179_000, '100']]);
  });

  it('is the same from its bytes', () => {
    expect(decodeEvents(encodeEvents(TAPE), market)).toEqual(TAPE);
  });
});
