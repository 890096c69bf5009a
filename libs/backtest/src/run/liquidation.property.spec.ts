import { jest } from '@jest/globals';
import fc from 'fast-check';
import { defineStrategy } from '@libs/sdk';
import { Venue } from '@libs/simulation';
import { wildTapes } from '../../test/arbitrary-runs';
import { market, minutes } from '../../test/markets';
import { FREE } from '../../test/scripted';
import type { Rows } from '../../test/scripted';
import { runBacktest } from './backtest';
import type { BacktestResult } from './backtest';
import { barTape } from './bar-tape';

const ether = { ...market, symbol: 'ETH/USDT:USDT', venueSymbol: 'ETHUSDT', base: 'ETH' };

/** An order at the close of a bar: a fraction of the equity, at the market or at a distance from the close. */
const act = fc.record({
  side: fc.constantFrom('BUY' as const, 'SELL' as const),
  fraction: fc.double({ min: 0.1, max: 0.9, noNaN: true }),
  away: fc.constantFrom(null, null, null, -0.1, -0.01, 0.01, 0.1),
});
const inputs = fc.record({
  // The second may be there for a part of the time, or not at all.
  tapes: fc.tuple(wildTapes(4, 40), fc.oneof(wildTapes(4, 40), fc.constant(null))),
  acts: fc.array(fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: act }), { maxLength: 80, size: 'max' }),
  latency: fc.constantFrom(0, 500, 25_000, 90_000),
  margin: fc.constantFrom(undefined, { mode: 'CROSS', leverage: '25' } as const, { mode: 'ISOLATED', leverage: '20' } as const),
  rate: fc.constantFrom('0', '0.0001', '-0.01', '0.02'),
  participation: fc.constantFrom(undefined, '0.3'),
});

type Inputs = typeof inputs extends fc.Arbitrary<infer T> ? T : never;

function play({ tapes, acts, latency, margin, rate, participation }: Inputs): BacktestResult {
  const funding = Array.from({ length: 40 }, (_, n) => ({ at: n * 90_000, rate }));
  const tapeOf = (instrument: typeof market, rows: Rows) => ({
    market: instrument,
    tape: barTape(instrument, '1m', minutes(...rows)),
    funding,
  });
  const markets = [tapeOf(market, tapes[0]), ...(tapes[1] ? [tapeOf(ether, tapes[1])] : [])];
  const strategy = defineStrategy({
    name: 'acting',
    version: '1.0.0',
    title: 'Acting',
    description: 'For tests.',
    params: {},
    watches: () => markets.map((one) => ({ symbol: one.market.symbol, interval: '1m' as const })),
    warmUp: () => 1,
    state: () => ({ bars: 0 }),
    onBar: (ctx, { symbol, bar }) => {
      if (ctx.warmingUp) return;
      const wanted = acts[ctx.state.bars];
      ctx.state.bars += 1;
      const quantity = wanted ? ctx.quantityFor(symbol, ctx.equityShare(wanted.fraction)) : '0';
      if (!wanted || quantity === '0') return;
      const price = wanted.away === null ? {} : { price: String(Math.max(1, Math.round(bar.close * (1 + wanted.away)))) };
      ctx.submit({ symbol, side: wanted.side, quantity, ...price });
    },
  });
  const fills = { ...FREE, takerFee: '0.00055', latency, ...(participation ? { participation } : {}) };
  const terms = { settleAsset: 'USDT', balances: { USDT: '10000' }, maxPositionSize: '1', fills, markets };
  return runBacktest({ strategy, params: {}, ...terms, ...(margin ? { margin } : {}), stepsEachBar: true });
}

const outcome = ({ fills, funding, ledger, curve, refusals, fault }: BacktestResult): unknown => ({
  fills: fills.map((fill) => JSON.stringify(fill)),
  funding,
  ledger: JSON.stringify(ledger),
  equity: [...curve.equity],
  refusals: [...refusals],
  fault,
});

/** Every price of a market with a position has the account judged. */
function playEach(one: Inputs): BacktestResult {
  const known = jest.spyOn(Venue.prototype, 'calmRange').mockReturnValue(null);
  try {
    return play(one);
  } finally {
    known.mockRestore();
  }
}

describe('bars that can use up no margin', () => {
  it('are passed over without any difference', () => {
    let [liquidations, passed] = [0, 0];
    const looked = jest.spyOn(Venue.prototype, 'moved');
    const countOf = (act: () => BacktestResult): [BacktestResult, number] => {
      const before = looked.mock.calls.length;
      return [act(), looked.mock.calls.length - before];
    };
    fc.assert(
      fc.property(inputs, (one) => {
        const [[skipping, few], [walking, all]] = [countOf(() => play(one)), countOf(() => playEach(one))];
        expect(outcome(skipping)).toEqual(outcome(walking));
        liquidations += skipping.fills.filter(({ clientOrderId }) => clientOrderId === 'liquidation').length;
        passed += all - few;
      }),
      { numRuns: 150, endOnFailure: true },
    );
    looked.mockRestore();
    expect(liquidations).toBeGreaterThan(10);
    expect(passed).toBeGreaterThan(100);
  });
});
