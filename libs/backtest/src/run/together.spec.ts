import { defineStrategy, param } from '@libs/sdk';
import type { Strategy } from '@libs/sdk';
import type { MarketInstrument } from '@libs/simulation';
import { market, minutes } from '../../test/markets';
import { BTC, FREE, claimedTogether, nothing, run, runTogether, scripted, termsOf } from '../../test/scripted';
import type { Context, Rows } from '../../test/scripted';
import { barTape } from './bar-tape';
import { liveHost, plannedOf, playTogether, runBacktest } from './backtest';
import type { BacktestResult } from './backtest';
import { fillHash } from './fill-hash';
import { runRecordOf } from './run-record-of';

const FIRST = '00000000-0000-4000-8000-000000000001';
const SECOND = '00000000-0000-4000-8000-000000000002';
const NAMES: Readonly<Record<string, string>> = { [FIRST]: 'first', [SECOND]: 'second' };

/** Each fill in a line, with whose it is and its time in seconds. */
const told = ({ fills }: BacktestResult): readonly string[] =>
  fills.map(
    ({ deploymentId, at, side, quantity, price, fee }) => `${NAMES[deploymentId]} ${at / 1_000} ${side} ${quantity} at ${price} for ${fee}`,
  );

const rounded = (values: Float64Array): readonly number[] => [...values].map((value) => Number(value.toFixed(8)));

/** Minutes of which the first is warm-up; acts happen at the closes of the next ones, the first at second 120. */
const ROWS: Rows = [
  [100, 100, 100, 100],
  [100, 102, 99, 101],
  [103, 104, 103, 104],
  [104, 110, 104, 110],
  [109, 109, 105, 105],
];
const COSTLY = { fills: { ...FREE, takerFee: '0.001' } };

const buyer = scripted(
  (ctx) => ctx.buy(BTC, '3'),
  nothing,
  (ctx) => void ctx.closePosition(BTC),
);
const seller = scripted((ctx) => ctx.sell(BTC, '1'));

describe('several strategies on one account', () => {
  it('hold their own positions, which make up that of the account', () => {
    const { result } = runTogether([buyer, seller], termsOf(ROWS, COSTLY));
    expect(told(result)).toEqual([
      'first 120 BUY 3 at 103 for 0.309',
      'second 120 SELL 1 at 103 for 0.103',
      'first 240 SELL 3 at 109 for 0.327',
    ]);
    // The account: 2 at 103 are left of 3, and sold for 109: 12; the third sold opens a short at 109.
    expect(result.ledger.realised?.['USDT']?.negated().toString()).toBe('12');
    expect(result.ledger.fees?.['USDT']?.toString()).toBe('0.739');
    expect(result.ledger.wallet?.['USDT']?.toString()).toBe('10011.261');
    // At the closes of 101, 104, 110 and 105. First: nothing; 3 × 1 − 0.309; 3 × 7 − 0.309; 18 − 0.636.
    // Second: nothing; −1 − 0.103; −7 − 0.103; −2 − 0.103. The account is 10,000 and both.
    const [first, second] = result.shares!;
    expect([first?.deploymentId, second?.deploymentId]).toEqual([FIRST, SECOND]);
    expect(rounded(first!.curve.equity)).toEqual([10_000, 10_002.691, 10_020.691, 10_017.364]);
    expect(rounded(second!.curve.equity)).toEqual([10_000, 9_998.897, 9_992.897, 9_997.897]);
    expect(rounded(result.curve.equity)).toEqual([10_000, 10_001.588, 10_013.588, 10_015.261]);
    // Held at those closes: 3 and 1 of the strategies, 2 of the account; then nothing, 1 and 1.
    expect(rounded(first!.curve.exposure)).toEqual([0, 312, 330, 0]);
    expect(rounded(second!.curve.exposure)).toEqual([0, 104, 110, 105]);
    expect(rounded(result.curve.exposure)).toEqual([0, 208, 220, 105]);
  });

  it('act in the order in which they stand', () => {
    expect(told(runTogether([seller, buyer], termsOf(ROWS)).result)).toEqual([
      'first 120 SELL 1 at 103 for 0',
      'second 120 BUY 3 at 103 for 0',
      'second 240 SELL 3 at 109 for 0',
    ]);
  });

  it('share the funding of what each holds, and the limits of the account', () => {
    const terms = termsOf(ROWS, { maxPositionSize: '0.03' });
    const markets = terms.markets.map((market) => ({ ...market, funding: [{ at: 180_000, rate: '0.01' }] }));
    const greedy = scripted((ctx) => ctx.buy(BTC, '1'));
    const { result } = runTogether([scripted((ctx) => ctx.buy(BTC, '2')), greedy, seller], { ...terms, markets });
    // 3 × 101 is more than 300, three hundredths of the account, so the second one gets nothing while the first is there.
    expect([...result.refusals.values()]).toEqual([expect.stringContaining('MAX_POSITION') as string]);
    // 2 long and 1 short: the account pays 1 × 104 × 0.01, the first its 2 and the third gets its 1.
    expect(result.funding).toMatchObject([{ amount: '-1.04' }]);
    expect(result.shares!.map(({ funding }) => funding.map(({ amount }) => amount))).toEqual([['-2.08'], [], ['1.04']]);
  });

  it('have a stop that waits for room under a limit sent at the first close that makes room, though nobody acts there', () => {
    const bar = (price: number) => [price, price, price, price] as const;
    const rows: Rows = [100, 100, 100, 120, 120, 110, 112].map(bar);
    const guarded = scripted(
      (ctx) => ctx.sell(BTC, '20'),
      (ctx) => ctx.buy(BTC, '20', { stop: '105', reduceOnly: true }),
    );
    const strategies = [guarded, scripted((ctx) => ctx.buy(BTC, '45'))];
    const terms = termsOf(rows, { maxPositionSize: '0.5' });
    for (const stepsEachBar of [false, true]) {
      const { result, claims } = runTogether(strategies, { ...terms, stepsEachBar });
      // The account would hold 45: 5,400 at 120 is more than half of 10,500, and 4,950 at 110 less than half of 10,250.
      const [sold, bought] = ['first 120 SELL 20 at 100 for 0', 'second 120 BUY 45 at 100 for 0'];
      expect(told(result)).toEqual([sold, bought, 'first 360 BUY 20 at 112 for 0']);
      expect(told(claimedTogether(strategies, claims, terms))).toEqual(told(result));
    }
  });

  it('are told apart in the funding of a record, with what reached the account when none of them held', () => {
    const markets = termsOf(ROWS).markets.map((market) => ({ ...market, funding: [{ at: 180_000, rate: '0.01' }] }));
    const terms = { ...termsOf(ROWS), markets };
    const strategies = [scripted((ctx) => ctx.buy(BTC, '2')), seller];
    const { result } = runTogether(strategies, terms);
    const labelled = strategies.map((strategy, at) => ({ ...plannedOf(strategy, { symbol: BTC }), label: ['long', 'short'][at]! }));
    const inRecord = (settled: BacktestResult): readonly string[] =>
      runRecordOf(settled, terms, labelled).funding!.map(({ at, amount, strategy }) => `${at} ${amount} ${strategy}`);
    expect(inRecord(result)).toEqual(['180000 -2.08 long', '180000 1.04 short']);
    const late = { at: 90_000, symbol: BTC, amount: '-0.5' };
    expect(inRecord({ ...result, funding: [...result.funding, late] })).toEqual([
      '90000 -0.5 undefined',
      '180000 -2.08 long',
      '180000 1.04 short',
    ]);
  });

  it('cannot change what the others are shown', () => {
    const seen: number[] = [];
    const following = (onBar: NonNullable<Strategy['onBar']>): Strategy => ({
      ...scripted(),
      onBar: (ctx, event) => (ctx.warmingUp ? undefined : onBar(ctx, event)),
    });
    const forger = following((_ctx, { bar }) => void ((bar as { close: number }).close = 1));
    const watcher = following((_ctx, { bar }) => void seen.push(bar.close));
    const { shares } = runTogether([forger, watcher], termsOf(ROWS)).result;
    expect(seen).toEqual([101, 104, 110, 105]);
    expect(shares!.map(({ fault }) => fault?.message)).toEqual([expect.stringContaining("read only property 'close'"), undefined]);
  });

  it('fail one by one: orders of the one go, its position stays, the others go on', () => {
    const careless = scripted(
      (ctx) => ctx.buy(BTC, '2'),
      (ctx) => ctx.sell(BTC, '2', { price: '111' }),
      () => {
        throw new Error('no idea');
      },
    );
    const late = scripted(nothing, nothing, (ctx) => ctx.sell(BTC, '1'));
    // The last minute would have filled the order at 111.
    const terms = termsOf([...ROWS, [105, 112, 105, 112]]);
    const { result, claims } = runTogether([careless, late], terms);
    expect(result.fault).toBeNull();
    expect(result.shares!.map(({ fault }) => fault)).toEqual([
      { hook: 'onBar', message: expect.stringContaining('no idea') as string, at: 240_000 },
      null,
    ]);
    expect(told(result)).toEqual(['first 120 BUY 2 at 103 for 0', 'second 240 SELL 1 at 109 for 0']);
    // 2 × (112 − 103) go on counting for the one that failed; 109 − 112 for the other.
    expect(result.shares!.map(({ curve }) => curve.equity.at(-1))).toEqual([10_018, 9_997]);
    const again = claimedTogether([careless, late], claims, terms);
    expect([told(again), again.shares!.map(({ fault }) => fault)]).toEqual([told(result), result.shares!.map(({ fault }) => fault)]);
  });

  it('end with the last one that fails', () => {
    const failing = (acts: number): Strategy =>
      scripted(...Array<(ctx: Context) => void>(acts).fill(nothing), () => {
        throw new Error(`after ${acts}`);
      });
    const { result } = runTogether([failing(2), failing(0)], termsOf(ROWS));
    expect(result.shares!.map(({ fault }) => fault?.at)).toEqual([240_000, 120_000]);
    expect([result.fault?.message, result.bars]).toEqual([expect.stringContaining('after 2'), 3]);
  });

  it('begin at the same moment, when the longest warm-up is over, and have seen whole bars by then', () => {
    const rows = Array.from({ length: 8 }, () => [100, 100, 100, 100] as const);
    const seen: string[] = [];
    const watcher = (name: string, interval: '1m' | '3m', warmUp: number): Strategy =>
      defineStrategy({
        name,
        version: '1.0.0',
        title: 'Watcher',
        description: 'For tests.',
        params: { symbol: param.symbol({ description: 'What to trade' }) },
        watches: ({ symbol }) => [{ symbol, interval }],
        warmUp: () => warmUp,
        state: () => ({}),
        onBar: (ctx, { bar }) => void seen.push(`${name} ${ctx.warmingUp ? 'before' : 'live'} ${bar.start / 60_000}`),
      });
    runTogether([watcher('minutes', '1m', 5), watcher('threes', '3m', 1)], termsOf(rows));
    expect(seen).toEqual([
      ...[0, 1, 2, 3, 4].map((minute) => `minutes before ${minute}`),
      'threes before 0',
      ...['minutes live 5', 'threes live 3', 'minutes live 6', 'minutes live 7'],
    ]);
  });

  it('trade markets of different bars as each would alone', () => {
    const ether: MarketInstrument = { ...market, symbol: 'ETH/USDT:USDT', venueSymbol: 'ETHUSDT', base: 'ETH' };
    const trader = (symbol: string, interval: '1m' | '3m', warmUp: number): Strategy =>
      defineStrategy({
        name: 'trader',
        version: '1.0.0',
        title: 'Trader',
        description: 'For tests.',
        params: {},
        watches: () => [{ symbol, interval }],
        warmUp: () => warmUp,
        state: () => ({}),
        onBar: (ctx, { bar }) => {
          if (ctx.warmingUp) return;
          if (ctx.position(symbol).side === 'FLAT') ctx.buy(symbol, '1');
          else if (bar.close > 104) ctx.closePosition(symbol);
        },
      });
    const rows = Array.from({ length: 18 }, (_, n) => [100 + n, 100.5 + n, 99.5 + n, 100 + n] as const);
    const slow = [0, 1, 2, 3, 4, 5].map((n) => ({ ...minutes([90 + n * 4, 94 + n * 4, 89 + n * 4, 92 + n * 4])[0]!, start: n * 180_000 }));
    const markets = [
      { market, tape: barTape(market, '1m', minutes(...rows)) },
      { market: ether, tape: barTape(ether, '3m', slow) },
    ];
    const all = { ...termsOf(rows), markets };
    const pair = [trader(BTC, '1m', 3), trader(ether.symbol, '3m', 1)];
    const hosted = pair.map((strategy, place) => ({ ...plannedOf(strategy, {}), host: liveHost(strategy, {}, { place }) }));
    const together = playTogether(hosted, all);
    const lines = ({ fills }: BacktestResult): readonly string[] =>
      fills.map(({ symbol, at, side, price }) => `${symbol} ${at / 1_000} ${side} at ${price}`);
    const alone = pair.map((strategy, place) => runBacktest({ strategy, params: {}, ...all, markets: [markets[place]!] }));
    // In at minute 4 and out at 6, then in or out at each minute to 17; in at minute 6 and out at 15.
    expect(alone.map(({ fills }) => fills.length)).toEqual([13, 2]);
    expect(lines(together).toSorted()).toEqual(alone.flatMap(lines).toSorted());
    expect(together.shares!.map(({ curve }) => curve.equity.at(-1))).toEqual(alone.map(({ curve }) => curve.equity.at(-1)));
  });

  it('bear by the values of their positions what is left when cross margin runs out', () => {
    const ether: MarketInstrument = { ...market, symbol: 'ETH/USDT:USDT', venueSymbol: 'ETHUSDT', base: 'ETH' };
    const shorts = [scripted((ctx) => ctx.sell(BTC, '60')), scripted((ctx) => ctx.sell(ether.symbol, '30'))];
    const hosted = shorts.map((strategy, place) => {
      const params = { symbol: [BTC, ether.symbol][place] };
      return { ...plannedOf(strategy, params), host: liveHost(strategy, params, { place }) };
    });
    const rows = (last: number): Rows => [100, 100, 100, last, last].map((price) => [price, price, price, price]);
    const markets = [
      { market, tape: barTape(market, '1m', minutes(...rows(202))) },
      { market: ether, tape: barTape(ether, '1m', minutes(...rows(226.5))) },
    ];
    const result = playTogether(hosted, { ...termsOf(rows(202)), margin: { mode: 'CROSS', leverage: '10' }, markets });
    // 10,000 − 60 × 102 − 30 × 126.5 = 85 are left, and half a percent of 12,120 + 6,795 is 94.575. Of the 85 the first bears 12,120 parts of
    // 18,915, 54.46… or 0.907… for each of its 60, the second 30.53… or 1.017… for each of its 30: to the tick, 0.5 and 1.
    expect(told(result)).toEqual([
      ...['first 120 SELL 60 at 100 for 0', 'second 120 SELL 30 at 100 for 0'],
      ...['first 180 BUY 60 at 202.5 for 0', 'second 180 BUY 30 at 227.5 for 0'],
    ]);
  });

  it('hear the same words from outside, where they have a hook for them', () => {
    const seen: string[] = [];
    const hearer = (name: string): Strategy => ({ ...seller, name, onSignal: (_ctx, { name: word }) => void seen.push(`${name} ${word}`) });
    const signals = [{ at: 150_000, name: 'up', value: 1, source: 'file', expiresAt: 900_000 }];
    runTogether([hearer('one'), seller, hearer('two')], termsOf(ROWS, { signals }));
    expect(seen).toEqual(['one up', 'two up']);
    expect(() => runTogether([seller, seller], termsOf(ROWS, { signals }))).toThrow('no strategy has an onSignal hook');
  });

  it('are not needed: one alone is the run that it always was', () => {
    const { result } = runTogether([buyer], termsOf(ROWS, COSTLY));
    expect(result.shares).toBeUndefined();
    expect(fillHash(result.fills)).toBe(fillHash(run(buyer, ROWS, COSTLY).fills));
  });
});
