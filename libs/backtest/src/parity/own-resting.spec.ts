import { decimal } from '@libs/kernel';
import { defineStrategy, param } from '@libs/sdk';
import type { Strategy } from '@libs/sdk';
import { runEvents, timed } from '../../test/events';
import { LivelyBook } from '../../test/lively-book';
import { BTC, market } from '../../test/markets';
import { AFAR, FILLS, isWhole } from '../../test/compared-sessions';
import { PaperSession } from '../../test/paper-session';
import type { PaperTerms } from '../../test/paper-session';
import type { Context } from '../../test/scripted';
import type { EventTape } from '../run/event-tape';
import { HeardEvents } from './heard-events';

const START = 90_050;
const SECONDS = 300;

/** Joins the best bid and offer, the more the thinner they are, and turns what is left at the market each 40 books. */
const maker: Strategy = defineStrategy({
  name: 'maker',
  version: '1.0.0',
  title: 'Maker',
  description: 'For tests.',
  params: { symbol: param.symbol({ description: 'What to trade' }) },
  watches: ({ symbol }) => [{ symbol, book: 5 }],
  warmUp: () => 0,
  state: () => ({ books: 0 }),
  onOrderBook: (ctx, { symbol, bids, asks }) => {
    ctx.state.books += 1;
    if (ctx.state.books % 40 === 0) ctx.closePosition(symbol);
    if (ctx.state.books % 7 !== 0) return;
    const held = Number(ctx.position(symbol).quantity);
    for (const [side, [price, size]] of [
      ['BUY', bids[0]!],
      ['SELL', asks[0]!],
    ] as const) {
      const own = ctx.openOrders.find((order) => order.side === side);
      if (own && Number(own.price) !== price) ctx.cancel(own.clientOrderId);
      if (own || (side === 'BUY' ? held >= 4 : held <= -4)) continue;
      ctx.submit({ symbol, side, quantity: size > 5 ? '1' : '2', price: String(price), postOnly: true });
    }
  },
});

interface Way extends Partial<PaperTerms> {
  readonly delay: number;
  readonly hears?: Parameters<LivelyBook['words']>[0];
}

function session(seed: number, { delay, hears = ['quote', 'book'], ...more }: Way): PaperSession {
  const book = new LivelyBook(SECONDS, seed);
  const words = book.words(hears, { from: START, delay }).filter(([at]) => at < 285_000);
  return new PaperSession({ strategy: maker, market: book.market, fills: FILLS, startsAt: START, showsOwn: true, ...more }).hear(words);
}

describe('a session whose market shows its own orders', () => {
  it.each([1, 5])('is what a backtest is, order by order, where nothing lies between it and its market (%i)', (seed) => {
    const { report } = session(seed, { delay: 1 }).compared(FILLS);
    expect(report.fills.of).toBeGreaterThan(20);
    expect([report.decisions.equal, report.fills.equal]).toEqual([report.decisions.of, report.fills.of]);
    expect(report.equity.difference.toString()).toBe('0');
    isWhole(report);
  });

  it.each([1, 2, 3])('differs by nothing without a cause where it acts late (%i)', (seed) => {
    const { report, notes } = session(seed, { delay: 20, thinks: 150, fills: AFAR, hears: ['quote', 'book', 'trades'] }).compared(FILLS);
    isWhole(report);
    expect(notes).toContainEqual(expect.stringContaining('of its own orders is taken out'));
  });
});

type Side = readonly (readonly [price: string, quantity: string])[];

/** Hears the book of a market in which it has orders itself. */
class Ear {
  readonly events = new HeardEvents(BTC, market, [{ symbol: BTC, book: 3 }]);

  constructor() {
    this.events.took({ type: 'quote', symbol: BTC, bid: '99.5', bidSize: '5', ask: '100', askSize: '4' }, 0);
  }

  rests(price: string, quantity: string): this {
    this.events.rests('BUY', decimal(price), decimal(quantity));
    return this;
  }

  book(second: number, bids: Side): this {
    const asks: Side = [['100', '4']];
    this.events.took({ type: 'book', symbol: BTC, bids, asks }, second * 1_000);
    this.events.told({ type: 'book', symbol: BTC, bids: [], asks: [] });
    return this;
  }

  sale(second: number, price: string, quantity: string): this {
    const trades = [{ id: 'p', side: 'SELL' as const, price, quantity, at: second * 1_000 }];
    this.events.took({ type: 'trades', symbol: BTC, trades }, second * 1_000);
    return this;
  }

  /** The bids that a strategy is told, and what was filled of orders at their times. */
  played(acts: Parameters<typeof timed>[0] = {}): { readonly told: readonly string[]; readonly fills: readonly string[] } {
    const told: string[] = [];
    const strategy = timed(acts, {
      watches: () => [
        { symbol: BTC, interval: '1m' },
        { symbol: BTC, book: 3 },
      ],
      onOrderBook: (ctx, { bids }) => void told.push(`${ctx.marketTime / 1_000} ${JSON.stringify(bids)}`),
    });
    const { fills } = runEvents(strategy, this.tape);
    return { told, fills: fills.map(({ at, quantity, price }) => `${at / 1_000} ${quantity} at ${price}`) };
  }

  private get tape(): EventTape {
    this.events.took({ type: 'quote', symbol: BTC, bid: '99.5', bidSize: '1', ask: '100', askSize: '4' }, 180_000);
    return this.events.recorded().tape!;
  }
}

describe('what a session has itself at a level', () => {
  it('does not stand before an order of the backtest', () => {
    const bids: Side = [['99.5', '5']];
    const join = { 75: (ctx: Context) => ctx.buy(BTC, '1', { price: '99.5' }) };
    const heard = (own: string): Ear => new Ear().rests('99.5', own).book(70, bids).sale(80, '99.5', '4');
    expect(heard('2').played(join).fills).toEqual(['80 1 at 99.5']);
    expect(heard('0').played(join).fills).toEqual([]);
  });

  it('is told with the level while it is there', () => {
    const ear = new Ear()
      .rests('99.5', '2')
      .book(70, [
        ['99.5', '5'],
        ['99', '1'],
      ])
      .rests('99.5', '0')
      .rests('98', '2')
      .book(80, [
        ['99.5', '3'],
        ['98', '2'],
      ])
      .rests('98', '1')
      .book(90, [
        ['99.5', '3'],
        ['98', '1'],
      ])
      .book(100, [
        ['99.5', '3'],
        ['97', '1'],
      ]);
    ear.events.lost(110_000);
    ear.rests('99.5', '4').book(120, [
      ['99.5', '4'],
      ['97', '1'],
    ]);
    ear.events.lost(130_000);
    expect(
      ear
        .book(140, [
          ['99.5', '4'],
          ['97', '1'],
        ])
        .played().told,
    ).toEqual([
      '70 [[99.5,5],[99,1]]',
      '80 [[99.5,3],[98,2]]',
      '90 [[99.5,3],[98,1]]',
      '100 [[99.5,3],[97,1]]',
      '120 [[99.5,4],[97,1]]',
      '140 [[99.5,4],[97,1]]',
    ]);
  });

  it('is forgotten with the book that it was told with', () => {
    const ear = new Ear().rests('99.5', '2').book(70, [['99.5', '5']]);
    ear.events.lost(75_000);
    const { told } = ear
      .rests('99.5', '0')
      .book(80, [['99.5', '3']])
      .played();
    expect(told).toEqual(['70 [[99.5,5]]', '80 [[99.5,3]]']);
  });
});
