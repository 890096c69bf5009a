import { decimal } from '@libs/kernel';
import { defineStrategy, param } from '@libs/sdk';
import { LivelyBook } from '../../test/lively-book';
import { BTC } from '../../test/markets';
import { AFAR, FILLS, isWhole } from '../../test/compared-sessions';
import { PaperSession } from '../../test/paper-session';
import type { Word } from '../../test/paper-session';
import { compareRecording } from './compare-recording';
import type { OrderDifference, ParityReport } from './parity-report';
import { WatchedBars } from '../run/watched-bars';

const START = 90_050;
const SECONDS = 300;
const BOOK = new LivelyBook(SECONDS, 5);
/** Nothing is heard between the first two; ten seconds after the last word the feed says so. */
const [LOST, BACK, NOTICED] = [150_001, 190_001, 160_001];

/** Turns at the market every seven seconds, whatever it hears. */
const turner = defineStrategy({
  name: 'turner',
  version: '1.0.0',
  title: 'Turner',
  description: 'For tests.',
  params: { symbol: param.symbol({ description: 'What to trade' }) },
  watches: ({ symbol }) => [{ symbol, ticks: true }],
  warmUp: () => 0,
  state: () => ({ quoted: false }),
  onStart: (ctx) => ctx.timer('turn', ctx.marketTime + 7_000),
  onTick: (ctx) => void (ctx.state.quoted = true),
  onTimer: (ctx, { at }) => {
    const { symbol } = ctx.params;
    if (ctx.position(symbol).side === 'FLAT') ctx.buy(symbol, '2');
    else ctx.closePosition(symbol);
    ctx.timer('turn', at + 7_000);
  },
});

const WORDS = BOOK.words(['quote'], { from: START, delay: 1 });
const BEFORE = WORDS.filter(([at]) => at <= LOST);
const AFTER = WORDS.filter(([at]) => at >= BACK && at < 285_000);

function trust(at: number, level: 'TRUSTED' | 'UNTRUSTED', reason: 'STALE' | 'CROSSED' = 'STALE'): Word {
  return [at, { type: 'trust', symbol: BTC, level, reasons: level === 'TRUSTED' ? [] : [reason] }];
}

/** Buys once, after so many ticks that could be trusted. */
const careful = defineStrategy({
  name: 'careful',
  version: '1.0.0',
  title: 'Careful',
  description: 'For tests.',
  params: { symbol: param.symbol({ description: 'What to trade' }) },
  watches: ({ symbol }) => [{ symbol, ticks: true }],
  warmUp: () => 0,
  state: () => ({ ticks: 0 }),
  onTick: (ctx, { symbol }) => {
    if (ctx.trust(symbol).level === 'TRUSTED') ctx.state.ticks += 1;
    if (ctx.state.ticks === 220) ctx.buy(symbol, '2');
  },
});

/** Rests a bid and an offer at the best of each seventh book. */
const maker = defineStrategy({
  name: 'maker',
  version: '1.0.0',
  title: 'Maker',
  description: 'For tests.',
  params: { symbol: param.symbol({ description: 'What to trade' }) },
  watches: ({ symbol }) => [{ symbol, book: 5 }],
  warmUp: () => 0,
  state: () => ({ books: 0 }),
  onOrderBook: (ctx, { symbol, bids, asks }) => {
    ctx.state.books += 1;
    if (ctx.state.books % 7 !== 0) return;
    for (const { clientOrderId } of ctx.openOrders) ctx.cancel(clientOrderId);
    ctx.submit({ symbol, side: 'BUY', quantity: '2', price: String(bids[0]![0]), postOnly: true });
    ctx.submit({ symbol, side: 'SELL', quantity: '2', price: String(asks[0]![0]), postOnly: true });
  },
});

/** Turns every seven seconds, and the other way after each bar that fell. */
const watcher = defineStrategy({
  name: 'watcher',
  version: '1.0.0',
  title: 'Watcher',
  description: 'For tests.',
  params: { symbol: param.symbol({ description: 'What to trade' }) },
  watches: ({ symbol }) => [{ symbol, interval: '1m' }],
  warmUp: () => 1,
  state: () => ({ falls: false }),
  onStart: (ctx) => ctx.timer('turn', ctx.marketTime + 7_000),
  onBar: (ctx, { bar }) => void (ctx.state.falls = bar.close < bar.open),
  onTimer: (ctx, { at }) => {
    const { symbol } = ctx.params;
    if (ctx.position(symbol).side !== 'FLAT') ctx.closePosition(symbol);
    else if (ctx.state.falls) ctx.sell(symbol, '2');
    else ctx.buy(symbol, '2');
    ctx.timer('turn', at + 7_000);
  },
});

function session(): PaperSession {
  return new PaperSession({ strategy: turner, market: BOOK.market, fills: FILLS, startsAt: START }).hear(BEFORE);
}

function within({ differences }: ParityReport): readonly OrderDifference[] {
  return differences.filter(({ decidedAt }) => decidedAt > LOST && decidedAt < BACK);
}

describe('a session whose feed was lost for forty seconds', () => {
  const { report, notes } = session()
    .hear([trust(NOTICED, 'UNTRUSTED'), trust(BACK, 'TRUSTED'), ...AFTER])
    .compared(FILLS);

  it('is held against a backtest that fills nothing on what stood before', () => {
    const own = within(report);
    // What was wanted before the feed noticed was filled at the exchange.
    expect(own.filter(({ session: one }) => one?.filled.isZero === false).length).toBeGreaterThan(0);
    expect(own.map(({ backtest }) => backtest?.filled.toString() ?? '0')).toEqual(own.map(() => '0'));
  });

  it('differs there by data, and by the fees of what was filled', () => {
    for (const { money, session: one } of within(report))
      if (one?.refusal === null)
        for (const cause of ['latency', 'slippage', 'partial', 'rejection', 'bug'] as const) expect(money[cause].toString()).toBe('0');
    expect(report.causes.data.isZero).toBe(false);
    isWhole(report);
  });

  it('puts down to data what the backtest alone wanted meanwhile', () => {
    const { recording } = session().hear([trust(NOTICED, 'UNTRUSTED'), trust(BACK, 'TRUSTED'), ...AFTER]);
    const { orders } = recording;
    const [at, last] = [LOST + 6_000, orders.at(-1)!];
    const alone = { ...last, clientOrderId: 'alone', decidedAt: at, toldAt: at, closedAt: at };
    const backtest = { orders: [...orders, alone], closes: new Map([[BTC, decimal('100')]]) };
    const held = compareRecording({ recording, fills: FILLS, backtest, stored: null });
    expect(held.differences.map(({ backtest: one, total }) => [one?.clientOrderId, total.toString()])).toEqual([
      ['alone', held.causes.data.toString()],
    ]);
    expect(held.causes.data.isZero).toBe(false);
  });

  it('says how long it was', () => {
    expect(notes).toContainEqual(
      `nothing was heard of ${BTC} for 40 s from 1970-01-01T00:02:30.002Z (its feed was lost); ` +
        'the backtest fills nothing there of what stood before, and what differs by it is data',
    );
  });

  it('is what a backtest is on both sides of it', () => {
    const early = report.differences.filter(({ decidedAt }) => decidedAt <= LOST);
    expect(early).toEqual([]);
    expect(report.decisions.of).toBeGreaterThan(20);
  });
});

describe('a session that heard for half a second what could not be trusted', () => {
  // What was decided on such a word was data before, and what followed from it a bug.
  it('puts down to data what its strategy decides otherwise from then on', () => {
    const [from, to] = [100_000, 100_500];
    const words = [...BEFORE, trust(from, 'UNTRUSTED', 'CROSSED'), trust(to, 'TRUSTED')].toSorted(([one], [other]) => one - other);
    const paper = new PaperSession({ strategy: careful, market: BOOK.market, fills: FILLS, startsAt: START });
    const { report } = paper.hear(words).compared(FILLS);
    expect(report.decisions).toEqual({ equal: 0, of: 1 });
    expect(report.causes.data.isZero).toBe(false);
    isWhole(report);
  });
});

describe('a session over a restart of the platform', () => {
  const { report, notes } = session()
    .restart(BACK - 2_000)
    .hear([trust(BACK, 'TRUSTED'), ...AFTER])
    .compared(FILLS);

  it('is held against a backtest that fills nothing while it was down', () => {
    // Its timers were told once it was up again.
    const own = within(report).filter(({ decidedAt }) => decidedAt < BACK - 2_000);
    expect(own.length).toBeGreaterThan(0);
    expect(own.map(({ session: one }) => one)).toEqual(own.map(() => null));
    expect(own.map(({ backtest }) => backtest?.filled.toString() ?? '0')).toEqual(own.map(() => '0'));
    isWhole(report);
  });

  it('says how long it was', () => {
    expect(notes).toContainEqual(expect.stringMatching(/nothing was heard of .* for 40 s from .* \(the platform was restarted\)/));
  });
});

describe('a strategy that begins while nothing is heard of its market', () => {
  it('is held against a backtest that is told nothing of what stood before', () => {
    const paper = session()
      .hear([trust(NOTICED, 'UNTRUSTED')])
      .deploy(turner, 170_000)
      .hear([trust(BACK, 'TRUSTED'), ...AFTER]);
    expect(paper.recordingOf(1).events[0]!.tape!.at[0]!).toBeGreaterThanOrEqual(BACK);
    isWhole(paper.compared(FILLS, 1).report);
  });
});

describe('a session that hears of its market in the very moment in which it lost it', () => {
  const [last] = BEFORE.at(-1)!;
  const rest = WORDS.filter(([at]) => at > last && at < 285_000);
  const again: Word = [last, WORDS.find(([at]) => at > last)![1]];

  it.each([
    ['a restart', (paper: PaperSession) => paper.restart(last)],
    ['a loss of its feed', (paper: PaperSession) => paper.hear([trust(last, 'UNTRUSTED')])],
  ])('is held against a backtest after %s', (_, lose) => {
    const { report, notes } = lose(session())
      .hear([trust(last, 'TRUSTED'), again, ...rest])
      .compared(FILLS);
    expect(report.fills.of).toBeGreaterThan(10);
    expect(notes.filter((note) => note.startsWith('nothing was heard'))).toEqual([]);
    isWhole(report);
  });
});

describe('whatever was heard around it', () => {
  it.each([1, 2, 3, 4])('nothing differs without a cause (%i)', (seed) => {
    const { market } = new LivelyBook(SECONDS, seed);
    const words = new LivelyBook(SECONDS, seed).words(['quote', 'book'], { from: START, delay: 20 }).filter(([at]) => at < 285_000);
    for (const strategy of [maker, turner])
      for (const isDown of [true, false]) {
        const paper = new PaperSession({ strategy, market, fills: AFAR, startsAt: START, thinks: 150 }).hear(
          words.filter(([at]) => at <= LOST),
        );
        if (isDown) paper.restart(BACK - 2_000);
        else paper.hear([trust(NOTICED, 'UNTRUSTED')]);
        const { report } = paper.hear([trust(BACK, 'TRUSTED'), ...words.filter(([at]) => at >= BACK)]).compared(FILLS);
        expect(report.fills.of).toBeGreaterThan(10);
        isWhole(report);
      }
  });
});

describe('a session of bars', () => {
  const { tape, market } = BOOK.market;
  const bars = new WatchedBars('1m', tape);
  const closes = [120_000, 180_000, 240_000].map((close): Word => [
    close + 1,
    { type: 'bar', symbol: BTC, interval: '1m', bar: bars.text(close) },
  ]);
  const words = [...WORDS.filter(([at]) => at < 285_000), ...closes].toSorted(([one], [other]) => one - other);
  const after = [trust(BACK, 'TRUSTED'), ...words.filter(([at]) => at >= BACK)];
  const begun = (): PaperSession =>
    new PaperSession({
      strategy: watcher,
      market: { market, tape },
      fills: FILLS,
      startsAt: START,
      history: (_interval, count, at) => bars.newest(count, at),
    }).hear(words.filter(([at]) => at <= LOST));

  it('puts down to data what it traded while its feed was lost', () => {
    const { report, notes } = begun()
      .hear([trust(NOTICED, 'UNTRUSTED'), ...after])
      .compared(FILLS);
    expect(notes).toContainEqual(expect.stringContaining(`nothing was heard of ${BTC} for 40 s`));
    const both = within(report).filter(({ session: own, backtest }) => own?.filled.isZero === false && backtest?.filled.isZero === false);
    expect(both.length).toBeGreaterThan(0);
    for (const { money } of both) expect([money.latency.toString(), money.slippage.toString()]).toEqual(['0', '0']);
    expect(report.causes.data.isZero).toBe(false);
    isWhole(report);
  });

  it('finds no bug in timers that were told once the platform was up again', () => {
    const { report } = begun()
      .restart(BACK - 2_000)
      .hear(after)
      .compared(FILLS);
    expect(within(report).length).toBeGreaterThan(0);
    expect(report.causes.data.isZero).toBe(false);
    isWhole(report);
  });
});
