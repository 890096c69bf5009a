import { defineStrategy, param } from '@libs/sdk';
import { LivelyBook } from '../../test/lively-book';
import { BTC } from '../../test/markets';
import { PaperSession } from '../../test/paper-session';
import type { Word } from '../../test/paper-session';
import { WatchedBars } from '../run/watched-bars';

const MINUTE = 60_000;
const FILLS = { makerFee: '0.0002', takerFee: '0.0005', slippageTicks: 0, latency: 0 };
const { market } = new LivelyBook(900, 1);
const MINUTES = new WatchedBars('1m', market.tape);

/** Buys what it is told to, and closes when it is told nothing. */
const follower = defineStrategy({
  name: 'follower',
  version: '1.0.0',
  title: 'Follower',
  description: 'For tests.',
  params: { symbol: param.symbol({ description: 'What to trade' }) },
  watches: ({ symbol }) => [{ symbol, interval: '1m' }],
  warmUp: () => 0,
  state: () => ({}),
  onBar: () => undefined,
  onSignal: (ctx, { value }) => {
    if (typeof value === 'string') ctx.buy(ctx.params.symbol, value);
    else ctx.closePosition(ctx.params.symbol);
  },
});

function bars(from: number, to: number): readonly Word[] {
  return Array.from({ length: to - from }, (_, n): Word => {
    const close = (from + n) * MINUTE;
    return [close + 50, { type: 'bar', symbol: BTC, interval: '1m', bar: MINUTES.text(close) }];
  });
}

describe('a session whose strategy was told signals', () => {
  // The backtest was told none, so that all that followed from one differed, and nothing was compared.
  it('decides as its backtest, which is told the same at the same time', () => {
    const { report } = new PaperSession({ strategy: follower, market, fills: FILLS, startsAt: MINUTE + 50, history: () => [] })
      .hear(bars(2, 5))
      .signal(4 * MINUTE + 20_000, 'size', '2')
      .hear(bars(5, 7))
      .signal(6 * MINUTE + 30_000, 'over', null)
      .hear(bars(7, 10))
      .compared(FILLS);
    expect(report.decisions).toEqual({ equal: 2, of: 2 });
    expect([report.bugs, report.causes.data.toString()]).toEqual([[], '0']);
  });

  it('has what it wanted behind the last bar as data', () => {
    const { report } = new PaperSession({ strategy: follower, market, fills: FILLS, startsAt: MINUTE + 50, history: () => [] })
      .hear(bars(2, 5))
      .signal(4 * MINUTE + 20_000, 'size', '2')
      .compared(FILLS);
    expect([report.decisions, report.bugs]).toEqual([{ equal: 0, of: 1 }, []]);
  });
});
