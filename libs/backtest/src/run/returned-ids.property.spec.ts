import fc from 'fast-check';
import { defineStrategy, param } from '@libs/sdk';
import type { HookContext, Strategy } from '@libs/sdk';
import { tapes } from '../../test/arbitrary-runs';
import { claimedTogether, runTogether, termsOf } from '../../test/scripted';
import type { Rows } from '../../test/scripted';
import { isFast } from '../fast/play-fast';
import { fillHash } from './fill-hash';

type Act =
  | { readonly kind: 'buy' | 'sell' | 'limit' | 'stop' | 'target'; readonly lots: number }
  | { readonly kind: 'bracket'; readonly isPossible: boolean }
  | { readonly kind: 'close' | 'timer' | 'amend' | 'cancel' };

/** What is done at each bar, and at each piece of news. */
interface Script {
  readonly onBar: readonly (readonly Act[])[];
  readonly onNews: readonly (readonly Act[])[];
}

const lots = fc.integer({ min: 1, max: 9_000 });
const market: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ kind: fc.constantFrom('buy' as const, 'sell' as const), lots }),
  fc.constant({ kind: 'close' as const }),
);
const any: fc.Arbitrary<Act> = fc.oneof(
  market,
  fc.record({ kind: fc.constantFrom('limit' as const, 'stop' as const), lots }),
  fc.record({ kind: fc.constant('target' as const), lots: fc.integer({ min: -500, max: 500 }) }),
  fc.record({ kind: fc.constant('bracket' as const), isPossible: fc.boolean() }),
  fc.constantFrom({ kind: 'timer' as const }, { kind: 'amend' as const }, { kind: 'cancel' as const }),
);

function scripts(acts: fc.Arbitrary<Act>): fc.Arbitrary<Script> {
  const turns = fc.array(fc.oneof(fc.constant([]), fc.array(acts, { maxLength: 4 })), { maxLength: 25, size: 'max' });
  return fc.record({ onBar: turns, onNews: turns });
}

/** What a strategy was given for its orders, what it heard of them, each with its tag, and what was open at its last bar. */
class Notes {
  readonly given = new Set<string>();
  readonly heard = new Set<string>();
  open = new Set<string>();
  bars = 0;
  orders = 0;
  denied = 0;
}

type Ctx = HookContext<{ readonly symbol: string }, object>;

function act(ctx: Ctx, one: Act, tag: string): readonly (string | null)[] {
  const { symbol } = ctx.params;
  const quantity = 'lots' in one ? String(one.lots / 100) : '1';
  const [first] = ctx.openOrders;
  switch (one.kind) {
    case 'buy':
      return [ctx.buy(symbol, quantity, { tag })];
    case 'sell':
      return [ctx.sell(symbol, quantity, { tag })];
    case 'limit':
      return [ctx.submit({ symbol, side: 'BUY', quantity, price: '200', tag })];
    case 'stop':
      return [ctx.submit({ symbol, side: 'BUY', quantity, stop: '203', tag })];
    case 'bracket':
      // A stop-loss above the entry is denied.
      return [ctx.bracket(symbol, { entry: { side: 'BUY', quantity, tag }, stopLoss: one.isPossible ? '20' : '900', takeProfit: '1000' })];
    case 'target':
      return ctx.target(symbol, quantity, { tag });
    case 'close':
      return [ctx.closePosition(symbol, { tag })];
    case 'timer':
      ctx.timer(tag, ctx.marketTime + 90_000);
      return [];
    case 'amend':
      if (first?.price !== undefined) ctx.amend(first.clientOrderId, { price: '190' });
      return [];
    case 'cancel':
      if (first) ctx.cancel(first.clientOrderId);
      return [];
  }
}

/** Sends nothing after so many bars. */
function following({ onBar, onNews }: Script, notes: Notes, bars: number): Strategy {
  const perform = (ctx: Ctx, acts: readonly Act[] = []): void => {
    if (notes.bars > bars) return;
    for (const one of acts) {
      const tag = `order ${(notes.orders += 1)}`;
      for (const id of act(ctx, one, tag)) if (id !== null) notes.given.add(`${tag} ${id}`);
    }
  };
  return defineStrategy({
    name: 'following',
    version: '1.0.0',
    title: 'Following',
    description: 'For tests.',
    params: { symbol: param.symbol({ description: 'What to trade' }) },
    watches: ({ symbol }) => [{ symbol, interval: '1m' }],
    warmUp: () => 1,
    state: () => ({ news: 0 }),
    onBar: (ctx) => {
      notes.open = new Set(ctx.openOrders.map(({ tag, clientOrderId }) => `${tag} ${clientOrderId}`));
      perform(ctx, onBar[(notes.bars += 1)]);
    },
    onTimer: (ctx) => perform(ctx, onNews[(ctx.state.news += 1)]),
    onFill: (ctx, { tag, clientOrderId }) => {
      if (tag?.startsWith('order ')) notes.heard.add(`${tag} ${clientOrderId}`);
      perform(ctx, onNews[(ctx.state.news += 1)]);
    },
    onOrder: (ctx, { tag, clientOrderId, status }) => {
      // Exits of a bracket have tags of the platform.
      if (tag?.startsWith('order ')) notes.heard.add(`${tag} ${clientOrderId}`);
      if (status === 'DENIED') notes.denied += 1;
      perform(ctx, onNews[(ctx.state.news += 1)]);
    },
  });
}

const count = { orders: 0, denied: 0, fast: 0 };
const QUIET: Rows = Array.from({ length: 4 }, () => [200, 200, 200, 200] as const);

function play(all: readonly Script[], tape: Rows, stepsEachBar: boolean): readonly Notes[] {
  const notes = all.map(() => new Notes());
  const strategies = all.map((one, at) => following(one, notes[at]!, tape.length));
  const terms = termsOf([...tape, ...QUIET], { stepsEachBar, balances: { USDT: '1000000' } });
  const { result, claims } = runTogether(strategies, terms);
  expect(result.fault).toBeNull();
  for (const { given, heard, open } of notes) {
    expect([...heard].filter((one) => !given.has(one))).toEqual([]);
    expect([...given].filter((one) => !heard.has(one) && !open.has(one))).toEqual([]);
  }
  // Where the same commands are claimed from outside, the core makes the same orders of them.
  expect(fillHash(claimedTogether(strategies, claims, terms).fills)).toBe(fillHash(result.fills));
  count.orders += notes.reduce((sum, { given }) => sum + given.size, 0);
  count.denied += notes.reduce((sum, { denied }) => sum + denied, 0);
  if (isFast(result)) count.fast += 1;
  return notes;
}

describe('ids that a context gives for orders', () => {
  beforeEach(() => void Object.assign(count, { orders: 0, denied: 0, fast: 0 }));

  it('are those of their news, whatever is sent and when, by one strategy or several', () => {
    fc.assert(
      fc.property(fc.array(scripts(any), { minLength: 1, maxLength: 3 }), tapes(5, 30), fc.boolean(), (all, tape, stepsEachBar) => {
        play(all, tape, stepsEachBar);
      }),
      { numRuns: 60 },
    );
    expect(count.orders).toBeGreaterThan(1_000);
    expect(count.denied).toBeGreaterThan(50);
  });

  it('are the same on the fast path as where the core takes every step', () => {
    fc.assert(
      fc.property(scripts(market), tapes(5, 30), (one, tape) => {
        const [fast, exact] = [play([one], tape, false), play([one], tape, true)];
        expect(fast[0]!.given).toEqual(exact[0]!.given);
      }),
      { numRuns: 60 },
    );
    expect(count.fast).toBeGreaterThan(30);
    expect(count.orders).toBeGreaterThan(500);
  });
});
