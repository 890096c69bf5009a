import { defineStrategy, param } from '@libs/sdk';
import type { Strategy } from '@libs/sdk';
import type { MarketInstrument } from '@libs/simulation';
import { claimedHost, liveHost, plannedOf, playTogether, runBacktest } from '../src/run/backtest';
import type { BacktestResult, BacktestTerms } from '../src/run/backtest';
import { barTape } from '../src/run/bar-tape';
import type { Claim } from '../src/run/strategy-host';
import { BTC, market, minutes } from './markets';

export type Context = Parameters<NonNullable<Strategy['onBar']>>[0];
export type Row = readonly [open: number, high: number, low: number, close: number];
export type Rows = readonly Row[];

export const FREE = { makerFee: '0', takerFee: '0', slippageTicks: 0, latency: 0 };

/** Does what is said at the close of each minute after the first, which is its warm-up. */
export function scripted(...acts: readonly ((ctx: Context) => void)[]): Strategy {
  return defineStrategy({
    name: 'scripted',
    version: '1.0.0',
    title: 'Scripted',
    description: 'For tests.',
    params: { symbol: param.symbol({ description: 'What to trade' }) },
    watches: ({ symbol }) => [{ symbol, interval: '1m' }],
    warmUp: () => 1,
    state: () => ({ bars: 0 }),
    onBar: (ctx) => {
      if (ctx.warmingUp) return;
      acts[ctx.state.bars]?.(ctx);
      ctx.state.bars += 1;
    },
  });
}

export const nothing: (ctx: Context) => void = undefined!;

export function termsOf(rows: Rows, more: Partial<BacktestTerms> = {}, traded: MarketInstrument = market): BacktestTerms {
  return {
    settleAsset: 'USDT',
    balances: { USDT: '10000' },
    maxPositionSize: '1',
    fills: FREE,
    markets: [{ market: traded, tape: barTape(traded, '1m', minutes(...rows)) }],
    ...more,
  };
}

export function run(
  strategy: Strategy,
  rows: Rows,
  more: Partial<BacktestTerms> = {},
  traded: MarketInstrument = market,
  funding: BacktestTerms['markets'][number]['funding'] = [],
): BacktestResult {
  const terms = termsOf(rows, more, traded);
  const markets = funding.length === 0 ? terms.markets : terms.markets.map((one) => ({ ...one, funding }));
  return runBacktest({ strategy, params: { symbol: traded.symbol }, ...terms, markets });
}

/** Each fill in a line, its time in seconds. */
export const told = ({ fills }: Pick<BacktestResult, 'fills'>): readonly string[] =>
  fills.map(({ at, side, quantity, price, fee }) => `${at / 1_000} ${side} ${quantity} at ${price} for ${fee}`);

export { BTC };

/** As `run`, for several on one account, each with a claim of what it did. */
export function runTogether(strategies: readonly Strategy[], terms: BacktestTerms): { result: BacktestResult; claims: readonly Claim[] } {
  const params = { symbol: terms.markets[0]!.market.symbol };
  const hosts = strategies.map((strategy, place) => liveHost(strategy, params, { place }));
  const result = playTogether(
    strategies.map((strategy, place) => ({ ...plannedOf(strategy, params), host: hosts[place]! })),
    terms,
  );
  return { result, claims: hosts.map(({ claim }) => claim) };
}

/** The same from what the strategies are said to have done. */
export function claimedTogether(strategies: readonly Strategy[], claims: readonly Claim[], terms: BacktestTerms): BacktestResult {
  const params = { symbol: terms.markets[0]!.market.symbol };
  const hosted = strategies.map((strategy, place) => ({ ...plannedOf(strategy, params), host: claimedHost(claims[place]!, place) }));
  return playTogether(hosted, terms);
}
