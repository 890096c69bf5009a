import fc from 'fast-check';
import { decimal } from '@libs/kernel';
import type { Interval } from '@libs/kernel';
import { defineStrategy } from '@libs/sdk';
import type { Strategy } from '@libs/sdk';
import type { MarketInstrument } from '@libs/simulation';
import { liveHost, plannedOf, playTogether } from '../src/run/backtest';
import type { BacktestResult, BacktestTerms } from '../src/run/backtest';
import { barTape } from '../src/run/bar-tape';
import { wildTapes } from './arbitrary-runs';
import { market } from './markets';
import type { Context } from './scripted';

const MINUTE = 60_000;
const LENGTHS = { '1m': MINUTE, '3m': 3 * MINUTE, '5m': 5 * MINUTE } as const;
const MARKETS: Readonly<Record<string, MarketInstrument>> = {
  bitcoin: market,
  ether: { ...market, symbol: 'ETH/USDT:USDT', venueSymbol: 'ETHUSDT', base: 'ETH', maxLeverage: 3 },
  unlevered: { ...market, symbol: 'ONE/USDT:USDT', venueSymbol: 'ONEUSDT', base: 'ONE', maxLeverage: 1 },
  coins: { ...market, symbol: 'BTC/USDT', category: 'spot', maxLeverage: 1 },
};

const act = fc.record({
  /** Of the markets that are watched. */
  place: fc.nat(2),
  kind: fc.constantFrom(...(['market', 'market', 'limit', 'reduce', 'stop', 'bracket', 'hedge', 'cancel', 'close'] as const)),
  side: fc.constantFrom('BUY' as const, 'SELL' as const),
  /** Of the equity. */
  share: fc.double({ min: 0.05, max: 0.95, noNaN: true }),
  /** Of a limit price from the close. */
  away: fc.constantFrom(-0.3, -0.1, -0.01, 0, 0.01, 0.1, 0.3),
});
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

const played = fc.record({
  what: fc.constantFrom(...Object.keys(MARKETS)),
  interval: fc.constantFrom<(keyof typeof LENGTHS)[]>('1m', '1m', '3m', '5m'),
  /** Bars by which it begins later. */
  late: fc.constantFrom(0, 0, 1, 3),
  rows: wildTapes(4, 40),
  fundingEvery: fc.constantFrom(90_000, 60_000, 17_777, 299_999),
  rate: fc.constantFrom('0', '0.0001', '-0.01', '0.02'),
});
const acts = fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.array(act, { maxLength: 3 }) });

/** Several markets, intervals and strategies on one account, at prices that end any margin. */
export const mixedRuns = fc.record({
  markets: fc.uniqueArray(played, { minLength: 1, maxLength: 3, selector: ({ what }) => what }),
  strategies: fc.array(fc.array(acts, { maxLength: 60, size: 'max' }), { minLength: 1, maxLength: 2 }),
  latency: fc.constantFrom(0, 0, 500, 25_000, 90_000),
  isIsolated: fc.constantFrom(false, false, true),
  participation: fc.constantFrom(undefined, undefined, '0.3'),
  slippageTicks: fc.constantFrom(0, 1, 5),
  takerFee: fc.constantFrom('0', '0.00055', '-0.0001', '0.005'),
});
export type MixedRun = typeof mixedRuns extends fc.Arbitrary<infer T> ? T : never;

export function playMixed(one: MixedRun, stepsEachBar: boolean): BacktestResult {
  const terms = termsOf(one);
  const watches = one.markets.map(({ what, interval }) => ({ symbol: MARKETS[what]!.symbol, interval }));
  const hosted = one.strategies.map((said, place) => {
    const strategy = acting(said, watches);
    return { ...plannedOf(strategy, {}), host: liveHost(strategy, {}, { place }) };
  });
  return playTogether(hosted, { ...terms, stepsEachBar });
}

function termsOf({ markets, latency, isIsolated, participation, slippageTicks, takerFee }: MixedRun): BacktestTerms {
  const fills = { makerFee: '0.0002', takerFee, slippageTicks, latency, ...(participation ? { participation } : {}) };
  return {
    settleAsset: 'USDT',
    balances: { USDT: '10000' },
    maxPositionSize: '1',
    fills,
    markets: markets.map(marketOf),
    ...(isIsolated ? { margin: { mode: 'ISOLATED', leverage: '1' } } : {}),
  };
}

function marketOf({ what, interval, late, rows, fundingEvery, rate }: MixedRun['markets'][number]): BacktestTerms['markets'][number] {
  const instrument = MARKETS[what]!;
  const length = LENGTHS[interval];
  const settlements = Math.floor(((late + rows.length) * length) / fundingEvery) + 2;
  const bars = rows.map(([open, high, low, close], index) => ({
    start: (late + index) * length,
    open: decimal(String(open)),
    high: decimal(String(high)),
    low: decimal(String(low)),
    close: decimal(String(close)),
    volume: decimal('100'),
  }));
  return {
    market: instrument,
    tape: barTape(instrument, interval, bars),
    funding: instrument.category === 'spot' ? [] : Array.from({ length: settlements }, (_, n) => ({ at: n * fundingEvery, rate })),
  };
}

/** Does what is said for each of its bars, in any of the markets whose close it has seen. */
function acting(said: readonly (readonly Act[])[], watches: readonly { readonly symbol: string; readonly interval: Interval }[]): Strategy {
  return defineStrategy({
    name: 'acting',
    version: '1.0.0',
    title: 'Acting',
    description: 'For tests.',
    params: {},
    watches: () => watches,
    warmUp: () => 1,
    state: (): { bars: number; closes: Record<string, number> } => ({ bars: 0, closes: {} }),
    onBar: (ctx, { symbol, bar }) => {
      if (ctx.warmingUp) return;
      ctx.state.closes[symbol] = bar.close;
      const wanted = said[ctx.state.bars] ?? [];
      ctx.state.bars += 1;
      for (const one of wanted) {
        const [at, beside] = [0, 1].map((next) => watches[(one.place + next) % watches.length]!.symbol);
        const close = ctx.state.closes[at!];
        if (close !== undefined) perform(ctx, { at: at!, beside: beside!, close }, one);
      }
    },
  });
}

interface Where {
  readonly at: string;
  readonly beside: string;
  readonly close: number;
}

function perform(ctx: Context, { at, beside, close }: Where, { kind, side, share, away }: Act): void {
  const priceAt = (distance: number): string => String(Math.max(1, Math.round(close * (1 + distance))));
  const other = side === 'BUY' ? ('SELL' as const) : ('BUY' as const);
  const sign = side === 'BUY' ? 1 : -1;
  if (kind === 'cancel') for (const { clientOrderId } of ctx.openOrders) ctx.cancel(clientOrderId);
  if (kind === 'close') ctx.closePosition(at);
  const quantity = ctx.quantityFor(at, ctx.equityShare(share));
  if (kind === 'cancel' || kind === 'close' || quantity === '0') return;
  if (kind === 'market' || kind === 'hedge') ctx.submit({ symbol: at, side, quantity });
  if (kind === 'hedge' && beside !== at) ctx.submit({ symbol: beside, side: other, quantity });
  if (kind === 'limit') ctx.submit({ symbol: at, side, quantity, price: priceAt(away) });
  if (kind === 'reduce') ctx.submit({ symbol: at, side, quantity, reduceOnly: true });
  if (kind === 'stop') ctx.submit({ symbol: at, side: other, quantity, stop: priceAt(-sign * 0.15), reduceOnly: share > 0.3 });
  if (kind === 'bracket') ctx.bracket(at, { entry: { side, quantity }, stopLoss: priceAt(-sign * 0.2), takeProfit: priceAt(sign * 0.2) });
}
