import { defineStrategy, param } from '@libs/sdk';
import type { Strategy } from '@libs/sdk';
import fc from 'fast-check';
import { eventsOf } from '../../test/events';
import type { Line } from '../../test/events';
import { BTC, market } from '../../test/markets';
import { FREE } from '../../test/scripted';
import type { BacktestTerms } from '../run/backtest';
import { barsOfEvents } from '../run/event-bars';
import type { EventTape } from '../run/event-tape';
import { analyseLookahead } from './analyse';
import type { LookaheadAnalysis } from './finding';
import type { Laboratory } from './observation';
import { observe } from './observe';
import { mirroredBars, mirroredEvents } from './other-future';

const MINUTES = 12;
const BASE = {
  version: '1.0.0',
  title: 'T',
  description: 'For tests.',
  params: { symbol: param.symbol({ description: 'What' }) },
  warmUp: () => 0,
};

/** Every four seconds a book of one level a side and a print, which wander around 100. */
function lively(): EventTape {
  const lines = Array.from({ length: MINUTES * 15 }, (_, n): Line => {
    const price = 100 + Math.round(8 * Math.sin(n / 7) + 5 * Math.sin(n / 2.3)) / 2;
    return [n * 4, 'CLEAR', `BID ${price - 0.5} x ${1 + (n % 3)}`, `ASK ${price + 0.5} x ${1 + (n % 5)}`, `BUY ${price + 0.5} x 0.5`];
  });
  return eventsOf(...lines);
}

function termsOf(events: EventTape): BacktestTerms {
  const markets = [{ market, tape: barsOfEvents(events, '1m'), events }];
  return { markets, settleAsset: 'USDT', balances: { USDT: '10000' }, maxPositionSize: '1', fills: FREE };
}

/** `make` gives the strategy as a process that has run nothing before would load it. */
function analysed(make: () => Strategy): Promise<LookaheadAnalysis> {
  const terms = termsOf(lively());
  const lab: Laboratory = () => {
    const strategy = make();
    return {
      play: async (requests) => requests.map((request) => observe(strategy, { symbol: BTC }, terms, request)),
      close: () => undefined,
    };
  };
  return analyseLookahead(lab, terms, { files: [], locate: () => null });
}

const kinds = ({ findings }: LookaheadAnalysis): readonly string[] => findings.map(({ kind }) => kind);

describe('look-ahead analysis of strategies that follow prints and books', () => {
  it('accuses none that keeps what it knows in its state', async () => {
    const analysis = await analysed(() =>
      defineStrategy({
        ...BASE,
        name: 'leans',
        watches: () => [
          { symbol: BTC, trades: true },
          { symbol: BTC, book: 1 },
        ],
        state: () => ({ last: 0, prints: 0 }),
        onTrade: (ctx, { price }) => {
          ctx.state.prints += 1;
          ctx.state.last = price;
        },
        onOrderBook: (ctx, { symbol, bids, asks }) => {
          if (ctx.hasOpenOrders(symbol) || ctx.state.prints % 10 !== 9) return;
          if (bids[0]![1] > asks[0]![1]) ctx.buy(symbol, '0.1');
          else ctx.sell(symbol, '0.1');
        },
      }),
    );
    expect(kinds(analysis)).toEqual([]);
    expect(analysis.checks.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
      'memory clean',
      'hindsight clean',
      'arrival-order not-checked',
      'restart clean',
      'repaint clean',
      'warm-up not-checked',
    ]);
    expect(analysis.checks[0]!.detail).toContain('at 6 places');
  });

  it('finds a memory of prints that outlives a run', async () => {
    const analysis = await analysed(() => {
      let highest = 0;
      return defineStrategy({
        ...BASE,
        name: 'remembers',
        watches: () => [{ symbol: BTC, trades: true }],
        state: () => ({}),
        onTrade: (ctx, { symbol, price }) => {
          if (price >= highest) ctx.sell(symbol, '0.1');
          highest = Math.max(highest, price);
        },
      });
    });
    expect(kinds(analysis)).toEqual(['memory']);
  });

  it('finds a memory of the book that outlives a run', async () => {
    const analysis = await analysed(() => {
      const seen = new Map<number, number>();
      return defineStrategy({
        ...BASE,
        name: 'knows',
        watches: () => [{ symbol: BTC, book: 1 }],
        state: () => ({}),
        onOrderBook: (ctx, { symbol, bids }) => {
          const now = ctx.marketTime;
          if ((seen.get(now + 60_000) ?? 0) > bids[0]![0]) ctx.buy(symbol, '0.1');
          seen.set(now, bids[0]![0]);
        },
      });
    });
    expect(kinds(analysis)).toEqual(['memory']);
  });

  it('finds what hangs on a date', async () => {
    const analysis = await analysed(() =>
      defineStrategy({
        ...BASE,
        name: 'dated',
        watches: () => [{ symbol: BTC, trades: true }],
        state: () => ({ isIn: false }),
        onTrade: (ctx, { symbol }) => {
          if (ctx.marketTime < 300_000 || ctx.state.isIn) return;
          ctx.state.isIn = true;
          ctx.buy(symbol, '0.1');
        },
      }),
    );
    expect(kinds(analysis)).toEqual(['hindsight']);
  });

  it('finds two parts of the state that are one object', async () => {
    const analysis = await analysed(() =>
      defineStrategy({
        ...BASE,
        name: 'twice',
        watches: () => [{ symbol: BTC, trades: true }],
        state: () => {
          const one = { prints: 0 };
          return { one, other: one };
        },
        onTrade: (ctx, { symbol }) => {
          ctx.state.one.prints += 1;
          if (ctx.state.other.prints === 5) ctx.buy(symbol, '0.1');
        },
      }),
    );
    expect(kinds(analysis)).toEqual(['restart']);
  });
});

describe('events with another future', () => {
  it('begin the book anew, turned around its middle', () => {
    const events = eventsOf(
      [0, 'CLEAR', 'BID 99 x 1', 'BID 98 x 4', 'ASK 101 x 2'],
      [1, 'BID 98 x 0', 'BUY 101 x 0.5'],
      [2, 'BID 100 x 3', 'SELL 99 x 0.25'],
    );
    const { length, at, code, ticks, lots } = mirroredEvents(events, 2_000);
    const told = Array.from({ length }, (_, n) => [at[n], code[n], ticks[n], lots[n]]);
    // Ticks of 0.5 and lots of 0.01: the middle is 200, so 198 comes to 202, 202 to 198 and 200 stays.
    expect(told.slice(0, 6)).toEqual(Array.from({ length: 6 }, (_, n) => [events.at[n], events.code[n], events.ticks[n], events.lots[n]]));
    expect(told.slice(6)).toEqual([
      [2_000, 5, 0, 0],
      [2_000, 2, 202, 100],
      [2_000, 1, 198, 200],
      [2_000, 2, 200, 300],
      [2_000, 3 | 8, 202, 25],
    ]);
  });

  it('make the bars of prints that mirrored bars are', () => {
    const walk = fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 60, maxLength: 200 });
    fc.assert(
      fc.property(walk, fc.integer({ min: 1, max: 4 }), (steps, minute) => {
        let price = 500;
        const events = eventsOf(...steps.map((step, n): Line => [n * 7, `BUY ${(price += step / 2)} x 1`]));
        const [after, bars] = [minute * 60_000, barsOfEvents(events, '1m')];
        const [turned, expected] = [barsOfEvents(mirroredEvents(events, after), '1m'), mirroredBars(bars, after)];
        const rows = ({ series }: typeof bars) => Array.from({ length: series.length }, (_, n) => series.at(n));
        expect(rows(turned)).toEqual(rows(expected));
      }),
    );
  });
});
