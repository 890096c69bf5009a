import { defineStrategy, param } from '@libs/sdk';
import type { Strategy } from '@libs/sdk';
import { LivelyBook } from '../../test/lively-book';
import { BTC } from '../../test/markets';
import { AFAR, FILLS, isWhole } from '../../test/compared-sessions';
import { PaperSession } from '../../test/paper-session';
import type { PaperTerms, Word } from '../../test/paper-session';
import { WatchedBars } from '../run/watched-bars';
import { recordedMarkets } from './recorded-tapes';

/** In the middle of a minute; the session lasts until the middle of another. */
const START = 90_050;
const SECONDS = 300;
const MINUTE = 60_000;
const BOOK = new LivelyBook(SECONDS, 5);

const about = {
  version: '1.0.0',
  title: 'T',
  description: 'For tests.',
  params: { symbol: param.symbol({ description: 'What to trade' }) },
};

/** Rests a bid and an offer so far within the best, and calls back what has come to stand elsewhere. */
const quoting = (within: number): Strategy =>
  defineStrategy({
    ...about,
    name: 'maker',
    watches: ({ symbol }) => [{ symbol, book: 5 }],
    warmUp: () => 0,
    state: () => ({ books: 0 }),
    onOrderBook: (ctx, { symbol, bids, asks }) => {
      ctx.state.books += 1;
      if (ctx.state.books % 7 !== 0) return;
      const held = Number(ctx.position(symbol).quantity);
      for (const [side, wanted] of [
        ['BUY', bids[0]![0] + within],
        ['SELL', asks[0]![0] - within],
      ] as const) {
        const own = ctx.openOrders.find((order) => order.side === side);
        if (own && Number(own.price) !== wanted) ctx.cancel(own.clientOrderId);
        if (own || (side === 'BUY' ? held >= 4 : held <= -4)) continue;
        ctx.submit({ symbol, side, quantity: '2', price: String(wanted), postOnly: true });
      }
    },
  });
const maker = quoting(0);

/** Takes when one side of the best prices is much thinner, and turns with it. */
const taker = defineStrategy({
  ...about,
  name: 'taker',
  watches: ({ symbol }) => [{ symbol, ticks: true }],
  warmUp: () => 0,
  state: () => ({ ticks: 0 }),
  onTick: (ctx, { symbol, bidSize, askSize }) => {
    ctx.state.ticks += 1;
    const held = Number(ctx.position(symbol).quantity);
    if (ctx.state.ticks % 5 !== 0 || ctx.openOrders.length > 0) return;
    if (bidSize > askSize && held <= 0) ctx.buy(symbol, '2');
    if (askSize > bidSize && held >= 0) ctx.sell(symbol, '2');
  },
});

/** Goes with who took more since its last order. */
const follower = defineStrategy({
  ...about,
  name: 'follower',
  watches: ({ symbol }) => [
    { symbol, interval: '1m' },
    { symbol, trades: true },
  ],
  warmUp: () => 1,
  state: () => ({ flow: 0, close: 0 }),
  onBar: (ctx, { bar }) => void (ctx.state.close = bar.close),
  onTrade: (ctx, { symbol, side, quantity, price }) => {
    ctx.state.flow += side === 'BUY' ? quantity : -quantity;
    if (Math.abs(ctx.state.flow) < 12 || ctx.openOrders.length > 0) return;
    if (ctx.state.flow > 0 && price > ctx.state.close) ctx.buy(symbol, '1');
    else if (ctx.state.flow < 0) ctx.sell(symbol, '1');
    ctx.state.flow = 0;
  },
});

/** Hears everything: quotes with the flow of prints, takes against it, and is flat again every five seconds. */
const ears = defineStrategy({
  ...about,
  name: 'ears',
  watches: ({ symbol }) => [
    { symbol, interval: '1m' },
    { symbol, ticks: true },
    { symbol, trades: true },
    { symbol, book: 3 },
  ],
  warmUp: () => 1,
  state: () => ({ books: 0, flow: 0, lean: 0, close: 0 }),
  onStart: (ctx) => ctx.timer('look', ctx.marketTime + 5_000),
  onBar: (ctx, { bar }) => void (ctx.state.close = bar.close),
  onTick: (ctx, { bidSize, askSize }) => void (ctx.state.lean = bidSize - askSize),
  onTrade: (ctx, { side, quantity }) => void (ctx.state.flow += side === 'BUY' ? quantity : -quantity),
  onOrderBook: (ctx, { symbol, bids }) => {
    const { state } = ctx;
    state.books += 1;
    if (state.books % 11 !== 0) return;
    for (const { clientOrderId } of ctx.openOrders) ctx.cancel(clientOrderId);
    if (state.flow > 5 && state.lean >= 0) ctx.buy(symbol, '1', { price: String(bids[0]![0]), postOnly: true });
    if (state.flow < -5) ctx.sell(symbol, '2');
    if (Math.abs(state.flow) > 5) state.flow = 0;
  },
  onTimer: (ctx, { at }) => {
    const { symbol } = ctx.params;
    if (ctx.state.close > 0 && ctx.position(symbol).side !== 'FLAT') ctx.closePosition(symbol);
    ctx.timer('look', at + 5_000);
  },
});

/** Buys once, 9.8 seconds of market time after the first book that it was told. */
const patient = defineStrategy({
  ...about,
  name: 'patient',
  watches: ({ symbol }) => [{ symbol, book: 1 }],
  warmUp: () => 0,
  state: () => ({ since: 0, isDone: false }),
  onOrderBook: (ctx, { symbol }) => {
    const { state, marketTime } = ctx;
    state.since ||= marketTime;
    if (state.isDone || marketTime < state.since + 9_800) return;
    state.isDone = true;
    ctx.buy(symbol, '1');
  },
});

interface Way extends Partial<Pick<PaperTerms, 'fills' | 'thinks'>> {
  readonly delay: number;
  readonly book?: LivelyBook;
  /** When it ends. */
  readonly seconds?: number;
}

function session(
  strategy: Strategy,
  kinds: Parameters<LivelyBook['words']>[0],
  { delay, book = BOOK, seconds = SECONDS - 15, ...more }: Way,
): PaperSession {
  const { market } = book;
  const bars = new WatchedBars('1m', market.tape);
  const history: PaperTerms['history'] = (_interval, count, at) => bars.newest(count, at);
  const end = seconds * 1_000;
  const words: Word[] = [...book.words(kinds, { from: START, delay })].filter(([at]) => at < end);
  for (let close = 2 * MINUTE; close < end; close += MINUTE)
    words.push([close + delay - 1, { type: 'bar', symbol: BTC, interval: '1m', bar: bars.text(close) }]);
  words.sort(([one], [other]) => one - other);
  return new PaperSession({ strategy, market, fills: FILLS, startsAt: START, history, ...more }).hear(words);
}

describe('a session that quoted by the book', () => {
  it('is what a backtest is, order by order, where nothing lies between it and its market', () => {
    const { report } = session(maker, ['quote', 'book'], { delay: 1 }).compared(FILLS);
    expect(report.fills.of).toBeGreaterThan(20);
    expect([report.decisions.equal, report.fills.equal]).toEqual([report.decisions.of, report.fills.of]);
    expect(report.equity.difference.toString()).toBe('0');
    isWhole(report);
  });

  it('differs by what the way there and back costs', () => {
    const { report, notes } = session(maker, ['quote', 'book'], { delay: 20, fills: AFAR, thinks: 30 }).compared(FILLS);
    expect(report.fills.of).toBeGreaterThan(20);
    expect(report.fills.equal).toBeLessThan(report.fills.of);
    expect(report.equity.difference.isZero).toBe(false);
    isWhole(report);
    expect(notes).toEqual([expect.stringContaining('no trades'), expect.stringContaining('its own orders is taken out')]);
  });

  it('loses by rejection what rests no more once it arrives', () => {
    const { report } = session(quoting(0.5), ['quote', 'book'], { delay: 20, fills: AFAR }).compared(FILLS);
    const refused = report.differences.filter(({ session: own }) => own?.refusal === 'POST_ONLY_WOULD_TAKE');
    expect(refused.length).toBeGreaterThan(0);
    expect(report.causes.rejection.isZero).toBe(false);
    isWhole(report);
  });
});

describe('a session whose strategy was busy when its first book came', () => {
  const busy = { delay: 1, thinks: 250, seconds: 102 };

  // A strategy that counts from what it is told first decided otherwise than its backtest, which was called a bug.
  it('differs by latency, because a backtest is told at once', () => {
    const { report } = session(patient, ['quote', 'book'], busy).compared(FILLS);
    expect(report.decisions).toEqual({ equal: 0, of: 1 });
    expect(report.differences[0]!.session?.filled.toString()).toBe('1');
    isWhole(report);
  });
});

describe('a session that followed ticks', () => {
  it('is what a backtest is where nothing lies between', () => {
    const { report } = session(taker, ['quote'], { delay: 1 }).compared(FILLS);
    expect(report.fills.of).toBeGreaterThan(20);
    expect([report.decisions.equal, report.fills.equal]).toEqual([report.decisions.of, report.fills.of]);
    expect(report.equity.difference.toString()).toBe('0');
  });

  it('differs by what the price did meanwhile', () => {
    const { report } = session(taker, ['quote'], { delay: 20, fills: AFAR, thinks: 30 }).compared(FILLS);
    expect(report.causes.latency.isZero).toBe(false);
    isWhole(report);
  });
});

describe('a session that followed prints beside bars', () => {
  it('is what a backtest is where nothing lies between', () => {
    const { report } = session(follower, ['quote', 'trades'], { delay: 1 }).compared(FILLS);
    expect(report.fills.of).toBeGreaterThan(10);
    expect([report.decisions.equal, report.fills.equal]).toEqual([report.decisions.of, report.fills.of]);
    expect(report.equity.difference.toString()).toBe('0');
  });

  it('is held against one too where it ended before a bar had closed', () => {
    const { report } = session(follower, ['quote', 'trades'], { delay: 1, seconds: 119 }).compared(FILLS);
    expect(report.fills.of).toBeGreaterThan(2);
    expect([report.decisions.equal, report.fills.equal]).toEqual([report.decisions.of, report.fills.of]);
    isWhole(report);
  });
});

describe('a session that followed all of them', () => {
  it('is what a backtest is where nothing lies between, by its timers too', () => {
    const { report } = session(ears, ['quote', 'book', 'trades'], { delay: 1 }).compared(FILLS);
    expect(report.fills.of).toBeGreaterThan(20);
    expect([report.decisions.equal, report.fills.equal]).toEqual([report.decisions.of, report.fills.of]);
    expect(report.equity.difference.toString()).toBe('0');
  });
});

describe('whatever the market did', () => {
  it.each([1, 2, 3])('a strategy that thinks long and acts late differs by nothing that has no cause (%i)', (seed) => {
    const book = new LivelyBook(SECONDS, seed);
    for (const thinks of [150, 350])
      for (const [strategy, ...kinds] of [
        [maker, 'quote', 'book'],
        [taker, 'quote'],
        [follower, 'quote', 'trades'],
        [ears, 'quote', 'book', 'trades'],
      ] as const)
        isWhole(session(strategy, kinds, { delay: 20, thinks, fills: AFAR, book }).compared(FILLS).report);
  });

  it('an order that only one of the two wanted is a bug where nothing was different before', () => {
    let calls = 0;
    const forgetful = {
      ...taker,
      onTick: (...args: Parameters<NonNullable<typeof taker.onTick>>) => ((calls += 1) === 200 ? undefined : taker.onTick!(...args)),
    };
    const { report } = session(forgetful, ['quote'], { delay: 1 }).compared(FILLS);
    expect(report.bugs.length).toBeGreaterThan(0);
    expect(report.causes.bug.toString()).toBe(report.equity.difference.toString());
  });
});

describe('what a session heard', () => {
  it('makes no tape where nobody told of the best prices', () => {
    const { recording } = session(maker, ['book'], { delay: 1 });
    expect(() => recordedMarkets(recording)).toThrow('no best prices of BTC/USDT:USDT were recorded while the strategy ran');
  });

  it('makes none where it was no market', () => {
    const paper = session(maker, ['quote', 'book'], { delay: 1 });
    const quote = { type: 'quote', symbol: BTC, bid: '100.3', bidSize: '1', ask: '101', askSize: '1' } as const;
    paper.hear([[SECONDS * 1_000, quote]]);
    expect(() => recordedMarkets(paper.recording)).toThrow('a price of BTC/USDT:USDT is 100.3, which is no multiple of the tick 0.5');
  });
});
