import fc from 'fast-check';
import { decimal } from '@libs/kernel';
import { defineStrategy, param } from '@libs/sdk';
import type { Strategy } from '@libs/sdk';
import type { MarketInstrument } from '@libs/simulation';
import { tapes, wildTapes } from '../../test/arbitrary-runs';
import { market } from '../../test/markets';
import { termsOf } from '../../test/scripted';
import type { Context } from '../../test/scripted';
import { claimedHost, liveHost, plannedOf, playPlanned } from '../run/backtest';
import type { BacktestResult, BacktestTerms } from '../run/backtest';
import { fillHash } from '../run/fill-hash';
import { isFast } from './play-fast';

type Act =
  | { readonly kind: 'market'; readonly side: 'BUY' | 'SELL'; readonly lots: number; readonly reduceOnly: boolean; readonly tag: boolean }
  | { readonly kind: 'text'; readonly side: 'BUY' | 'SELL'; readonly quantity: string }
  | { readonly kind: 'share'; readonly side: 'BUY' | 'SELL'; readonly fraction: number }
  | { readonly kind: 'limit' | 'close' | 'throw' | 'spoil' };

const side = fc.constantFrom('BUY' as const, 'SELL' as const);
const sizes = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 9_000 }));
const common: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('market' as const), side, lots: sizes, reduceOnly: fc.boolean(), tag: fc.boolean() }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('share' as const), side, fraction: fc.double({ min: 0.01, max: 1.2, noNaN: true }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('text' as const), side, quantity: fc.constantFrom('0.015', '1e2', '2000', '0.01') }),
  },
  { weight: 2, arbitrary: fc.constant({ kind: 'close' as const }) },
);
const rare = fc.constantFrom('limit' as const, 'throw' as const, 'spoil' as const).map((kind): Act => ({ kind }));
const acts = fc.oneof({ weight: 60, arbitrary: common }, { weight: 1, arbitrary: rare });

const rates = fc.constantFrom<string[]>('0', '0.0001', '-0.00000906', '0.0375', '-0.02', '0.000123456789');

const someActs = (most: number): fc.Arbitrary<readonly Act[]> => fc.array(acts, { maxLength: most });
const inputs = fc.record({
  rows: fc.oneof({ weight: 3, arbitrary: tapes(5, 60) }, { weight: 1, arbitrary: wildTapes(5, 60) }),
  onBar: fc.array(fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 2, arbitrary: someActs(3) }), {
    maxLength: 60,
    size: 'max',
  }),
  onNews: fc.array(someActs(1), { maxLength: 6 }),
  balance: fc.constantFrom('10000', '20000.123456789', '300', '98765432109.5'),
  maxPositionSize: fc.constantFrom('1', '0.5', '0.1'),
  // At any moment of the tape, several in one bar and at its ends too.
  funding: fc.array(fc.tuple(fc.nat(122), rates), { maxLength: 40, size: 'max' }),
  traded: fc.constantFrom<Partial<MarketInstrument>>({}, { tickSize: decimal('0.25'), lotSize: decimal('0.003') }, { maxLeverage: 3 }),
  fills: fc.record({
    makerFee: fc.constant('0.0002'),
    takerFee: fc.constantFrom('0', '0.00055', '0.0007123', '-0.0001'),
    slippageTicks: fc.integer({ min: 0, max: 3 }),
    latency: fc.constant(0),
  }),
});

type Inputs = typeof inputs extends fc.Arbitrary<infer T> ? T : never;

/** What a strategy saw, in the order in which it saw it. */
type Seen = unknown[];

function perform(ctx: Context, symbol: string, act: Act): void {
  if (act.kind === 'throw') throw new Error('enough');
  if (act.kind === 'spoil') (ctx.state as { spoilt?: unknown }).spoilt = NaN;
  if (act.kind === 'close') ctx.closePosition(symbol, { tag: 'closed' });
  if (act.kind === 'limit') ctx.submit({ symbol, side: 'BUY', quantity: '1', price: '150' });
  if (act.kind === 'text') ctx.submit({ symbol, side: act.side, quantity: act.quantity });
  if (act.kind === 'share') {
    const quantity = ctx.quantityFor(symbol, ctx.equityShare(act.fraction));
    if (quantity !== '0') ctx.submit({ symbol, side: act.side, quantity });
  }
  if (act.kind !== 'market') return;
  const quantity = decimal(String(act.lots))
    .times(decimal(ctx.instrument(symbol).lotSize))
    .toString();
  ctx.submit({ symbol, side: act.side, quantity, reduceOnly: act.reduceOnly, ...(act.tag ? { tag: `${act.side} ${act.lots}` } : {}) });
}

/** Acts at bars and at news as it is told, and writes down all that it can know. */
function script(seen: Seen, { onBar, onNews }: Inputs): Strategy {
  const look = (ctx: Context, symbol: string, event: unknown): void => {
    const { equity, openOrders, marketTime } = ctx;
    seen.push(structuredClone({ event, equity, openOrders, marketTime, position: ctx.position(symbol) }));
  };
  const react = (ctx: Context, symbol: string): void => {
    const { state } = ctx as { state: { news: number } };
    for (const act of onNews[state.news] ?? []) perform(ctx, symbol, act);
    state.news += 1;
  };
  return defineStrategy({
    name: 'script',
    version: '1.0.0',
    title: 'Script',
    description: 'For tests.',
    params: { symbol: param.symbol({ description: 'What to trade' }) },
    watches: ({ symbol }) => [{ symbol, interval: '1m' }],
    warmUp: () => 1,
    state: () => ({ bars: 0, news: 0 }),
    onBar: (ctx, event) => {
      if (ctx.warmingUp) return;
      look(ctx, event.symbol, event);
      for (const act of onBar[ctx.state.bars] ?? []) perform(ctx, event.symbol, act);
      ctx.state.bars += 1;
    },
    onOrder: (ctx, event) => (look(ctx, event.symbol, event), react(ctx, event.symbol)),
    onFill: (ctx, event) => (look(ctx, event.symbol, event), react(ctx, event.symbol)),
  });
}

function play(input: Inputs, more: Partial<BacktestTerms>): { result: BacktestResult; seen: Seen; claim: unknown } {
  const seen: Seen = [];
  const traded = { ...market, ...input.traded };
  const { balance, maxPositionSize, fills } = input;
  const strategy = script(seen, input);
  const params = { symbol: traded.symbol };
  const host = liveHost(strategy, params);
  const terms = withFunding(input, termsOf(input.rows, { balances: { USDT: balance }, maxPositionSize, fills, ...more }, traded));
  const result = playPlanned(plannedOf(strategy, params), terms, host);
  return { result, seen, claim: host.claim };
}

/** Settlements on the half minutes of the tape, and a millisecond beside every third of them. */
function withFunding({ funding }: Inputs, terms: BacktestTerms): BacktestTerms {
  const moments = new Map(funding.map(([half, rate]) => [half * 30_000 + (half % 3 === 0 ? 1 : 0), rate]));
  const settlements = [...moments].sort(([a], [b]) => a - b).map(([at, rate]) => ({ at, rate }));
  return { ...terms, markets: terms.markets.map((one) => ({ ...one, funding: settlements })) };
}

const plainly = ({ fills, tags, curve, ledger, ...rest }: BacktestResult): unknown => ({
  ...rest,
  fills: fills.map((fill) => JSON.parse(JSON.stringify(fill)) as unknown),
  tags: [...tags],
  curve: { times: [...curve.times], equity: [...curve.equity], exposure: [...curve.exposure] },
  ledger: JSON.parse(JSON.stringify(ledger)) as unknown,
});

describe('the fast path', () => {
  it('has the fills, news, money and curve of the exact one, whatever the tape and the orders', () => {
    const count = { fast: 0, fills: 0, denied: 0, runs: 0, paid: 0 };
    fc.assert(
      fc.property(inputs, (input) => {
        const fast = play(input, {});
        const exact = play(input, { stepsEachBar: true });
        expect(isFast(exact.result)).toBe(false);
        expect(plainly(fast.result)).toEqual(plainly(exact.result));
        expect(fast.seen).toEqual(exact.seen);
        expect(fast.claim).toEqual(exact.claim);
        count.runs += 1;
        if (isFast(fast.result)) count.fast += 1;
        if (isFast(fast.result)) count.paid += fast.result.funding.length;
        count.fills += fast.result.fills.length;
        count.denied += fast.seen.filter((one) => JSON.stringify(one).includes('DENIED')).length;
      }),
      { numRuns: 300 },
    );
    // Not vacuous: most runs go all the way by it.
    expect(count.fast).toBeGreaterThan(count.runs / 2);
    expect(count.fills).toBeGreaterThan(1_000);
    expect(count.paid).toBeGreaterThan(200);
    expect(count.denied).toBeGreaterThan(300);
  });

  it('claims what the exact core comes to outside', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const { result, claim } = play(input, {});
        const traded = { ...market, ...input.traded };
        const { balance, maxPositionSize, fills } = input;
        const terms = withFunding(input, termsOf(input.rows, { balances: { USDT: balance }, maxPositionSize, fills }, traded));
        const planned = plannedOf(script([], input), { symbol: traded.symbol });
        const outside = playPlanned(planned, terms, claimedHost(claim as Parameters<typeof claimedHost>[0]));
        expect(fillHash(outside.fills)).toBe(fillHash(result.fills));
        expect(outside.fault).toEqual(result.fault);
      }),
      { numRuns: 100 },
    );
  });
});
