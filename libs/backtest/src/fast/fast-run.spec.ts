import { decimal } from '@libs/kernel';
import type { Strategy } from '@libs/sdk';
import { BarSeries } from '@libs/simulation';
import { market } from '../../test/markets';
import { FREE, nothing, run, scripted, termsOf, told } from '../../test/scripted';
import type { Context, Rows } from '../../test/scripted';
import { claimedHost, liveHost, plannedOf, playPlanned } from '../run/backtest';
import { fillHash } from '../run/fill-hash';
import type { FundingRate } from '../run/fill-terms';
import type { LiveHost } from '../run/strategy-host';
import { hashOf, isFast } from './play-fast';

const BTC = 'BTC/USDT:USDT';
const ROWS: Rows = Array.from({ length: 6 }, (_, n) => [100 + n, 101 + n, 99 + n, 100.5 + n] as const);
const buy = (ctx: Context): void => void ctx.buy(BTC, '1', { tag: 'in' });

describe('the fast path', () => {
  it('plays market orders, and books what they cost', () => {
    const strategy = scripted(
      buy,
      nothing,
      (ctx) => ctx.sell(BTC, '3'),
      (ctx) => void ctx.closePosition(BTC),
    );
    const result = run(strategy, ROWS, { fills: { ...FREE, takerFee: '0.001' } });
    expect(isFast(result)).toBe(true);
    expect(told(result)).toEqual(['120 BUY 1 at 102 for 0.102', '240 SELL 3 at 104 for 0.312', '300 BUY 2 at 105 for 0.21']);
    // 2 earned on the first coin, 2 lost on the other two, 0.624 of fees.
    expect(result.ledger.wallet?.['USDT']?.toString()).toBe('9999.376');
    expect([...result.tags.values()]).toEqual(['in']);
    expect([...result.curve.equity]).toEqual([10_000, 10_000.398, 10_001.398, 10_000.586, 9_999.376]);
  });

  it('hashes its fills as those of the exact path are, and none as none', () => {
    const fills = { ...FREE, takerFee: '0.001', slippageTicks: 1 };
    const traded = run(
      scripted(buy, (ctx) => ctx.sell(BTC, '3'), buy),
      ROWS,
      { fills },
    );
    const idle = run(scripted(), ROWS);
    expect([isFast(traded), isFast(idle), traded.fills.length, idle.fills.length]).toEqual([true, true, 3, 0]);
    expect([hashOf(traded), hashOf(idle)]).toEqual([fillHash([...traded.fills]), fillHash([])]);
    expect(hashOf(traded)).not.toBe(
      hashOf(
        run(
          scripted(
            buy,
            (ctx) => ctx.sell(BTC, '3'),
            (ctx) => ctx.sell(BTC, '1'),
          ),
          ROWS,
          { fills },
        ),
      ),
    );
  });

  it('counts in ticks and lots of more than one unit', () => {
    const coarse = { ...market, tickSize: decimal('2.5'), lotSize: decimal('0.05'), minQuantity: decimal('0.05') };
    const rows: Rows = [100, 102.5, 105, 107.5, 110].map((open) => [open, open + 5, open - 5, open + 2.5] as const);
    const result = run(
      scripted(
        (ctx) => ctx.buy(BTC, '0.15'),
        (ctx) => ctx.sell(BTC, '0.25'),
        (ctx) => void ctx.closePosition(BTC),
      ),
      rows,
      { fills: { ...FREE, takerFee: '0.001' } },
      coarse,
    );
    expect(isFast(result)).toBe(true);
    expect(told(result)).toEqual([
      '120 BUY 0.15 at 105 for 0.01575',
      '180 SELL 0.25 at 107.5 for 0.026875',
      '240 BUY 0.1 at 110 for 0.011',
    ]);
    // 0.15 × 2.5 − 0.1 × 2.5 and fees of 0.053625
    expect(result.ledger.wallet?.['USDT']?.toString()).toBe('10000.071375');
    expect(hashOf(result)).toBe(fillHash([...result.fills]));
  });

  it('pays funding on what is held, by the price before it', () => {
    const funding = [120_000, 180_000, 240_000].map((at) => ({ at, rate: '0.001' }));
    const close = (ctx: Context): void => void ctx.closePosition(BTC);
    const result = run(scripted(buy, nothing, close), ROWS, {}, market, funding);
    expect(isFast(result)).toBe(true);
    // Bought at 102 with the first of them, which it is not held at; sold at 104 just after the last.
    expect(result.funding).toEqual([
      { at: 180_000, symbol: BTC, amount: '-0.1025' },
      { at: 240_000, symbol: BTC, amount: '-0.1035' },
    ]);
    expect(result.ledger.funding?.['USDT']?.toString()).toBe('0.206');
    expect(result.ledger.wallet?.['USDT']?.toString()).toBe('10001.794');
    expect([...result.curve.equity]).toEqual([10_000, 10_000.3975, 10_001.294, 10_001.794, 10_001.794]);
  });

  it('plays on over bars that are not all in memory, and says how far it is', () => {
    const strategy: Strategy = {
      ...scripted(),
      onBar: (ctx, { bar }) => {
        const minute = bar.start / 60_000;
        if (!ctx.warmingUp && minute % 997 === 0) ctx[minute % 2 === 0 ? 'buy' : 'sell'](BTC, '1');
      },
    };
    const bars = 140_000;
    const terms = termsOf(ROWS, { fills: { ...FREE, takerFee: '0.001' } });
    const { market: traded, tape } = terms.markets[0]!;
    const whole = new BarSeries(tape.series.firstStart, tape.series.interval, tape.series.volumeScale, bars);
    for (let n = 0; n < bars; n += 1) whole.push(200 + (n % 13), 240, 180, 200 + (n % 11), 1_000);
    const read = (first: number, into: Float64Array): void => void into.set(whole.numbers.subarray(first * 5, first * 5 + into.length));
    const over = (series: BarSeries) => ({ ...terms, markets: [{ market: traded, tape: { ...tape, series } }] });
    const planned = plannedOf(strategy, { symbol: BTC });
    const host = liveHost(strategy, { symbol: BTC });
    const progress: number[] = [];
    const fast = playPlanned(planned, over(BarSeries.stored(whole, { length: bars, read })), host, (done) => progress.push(done));
    const exact = playPlanned(planned, over(whole), claimedHost(host.claim));
    expect([isFast(fast), isFast(exact), fast.fills.length]).toEqual([true, false, 140]);
    expect(told(fast)).toEqual(told(exact));
    expect(fast.curve).toEqual(exact.curve);
    expect(progress).toEqual(Array.from({ length: 136 }, (_, at) => (at + 1) * 1_024));
  });

  it('shows nothing that leads to bars to come', () => {
    const seen: string[] = [];
    const look = (ctx: Context): void => void seen.push(everythingIn(ctx));
    run(scripted(look, buy, look, look), ROWS);
    expect(seen).toHaveLength(3);
    // Prices of the last bar are nowhere before it.
    for (const text of seen) expect(text).not.toMatch(/105\.5|106/);
  });

  it('leaves a strategy that writes to its bars to the exact path, where it fails', () => {
    const writer: Strategy = {
      ...scripted(),
      onBar: (ctx, { bar }) => {
        if (ctx.warmingUp) return;
        buy(ctx);
        if (ctx.marketTime > 120_000) (bar as { close: number }).close = 1;
      },
    };
    const result = run(writer, ROWS);
    // It wrote to the third bar, which was its own; the fourth is frozen.
    expect(result.fault).toMatchObject({ hook: 'onBar', at: 240_000, message: expect.stringContaining('read only') as string });
    expect(told(result)).toEqual(['120 BUY 1 at 102 for 0', '180 BUY 1 at 103 for 0']);
  });

  it('tells that something was written to what tells of a bar, and a run that seals tells when', () => {
    const writer: Strategy = {
      ...scripted(),
      onBar: ({ marketTime }, event) => void (marketTime === 180_000 && ((event as { symbol: string }).symbol = 'X/Y')),
    };
    const params = { symbol: BTC };
    const play = (host: LiveHost) => playPlanned(plannedOf(writer, params), termsOf(ROWS), host);
    const [quick, sealing] = [liveHost(writer, params), liveHost(writer, params, { isSealing: true })];
    expect([play(quick).fault, quick.isLate]).toEqual([null, true]);
    expect(play(sealing).fault).toMatchObject({ hook: 'onBar', at: 180_000, message: expect.stringContaining('read only') as string });
  });

  it('leaves a strategy that writes to what tells of an order to the exact path, and a run that seals tells when', () => {
    const writer: Strategy = {
      ...scripted(buy),
      onOrder: ({ marketTime }, event) => void (marketTime > 60_000 && ((event as { status: string }).status = 'DENIED')),
      onFill: () => undefined,
    };
    const params = { symbol: BTC };
    const play = (host: LiveHost) => playPlanned(plannedOf(writer, params), termsOf(ROWS), host);
    const [quick, sealing] = [liveHost(writer, params), liveHost(writer, params, { isSealing: true })];
    play(quick);
    expect(quick.isLate).toBe(true);
    expect(play(sealing).fault).toMatchObject({ hook: 'onOrder', message: expect.stringContaining('read only') as string });
  });

  it.each([
    ['a latency', { fills: { ...FREE, latency: 1 } }],
    ['a term that it does not know', { settleAsset: 'USDT', fundingRates: [] }],
    ['another coin', { balances: { USDT: '10000', BTC: '1' } }],
  ])('leaves a run with %s to the exact path', (_, more) => {
    const result = run(scripted(buy), ROWS, more);
    expect(isFast(result)).toBe(false);
    expect(result.fills).toHaveLength(1);
  });

  it('leaves spot, and an order that rests, to the exact path, from what was answered before', () => {
    const spot = run(
      scripted((ctx) => ctx.buy('BTC/USDT', '1')),
      ROWS,
      {},
      { ...market, symbol: 'BTC/USDT', category: 'spot', maxLeverage: 1 },
    );
    expect([isFast(spot), spot.fills.length]).toEqual([false, 1]);
    let asked = 0;
    const resting = run(
      scripted(
        buy,
        () => void (asked += 1),
        (ctx) => ctx.sell(BTC, '1', { price: '104.5' }),
        () => void (asked += 1),
      ),
      ROWS,
    );
    expect(isFast(resting)).toBe(false);
    expect(told(resting)).toEqual(['120 BUY 1 at 102 for 0', '280 SELL 1 at 104.5 for 0']);
    // Nothing is asked of the strategy twice.
    expect(asked).toBe(2);
  });

  it('tells the equity of a position whose value a double does not hold', () => {
    const most = decimal('1000000');
    const riskTiers = [
      { limit: decimal('1000000000'), initial: decimal('0.01'), maintenance: decimal('0.005'), maxLeverage: decimal('100') },
    ];
    const deep = { ...market, maxQuantity: most, maxMarketQuantity: most, riskTiers };
    // Bought for 80 million, 9 · 10^15 of 10^-8 being the most; then worth 100.
    const rows: Rows = [...Array.from({ length: 3 }, () => [100, 100, 100, 100] as const), [100, 125, 100, 125], [125, 125, 125, 125]];
    const seen: string[] = [];
    const look = (ctx: Context): void => void seen.push(ctx.equity, ctx.equityShare(0.5));
    const strategy = scripted(
      (ctx) => ctx.buy(BTC, '800000'),
      look,
      look,
      (ctx) => void ctx.closePosition(BTC),
    );
    const result = run(strategy, rows, { balances: { USDT: '1000000000.5' } }, deep);
    expect(result.fault).toBeNull();
    expect(seen).toEqual(['1000000000.5', '500000000.25', '1020000000.5', '510000000.25']);
    expect(isFast(result)).toBe(true);
  });

  it('leaves a position to the exact path only when a bar comes near the end of its margin', () => {
    const upTo = (high: number): Rows => [
      ...Array.from({ length: 3 }, () => [100, 100, 100, 100] as const),
      [100, high, 100, 100],
      [100, 100, 100, 100],
    ];
    const short = scripted((ctx) => ctx.sell(BTC, '99.5'));
    const both = (high: number) => {
      const [quick, slow] = [run(short, upTo(high)), run(short, upTo(high), { stepsEachBar: true })];
      expect([told(quick), quick.ledger]).toEqual([told(slow), slow.ledger]);
      return [isFast(quick), quick.fills.length];
    };
    // 10,000 + 99.5 (100 − p) covers a tenth of 99.5 p up to p = 182.27…, and what is to be kept, 0.5 %, up to 199.50….
    expect([both(180), both(190), both(250)]).toEqual([
      [true, 1],
      [false, 1],
      [false, 2],
    ]);
  });

  it('leaves a position to it whose value is beyond the tiers of its leverage, where more margin is to be kept than was needed at first', () => {
    const rows: Rows = [
      ...Array.from({ length: 3 }, () => [8000, 8000, 8000, 8000] as const),
      [8000, 34800, 8000, 8000],
      [8000, 8000, 8000, 8000],
    ];
    const [short, balances] = [scripted((ctx) => ctx.sell(BTC, '980')), { USDT: '30000000' }];
    const [quick, slow] = [run(short, rows, { balances }), run(short, rows, { balances, stepsEachBar: true })];
    // 30,000,000 and 7,840,000 ÷ 980: gone at 38,612.24….
    expect([isFast(quick), told(quick)]).toEqual([false, ['120 SELL 980 at 8000 for 0', '220 BUY 980 at 38612 for 0']]);
    expect(told(slow)).toEqual(told(quick));
  });

  it('leaves a bar to it that comes too near before or after a settlement in it', () => {
    const short = scripted((ctx) => ctx.sell(BTC, '99.5'));
    const both = (high: number, rate: string) => {
      const calm = [100, 100, 100, 100] as const;
      const [rows, funding]: [Rows, FundingRate[]] = [[calm, calm, calm, [100, high, 100, 100], calm], [{ at: 200_000, rate }]];
      const [quick, slow] = [run(short, rows, {}, market, funding), run(short, rows, { stepsEachBar: true }, market, funding)];
      expect([told(quick), quick.ledger]).toEqual([told(slow), slow.ledger]);
      return isFast(quick);
    };
    // Up to 182.27…, as above; 173.18… once a tenth of 100 is paid for each coin, 191.36… once it is received.
    expect([both(180, '0'), both(180, '-0.1'), both(185, '0.1'), both(172, '-0.1')]).toEqual([true, false, false, true]);
  });

  it('leaves an order of more lots than the market offers to the exact path', () => {
    const most = decimal('100000000000000000');
    const cheap = { ...market, tickSize: decimal('0.00000001'), lotSize: decimal('1'), maxQuantity: most, maxMarketQuantity: most };
    const rows: Rows = Array.from({ length: 3 }, () => [0.00000001, 0.00000001, 0.00000001, 0.00000001] as const);
    const terms = { balances: { USDT: '1000000000' } };
    const huge = scripted((ctx) => ctx.submit({ symbol: BTC, side: 'SELL', quantity: '5000000000000000' }));
    const large = scripted((ctx) => ctx.submit({ symbol: BTC, side: 'SELL', quantity: '20000000000' }));
    expect(told(run(huge, rows, terms, cheap))).toEqual(told(run(huge, rows, { ...terms, stepsEachBar: true }, cheap)));
    expect(told(run(large, rows, { ...terms, stepsEachBar: true }, cheap))).toEqual(['120 SELL 20000000000 at 0.00000001 for 0']);
    expect([isFast(run(large, rows, terms, cheap)), isFast(run(huge, rows, terms, cheap))]).toEqual([true, false]);
  });
});

function everythingIn(value: unknown, depth = 0, known = new Set<object>()): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if (depth > 8 || known.has(value)) return '';
  known.add(value);
  return Reflect.ownKeys(value)
    .map((key) => everythingIn(Reflect.get(value, key), depth + 1, known))
    .join(' ');
}
