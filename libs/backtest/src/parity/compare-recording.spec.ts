import { defineStrategy, param } from '@libs/sdk';
import { LivelyBook } from '../../test/lively-book';
import { BTC } from '../../test/markets';
import { PaperSession } from '../../test/paper-session';
import type { Word } from '../../test/paper-session';
import { WatchedBars } from '../run/watched-bars';

const MINUTE = 60_000;
const START = 90_050;
const FILLS = { makerFee: '0.0002', takerFee: '0.0005', slippageTicks: 0, latency: 0 };
const { market } = new LivelyBook(300, 1);
const MINUTES = new WatchedBars('1m', market.tape);

/** Buys on the second bar of its life, those of its past among them. */
const counter = defineStrategy({
  name: 'counter',
  version: '1.0.0',
  title: 'Counter',
  description: 'For tests.',
  params: { symbol: param.symbol({ description: 'What to trade' }) },
  watches: ({ symbol }) => [{ symbol, interval: '1m' }],
  warmUp: () => 0,
  state: () => ({ bars: 0 }),
  onBar: (ctx, { symbol }) => {
    ctx.state.bars += 1;
    if (ctx.state.bars === 2) ctx.buy(symbol, '1');
  },
});

describe('a session whose newest bar of the past was told as its first live one', () => {
  it('has no bug: the backtest is shown a bar that it never was', () => {
    const words = [2, 3, 4].map((minute): Word => {
      const close = minute * MINUTE;
      return [close + 50, { type: 'bar', symbol: BTC, interval: '1m', bar: MINUTES.text(close) }];
    });
    const terms = { strategy: counter, market, fills: FILLS, startsAt: START, history: () => [] };
    const { report, notes } = new PaperSession(terms).hear(words).compared(FILLS);
    expect(notes).toEqual([`one bar of ${BTC} not recorded; in the backtest the price stands still there`]);
    expect(report.decisions).toEqual({ equal: 0, of: 2 });
    expect(report.bugs).toEqual([]);
    expect(report.causes.data.isZero).toBe(false);
  });
});
