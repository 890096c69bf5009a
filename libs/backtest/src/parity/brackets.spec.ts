import { defineStrategy, param } from '@libs/sdk';
import type { Strategy } from '@libs/sdk';
import { LivelyBook } from '../../test/lively-book';
import { BTC } from '../../test/markets';
import { AFAR, FILLS, isWhole } from '../../test/compared-sessions';
import { PaperSession } from '../../test/paper-session';
import type { PaperTerms } from '../../test/paper-session';
import { WatchedBars } from '../run/watched-bars';
import type { ParityReport } from './parity-report';

const START = 90_050;
const MINUTE = 60_000;

const about = {
  version: '1.0.0',
  title: 'T',
  description: 'For tests.',
  params: { symbol: param.symbol({ description: 'What to trade' }) },
};

/** Enters every ten seconds, at the market and by a bid in turn, with exits two dollars away. */
const entering = (quantity: string): Strategy =>
  defineStrategy({
    ...about,
    name: 'entering',
    watches: ({ symbol }) => [{ symbol, ticks: true }],
    warmUp: () => 0,
    state: () => ({ ticks: 0 }),
    onTick: (ctx, { symbol, bid }) => {
      ctx.state.ticks += 1;
      if (ctx.state.ticks % 100 !== 20) return;
      const price = ctx.state.ticks % 200 === 20 ? {} : { price: String(bid) };
      const exits = { stopLoss: String(bid - 2), takeProfit: String(bid + 2) };
      ctx.bracket(symbol, { entry: { side: 'BUY', quantity, ...price }, ...exits });
    },
  });

/** The same with each bar, whose way within the next one a backtest has to guess. */
const barred = defineStrategy({
  ...about,
  name: 'barred',
  watches: ({ symbol }) => [{ symbol, interval: '1m' }],
  warmUp: () => 1,
  state: () => ({}),
  onBar: (ctx, { symbol, bar }) => {
    if (ctx.warmingUp) return;
    const exits = { stopLoss: String(bar.close - 2), takeProfit: String(bar.close + 2) };
    ctx.bracket(symbol, { entry: { side: 'BUY', quantity: '1' }, ...exits });
  },
});

function compared(strategy: Strategy, seed: number, more: Partial<PaperTerms> & { readonly delay?: number } = {}): ParityReport {
  const book = new LivelyBook(300, seed);
  const { delay = 1, ...terms } = more;
  const bars = new WatchedBars('1m', book.market.tape);
  const words = [
    ...book.words(['quote', 'book'], { from: START, delay }),
    ...[2, 3, 4].map((minute) => [minute * MINUTE + delay, barAt(bars, minute)] as const),
  ].toSorted(([one], [other]) => one - other);
  const history: PaperTerms['history'] = (_interval, count, at) => bars.newest(count, at);
  const session = new PaperSession({ strategy, market: book.market, fills: FILLS, startsAt: START, showsOwn: true, history, ...terms });
  return session.hear(words.filter(([at]) => at < 285_000)).compared(FILLS).report;
}

function barAt(bars: WatchedBars, minute: number) {
  return { type: 'bar', symbol: BTC, interval: '1m', bar: bars.text(minute * MINUTE) } as const;
}

describe('a session of a strategy that enters by brackets', () => {
  it('is what a backtest is, exits and all, where nothing lies between it and its market', () => {
    const report = compared(entering('1'), 1);
    isWhole(report);
    // Each entry that was filled has an exit.
    expect(report.decisions.of).toBeGreaterThan(20);
    expect([report.decisions.equal, report.fills.equal]).toEqual([report.decisions.of, report.fills.of]);
    expect(report.equity.difference.toString()).toBe('0');
  });

  it.each([1, 2, 3])('differs by nothing without a cause where all is late and filled in parts (%i)', (seed) => {
    const report = compared(entering('9'), seed, { delay: 20, thinks: 150, fills: AFAR });
    isWhole(report);
    expect(report.fills.equal).toBeLessThan(report.fills.of);
  });

  it.each([1, 2, 3])('differs by nothing without a cause where a bar does not say which exit came first (%i)', (seed) => {
    isWhole(compared(barred, seed, { fills: AFAR }));
  });
});
