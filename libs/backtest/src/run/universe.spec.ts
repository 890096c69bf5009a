import { Decimal } from '@libs/kernel';
import type { Bar } from '@libs/kernel';
import { StrategyRuntime, defineStrategy, defineUniverse, param } from '@libs/sdk';
import type { Delivery, Strategy } from '@libs/sdk';
import type { MarketInstrument } from '@libs/simulation';
import { DEPLOYMENT, runBacktest } from './backtest';
import type { BacktestResult } from './backtest';
import { barTape } from './bar-tape';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** `DEAD` trades most and is gone after four days, `LATE` is listed on the third and outdoes all from then on; `OLD` is always there. */
const MARKETS = [
  { base: 'OLD', from: 0, to: 8, volume: 10, price: '100' },
  { base: 'DEAD', from: 0, to: 4, volume: 50, price: '100' },
  { base: 'LATE', from: 2, to: 8, volume: 90, price: '100' },
] as const;
const SYMBOLS = MARKETS.map(({ base }) => `${base}/USDT`);

/** Holds the market with the largest volume of yesterday, and nothing else. */
function champion(): Strategy {
  const universe = defineUniverse({ refresh: '1d', volume: { days: 1, top: 1 } });
  return defineStrategy({
    name: 'champion',
    version: '1.0.0',
    title: 'Champion',
    description: 'For a test.',
    params: { symbol: param.symbol({ default: 'OLD/USDT', description: 'none' }) },
    watches: () => SYMBOLS.map((symbol) => ({ symbol, interval: '1h' as const })),
    warmUp: () => 0,
    state: () => ({ universe: universe.create() }),
    onBar: (ctx, event) => {
      const change = universe.onBar(ctx.state.universe, ctx, event);
      for (const symbol of change?.removed ?? []) ctx.closePosition(symbol, { tag: 'left' });
      for (const symbol of change?.added ?? []) ctx.buy(symbol, '1', { tag: 'joined' });
    },
  });
}

function market(base: string): MarketInstrument {
  const steps = { tickSize: '0.01', lotSize: '0.001', minQuantity: '0.001', maxQuantity: '100000', minNotional: '5' };
  return {
    venue: 'bybit',
    symbol: `${base}/USDT`,
    venueSymbol: `${base}USDT`,
    category: 'spot',
    base,
    quote: 'USDT',
    settle: 'USDT',
    ...(Object.fromEntries(Object.entries(steps).map(([name, text]) => [name, Decimal.parse(text)])) as Record<
      keyof typeof steps,
      Decimal
    >),
    maxMarketQuantity: Decimal.parse('100000'),
    maxLeverage: 1,
  };
}

function hours({ from, to, volume, price }: (typeof MARKETS)[number], until: number): Bar[] {
  const at = Decimal.parse(price);
  const starts = Array.from({ length: (Math.min(to, until) - from) * 24 }, (_, n) => from * DAY + n * HOUR);
  return starts.map((start) => ({ start, open: at, high: at, low: at, close: at, volume: Decimal.fromUnits(volume, 0) }));
}

/** The same market, with nothing after `until` days. */
function play(until: number): BacktestResult {
  return runBacktest({
    strategy: champion(),
    params: {},
    settleAsset: 'USDT',
    balances: { USDT: '100000' },
    maxPositionSize: '1',
    markets: MARKETS.map((one) => {
      const instrument = market(one.base);
      return { market: instrument, tape: barTape(instrument, '1h', hours(one, until)) };
    }),
    fills: { makerFee: '0', takerFee: '0', slippageTicks: 0, latency: 0 },
  });
}

const fillsOf = ({ fills }: BacktestResult): string[] =>
  fills.map(({ at, side, symbol }) => `day ${(at / DAY).toFixed(2)}: ${side} ${symbol}`);

describe('a universe in a backtest', () => {
  it('holds what was the largest at the time, although it died, and what was listed later only from then on', () => {
    const run = play(8);
    expect(run.fault).toBeNull();
    // Each choice is made with the bar that closes at one o'clock, and filled at the next open.
    expect(fillsOf(run)).toEqual([
      'day 1.04: BUY DEAD/USDT', // by the volume of day 0
      'day 3.04: SELL DEAD/USDT', // LATE was there all of day 2
      'day 3.04: BUY LATE/USDT',
    ]);
    expect(run.from).toBe(HOUR);
  });

  it('chooses the same where the rest of the data is cut off', () => {
    expect(fillsOf(play(4))).toEqual(fillsOf(play(8)));
    expect(fillsOf(play(3))).toEqual(['day 1.04: BUY DEAD/USDT']);
  });

  it('chooses the same when its deliveries come again', () => {
    const strategy = champion();
    const deliveries = deliveriesOf();
    const hashes = (): string[] => {
      const runtime = new StrategyRuntime({ strategy, deploymentId: DEPLOYMENT, params: {} });
      return deliveries.map((delivery) => {
        const { stateHash, commands } = runtime.deliver(delivery);
        return `${stateHash} ${JSON.stringify(commands)}`;
      });
    };
    const first = hashes();
    expect(hashes()).toEqual(first);
    expect(first.filter((line) => line.includes('submit')).length).toBeGreaterThan(1);
  });
});

/** As a core would deliver four days. */
function deliveriesOf(): Delivery[] {
  const steps = { tickSize: '0.01', lotSize: '0.001', minQuantity: '0.001', minNotional: '5' };
  const context = {
    marketTime: 0,
    positions: {},
    equity: '100000',
    openOrders: [],
    instruments: Object.fromEntries(SYMBOLS.map((symbol) => [symbol, steps])),
  };
  const bars = Array.from({ length: 96 }, (_hour, n) => n * HOUR).flatMap((start) =>
    MARKETS.filter(({ from, to }) => start >= from * DAY && start < to * DAY).map(({ base, volume }) => ({
      type: 'bar' as const,
      symbol: `${base}/USDT`,
      interval: '1h',
      bar: { start, open: 100, high: 100, low: 100, close: 100, volume },
    })),
  );
  return [{ type: 'init' as const, params: {} }, { type: 'start' as const }, ...bars].map((event, inputSeq) => {
    const marketTime = event.type === 'bar' ? event.bar.start + HOUR : 0;
    return { deploymentId: DEPLOYMENT, inputSeq, event, context: { ...context, marketTime } };
  });
}
