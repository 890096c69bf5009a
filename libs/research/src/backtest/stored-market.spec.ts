import { barTape, marketOf, runBacktest } from '@libs/backtest';
import { Decimal, defined } from '@libs/kernel';
import type { Bar } from '@libs/kernel';
import { defineStrategy } from '@libs/sdk';
import { marketText } from './stored-market';

const SYMBOL = 'BTC/USDT:USDT';
const d = (value: number): Decimal => Decimal.fromNumber(value);

/** Buys 200,000 at 100, which are twenty millions, at the close of the minute after its warm-up. */
const buyer = defineStrategy({
  name: 'buyer',
  version: '1.0.0',
  title: 'Buyer',
  description: 'For tests.',
  params: {},
  watches: () => [{ symbol: SYMBOL, interval: '1m' as const }],
  warmUp: () => 1,
  state: () => ({ bought: false }),
  onBar: (ctx) => {
    if (ctx.warmingUp) return;
    if (!ctx.state.bought) ctx.buy(SYMBOL, '200000');
    ctx.state.bought = true;
  },
});

/** Of a market of which candles are stored: whole ticks and lots, 100 until a minute comes to `low`. */
function run(margin: { readonly mode: 'CROSS' | 'ISOLATED'; readonly leverage: string } | undefined, low: number) {
  const market = marketOf(marketText({ venue: 'bybit', symbol: SYMBOL, category: 'linear' }, 1, 0));
  const bar = (start: number, least: number): Bar => ({
    start,
    open: d(100),
    high: d(100),
    low: d(least),
    close: d(100),
    volume: d(1_000),
  });
  const bars = [100, 100, 100, low, 100].map((least, minute) => bar(minute * 60_000, least));
  const fills = { makerFee: '0', takerFee: '0', slippageTicks: 0, latency: 0 };
  const account = { settleAsset: 'USDT', balances: { USDT: '20000000' }, maxPositionSize: '1', fills };
  const markets = [{ market, tape: barTape(market, '1m', bars) }];
  const result = runBacktest({ strategy: buyer, params: {}, ...account, ...defined({ margin }), markets });
  return {
    refused: [...result.refusals.values()],
    fills: result.fills.map(({ side, quantity, price }) => `${side} ${quantity} at ${price}`),
    wallet: result.ledger.wallet?.['USDT']?.toString(),
  };
}

describe('a market of which candles are stored and no risk limits', () => {
  it.each([undefined, { mode: 'CROSS', leverage: '10' }, { mode: 'ISOLATED', leverage: '100' }] as const)(
    'refuses no size by one, whatever leverage the run states: %j',
    (margin) => {
      expect(run(margin, 100)).toEqual({ refused: [], fills: ['BUY 200000 at 100'], wallet: '20000000' });
    },
  );

  // A coin at 100 sets 100 ÷ leverage aside, and half a hundredth of its value is to be kept: due where 100 ÷ leverage + p − 100 = 0.005 p.
  // At 10 p = 90 ÷ 0.995 = 90.452…, and the margin is gone at 90: two of the twenty millions. At 25 p = 96 ÷ 0.995 = 96.482…, gone at 96:
  // 800,000.
  it.each([
    { leverage: '10', safe: 90.5, fatal: 90.4, gone: 'SELL 200000 at 90', wallet: '18000000' },
    { leverage: '25', safe: 96.5, fatal: 96.4, gone: 'SELL 200000 at 96', wallet: '19200000' },
  ])('margins and liquidates twenty millions by the leverage that the run states: $leverage', ({ leverage, safe, fatal, gone, wallet }) => {
    const margin = { mode: 'ISOLATED', leverage } as const;
    expect(run(margin, safe).fills).toEqual(['BUY 200000 at 100']);
    expect(run(margin, fatal)).toEqual({ refused: [], fills: ['BUY 200000 at 100', gone], wallet });
  });
});

describe('the largest order of a market of which candles are stored', () => {
  const sizesOf = (priceScale: number, volumeScale: number): { most: Decimal; lots: number } => {
    const { maxQuantity, lotSize } = marketOf(marketText({ venue: 'bybit', symbol: SYMBOL, category: 'linear' }, priceScale, volumeScale));
    return { most: maxQuantity, lots: maxQuantity.dividedBy(lotSize, 0).toNumber() };
  };

  it('is enough for coins of a billionth', () => {
    // At 0.000000001 half a trillion coins cost 500.
    expect(sizesOf(12, 0).most.gt(d(500_000_000_000))).toBe(true);
  });

  it.each([0, 2, 8])('is what the market offers, so that a larger one is refused and not cut, with volumes of %i digits', (volumeScale) => {
    expect(sizesOf(2, volumeScale).lots).toBe(2 ** 52);
  });
});
