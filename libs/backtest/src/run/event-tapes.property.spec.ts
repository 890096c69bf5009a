import fc from 'fast-check';
import { Decimal, applyChange, decimal, emptyPosition, ledgerTotals, positionChangeOf } from '@libs/kernel';
import { acts, perform } from '../../test/arbitrary-runs';
import type { Act } from '../../test/arbitrary-runs';
import { eventsOf, timed } from '../../test/events';
import type { Line } from '../../test/events';
import { market } from '../../test/markets';
import { BTC, runTogether } from '../../test/scripted';
import type { Context } from '../../test/scripted';
import { runBacktest } from './backtest';
import type { BacktestTerms } from './backtest';
import { barsOfEvents } from './event-bars';
import { fillHash } from './fill-hash';

const START = '20000.12345678';
const END = 600;

const event = fc.tuple(fc.constantFrom('BUY', 'SELL', 'BID', 'ASK'), fc.integer({ min: -8, max: 8 }), fc.integer({ min: 0, max: 300 }));
const line = fc.tuple(fc.integer({ min: 0, max: 12 }), fc.array(event, { minLength: 1, maxLength: 3 }));

/** Prints and levels around 100, ticks of a half and lots of 0.01; a level of zero is gone. */
const tapes = (hasBook: boolean): fc.Arbitrary<readonly Line[]> =>
  fc.array(line, { minLength: 20, maxLength: 80, size: 'max' }).map((lines) => {
    let second = 1;
    const told = lines.map(([pause, events]): Line => {
      second = Math.min(END - 1, second + pause);
      const texts = events
        .filter(([kind]) => hasBook || kind === 'BUY' || kind === 'SELL')
        .map(([kind, away, lots]) => {
          const side = kind === 'BID' ? -Math.abs(away) - 1 : kind === 'ASK' ? Math.abs(away) : away;
          return `${kind} ${100 + side / 2} x ${(kind === 'BUY' || kind === 'SELL' ? Math.max(1, lots) : lots) / 100}`;
        });
      return [second, ...texts];
    });
    const begin = hasBook ? ['CLEAR', 'BID 99.5 x 3', 'ASK 100 x 3'] : ['BUY 100 x 3', 'SELL 99.5 x 3'];
    return [[0, ...begin], ...told, [END, hasBook ? 'BID 99 x 1' : 'BUY 100 x 1']];
  });

/** Decides every twelve seconds by what it saw, and writes that down. */
function deciding(menu: readonly Act[], seen: string[], hasBook: boolean): ReturnType<typeof timed> {
  const note = (ctx: Context, what: unknown): void => void seen.push(`${ctx.marketTime} ${JSON.stringify(what)} ${ctx.equity}`);
  const act = (ctx: Context): void => {
    note(ctx, ctx.position(BTC));
    const mood = seen.join().length;
    perform(ctx, { symbol: BTC, close: 100 }, menu[mood % menu.length]!);
  };
  const watches = [
    { symbol: BTC, interval: '1m' as const },
    { symbol: BTC, trades: true as const },
    ...(hasBook
      ? [
          { symbol: BTC, ticks: true as const },
          { symbol: BTC, book: 3 },
        ]
      : []),
  ];
  const hooks = {
    onBar: (ctx: Context, { bar }: { bar: unknown }) => note(ctx, bar),
    onTrade: (ctx: Context, trade: unknown) => note(ctx, trade),
    onTick: (ctx: Context, tick: unknown) => note(ctx, tick),
    onOrderBook: (ctx: Context, book: unknown) => note(ctx, book),
  };
  const seconds = Array.from({ length: 45 }, (_, n) => [60 + 12 * n, act] as const);
  return timed(Object.fromEntries(seconds), { watches: () => watches, ...hooks });
}

const input = fc.record({
  hasBook: fc.boolean(),
  menu: fc.array(acts, { minLength: 1, maxLength: 8 }),
  latency: fc.constantFrom(0, 900),
  margin: fc.constantFrom(undefined, { mode: 'ISOLATED', leverage: '50' } as const),
});
const both = input.chain((asked) => tapes(asked.hasBook).map((lines) => ({ ...asked, lines })));
type Asked = typeof both extends fc.Arbitrary<infer T> ? T : never;

function termsOf({ hasBook, latency, margin, lines }: Asked): BacktestTerms {
  const events = eventsOf(...lines);
  return {
    settleAsset: 'USDT',
    balances: { USDT: START },
    maxPositionSize: '1',
    ...(margin ? { margin } : {}),
    fills: { makerFee: '-0.0001', takerFee: '0.00055', slippageTicks: hasBook ? 0 : 1, latency },
    markets: [{ market, tape: barsOfEvents(events, '1m'), events }],
  };
}

function played(asked: Asked) {
  const seen: string[] = [];
  return { seen, ...runBacktest({ strategy: deciding(asked.menu, seen, asked.hasBook), params: { symbol: BTC }, ...termsOf(asked) }) };
}

describe('tapes of prints and books', () => {
  it('neither make nor lose money, whatever happens and is ordered', () => {
    let traded = 0;
    fc.assert(
      fc.property(both, (asked) => {
        const { fills, ledger, fault } = played(asked);
        expect(fault).toBeNull();
        traded += fills.length;
        for (const [asset, sum] of Object.entries(ledgerTotals(ledger))) expect([asset, sum.toString()]).toEqual([asset, '0']);
        const cash = fills.reduce((sum, { side, quantity, price, fee }) => {
          const value = quantity.times(price);
          return sum.plus(side === 'SELL' ? value : value.negated()).minus(fee);
        }, Decimal.ZERO);
        const held = fills.reduce((position, fill) => applyChange(position, positionChangeOf(market, fill)), emptyPosition(BTC));
        const insured = (ledger.capital?.['USDT'] ?? Decimal.ZERO).negated().minus(decimal(START));
        expect(ledger.wallet?.['USDT']?.toString()).toBe(decimal(START).plus(cash).plus(held.cost).plus(insured).toString());
      }),
      { numRuns: 120 },
    );
    expect(traded).toBeGreaterThan(500);
  });

  it('show nothing of the future: what comes later changes nothing that was seen or filled before', () => {
    fc.assert(
      fc.property(both, fc.integer({ min: 2, max: 9 }), (asked, minutes) => {
        const end = minutes * 60;
        const kept = asked.lines.filter(([second]) => second < end);
        const cut = played({ ...asked, lines: [...kept, [end, 'BUY 100 x 1']] });
        const whole = played(asked);
        const before = (text: string): boolean => Number(text.split(' ')[0]) < end * 1_000;
        expect(cut.seen.filter(before)).toEqual(whole.seen.filter(before));
        const early = ({ fills }: typeof whole): string => fillHash(fills.filter(({ at }) => at < end * 1_000));
        expect(early(cut)).toBe(early(whole));
      }),
      { numRuns: 60 },
    );
  });

  it('are the same for a strategy beside others that only listen', () => {
    const listener = timed({}, { watches: () => [{ symbol: BTC, interval: '1m' as const }] });
    const plainly = ({ fills }: Pick<ReturnType<typeof played>, 'fills'>): readonly string[] =>
      fills.map(({ at, side, quantity, price, fee }) => `${at} ${side} ${quantity} ${price} ${fee}`);
    fc.assert(
      fc.property(both, (asked) => {
        const alone = played(asked);
        const seen: string[] = [];
        const listening = deciding([{ kind: 'rest' }], [], asked.hasBook);
        const { result } = runTogether([listener, deciding(asked.menu, seen, asked.hasBook), listening], termsOf(asked));
        expect(seen).toEqual(alone.seen);
        expect(plainly(result)).toEqual(plainly(alone));
        expect([...result.curve.equity]).toEqual([...alone.curve.equity]);
      }),
      { numRuns: 25 },
    );
  });
});
