import { decimal } from '@libs/kernel';
import { booksFor, comparison, fill, order, tradedRun } from '../../test/traded';
import type { CauseMoney } from './causes';
import { compareRuns } from './compare-runs';
import type { Comparison } from './compare-runs';
import type { TradedRun } from './traded-run';

/** What is not zero, as text. */
function told(money: CauseMoney): Record<string, string> {
  return Object.fromEntries(
    Object.entries(money)
      .filter(([, amount]) => !amount.isZero)
      .map(([cause, amount]) => [cause, amount.toString()]),
  );
}

function causes(session: TradedRun, backtest: TradedRun, more: Partial<Comparison> = {}): Record<string, string> {
  return told(compareRuns(comparison(session, backtest, more)).causes);
}

/* Everything is valued at 100, and the backtest takes a thousandth from takers and nothing from makers. */
describe('compareRuns', () => {
  it('finds nothing between equal runs', () => {
    const report = compareRuns(
      comparison(
        tradedRun([order('a', [fill('1', '90', { paid: '0.09' })])]),
        tradedRun([order('a', [fill('1', '90', { paid: '0.09' })])]),
      ),
    );
    expect(told(report.causes)).toEqual({});
    expect([report.decisions, report.fills]).toEqual([
      { equal: 1, of: 1 },
      { equal: 1, of: 1 },
    ]);
    expect([report.differences, report.bugs]).toEqual([[], []]);
    // Bought at 90, worth 100, less 0.09.
    expect(report.equity.session.toString()).toBe('9.91');
  });

  it('walks from the price of the candle to the price that was paid, a thing at a time', () => {
    const touches = { decided: decimal('91'), arrived: decimal('93') };
    const session = tradedRun([order('a', [fill('1', '94', { paid: '0.188' })], { touches })]);
    const backtest = tradedRun([order('a', [fill('1', '90', { paid: '0.09' })])]);
    // 1, 2 and 1 dearer with a thousandth of each; then 0.188 was paid where a thousandth is 0.094.
    expect(causes(session, backtest)).toEqual({ data: '-1.001', latency: '-2.002', slippage: '-1.001', fee: '-0.094' });
  });

  it('sums what an order differs by, and all of them, and what changed hands', () => {
    const touches = { decided: decimal('91'), arrived: decimal('93') };
    const session = tradedRun([order('a', [fill('1', '94', { paid: '0.188' })], { touches })]);
    const { differences, equity, turnover } = compareRuns(
      comparison(session, tradedRun([order('a', [fill('1', '90', { paid: '0.09' })])])),
    );
    // 100 − 94 − 0.188 against 100 − 90 − 0.09
    expect(differences.map(({ total }) => total.toString())).toEqual(['-4.098']);
    expect([equity.session, equity.backtest, equity.difference, turnover].map(String)).toEqual(['5.812', '9.91', '-4.098', '94']);
    expect(differences[0]!.session).toMatchObject({ filled: decimal('1'), averagePrice: decimal('94'), fees: decimal('0.188') });
  });

  it('counts no order among the fills that neither run filled', () => {
    const refused = () => tradedRun([order('a', [], { refusal: 'TRADING_HALTED' })]);
    const report = compareRuns(comparison(refused(), refused()));
    expect([report.decisions, report.fills]).toEqual([
      { equal: 1, of: 1 },
      { equal: 0, of: 0 },
    ]);
  });

  it('is turned round for a seller', () => {
    const touches = { decided: decimal('91'), arrived: decimal('93') };
    const session = tradedRun([order('a', [fill('1', '94', { paid: '0.094' })], { touches, side: 'SELL' })]);
    const backtest = tradedRun([order('a', [fill('1', '90', { paid: '0.09' })], { side: 'SELL' })]);
    expect(causes(session, backtest)).toEqual({ data: '0.999', latency: '1.998', slippage: '0.999' });
  });

  it('calls what was not filled partial, and rejection where somebody refused', () => {
    const backtest = tradedRun([order('a', [fill('1', '90', { paid: '0.09' })])]);
    // The missing 0.4 would have earned 4, less a thousandth of 36.
    expect(causes(tradedRun([order('a', [fill('0.6', '90', { paid: '0.054' })])]), backtest)).toEqual({ partial: '-3.964' });
    expect(causes(tradedRun([order('a', [], { refusal: 'TRADING_HALTED' })]), backtest)).toEqual({ rejection: '-9.91' });
  });

  it('does not look for a touch where the order rested', () => {
    const touches = { decided: decimal('95'), arrived: decimal('96') };
    const session = tradedRun([order('a', [fill('1', '90', { liquidity: 'MAKER' })], { touches })]);
    const backtest = tradedRun([order('a', [fill('1', '89', { liquidity: 'MAKER' })])]);
    expect(causes(session, backtest)).toEqual({ data: '-1' });
  });

  it('lets what follows from an earlier difference have its cause', () => {
    const refused = order('a', [], { refusal: 'rejected' });
    const again = order('b', [fill('1', '92', { paid: '0.092', at: 300 })], { decidedAt: 200 });
    const report = compareRuns(comparison(tradedRun([refused, again]), tradedRun([order('a', [fill('1', '90', { paid: '0.09' })])])));
    // 9.91 that were not earned, then 8 less 0.092 because of it.
    expect(told(report.causes)).toEqual({ rejection: '-2.002' });
    expect([report.decisions, report.fills]).toEqual([
      { equal: 1, of: 2 },
      { equal: 0, of: 2 },
    ]);
    expect(report.bugs).toEqual([]);
  });

  it('knows an order that came while another was still under way', () => {
    const late = order('a', [fill('1', '90', { paid: '0.09', at: 500 })]);
    const twice = order('b', [fill('1', '90', { paid: '0.09', at: 600 })], { decidedAt: 200 });
    expect(causes(tradedRun([late, twice]), tradedRun([order('a', [fill('1', '90', { paid: '0.09' })])]))).toEqual({ latency: '9.91' });
  });

  it('blames the way for what was decided after an event that reached the session late', () => {
    const wanted = tradedRun([order('b', [fill('1', '90', { paid: '0.09' })], { decidedAt: 200 })]);
    expect(causes(wanted, tradedRun([]), { followsMarket: true, lateSince: 150 })).toEqual({ latency: '9.91' });
    expect(causes(wanted, tradedRun([]), { followsMarket: true, lateSince: 250 })).toEqual({ bug: '9.91' });
  });

  it('takes what was decided after doubtful data for data, unless an event was late even before', () => {
    const wanted = tradedRun([order('b', [fill('1', '90', { paid: '0.09' })], { decidedAt: 200 })]);
    expect(causes(wanted, tradedRun([]), { distrustedSince: 150 })).toEqual({ data: '9.91' });
    expect(causes(wanted, tradedRun([]), { distrustedSince: 250 })).toEqual({ bug: '9.91' });
    expect(causes(wanted, tradedRun([]), { distrustedSince: 150, lateSince: 120, followsMarket: true })).toEqual({ latency: '9.91' });
    expect(causes(wanted, tradedRun([]), { distrustedSince: 150, lateSince: 180, followsMarket: true })).toEqual({ data: '9.91' });
  });

  // A strategy that waits after a fill, such as by a cooldown, was said to have a bug if its fill cost the same a little later.
  it.each([
    ['filled', { at: 130 }, {}],
    ['over', { at: 100 }, { closedAt: 130 }],
  ])('blames the way for what was decided after an order was %s at another time', (_what, when, more) => {
    const earlier = (at: object, ends: object) => order('a', [fill('0.5', '100', at)], { closedAt: 100, ...ends });
    const later = order('b', [fill('1', '90', { paid: '0.09' })], { decidedAt: 200 });
    const rates = { maker: decimal('0'), taker: decimal('0') };
    const between = causes(tradedRun([earlier(when, more), later]), tradedRun([earlier({}, {})]), { rates });
    expect(between).toEqual({ fee: '-0.09', latency: '10' });
    const same = causes(tradedRun([earlier({}, {}), later]), tradedRun([earlier({}, {})]), { rates });
    expect(same).toEqual({ fee: '-0.09', bug: '10' });
  });

  it('takes what only one of both was told for data', () => {
    const signalled = order('b', [fill('1', '90', { paid: '0.09' })], { heard: { type: 'signal', name: 'signal' } });
    expect(causes(tradedRun([signalled]), tradedRun([]), { isForeign: ({ heard }) => heard.type === 'signal' })).toEqual({ data: '9.91' });
  });

  it('takes what was decided after a bar that the session never heard for data', () => {
    const late = order('b', [fill('1', '90', { paid: '0.09' })], { decidedAt: 200 });
    expect(causes(tradedRun([late]), tradedRun([]), { missedBars: [150] })).toEqual({ data: '9.91' });
    expect(causes(tradedRun([late]), tradedRun([]), { missedBars: [250] })).toEqual({ bug: '9.91' });
  });

  it('names an order that nothing explains', () => {
    const report = compareRuns(comparison(tradedRun([order('a', [fill('1', '90', { paid: '0.09' })])]), tradedRun([])));
    expect(told(report.causes)).toEqual({ bug: '9.91' });
    expect(report.bugs).toEqual([{ clientOrderId: 'a', what: expect.stringContaining('alone wanted a BUY') }]);
  });

  it('names the order whose fee was booked wrong', () => {
    const paid = fill('1', '90', { paid: '0.09' });
    const session = tradedRun([order('a', [paid])]);
    const wrong = booksFor(tradedRun([order('a', [{ ...paid, fee: decimal('0.9') }])]));
    const report = compareRuns(comparison(session, tradedRun([order('a', [fill('1', '90', { paid: '0.09' })])]), { books: wrong }));
    expect(told(report.causes)).toEqual({ bug: '-0.81' });
    expect(report.bugs).toEqual([{ clientOrderId: 'a', what: expect.stringContaining('with the fee 0.09 USDT and booked with 0.9 USDT') }]);
  });

  it('names the order whose fee was booked in another coin', () => {
    const paid = fill('1', '90', { paid: '0.09' });
    const session = tradedRun([order('a', [paid])]);
    const books = booksFor(session);
    const fills = new Map([[paid.executionId, { ...paid, feeAsset: 'BNB' }]]);
    const report = compareRuns(comparison(session, session, { books: { ...books, fills } }));
    expect(report.bugs).toEqual([{ clientOrderId: 'a', what: expect.stringContaining('with the fee 0.09 USDT and booked with 0.09 BNB') }]);
  });

  it('names money in the books that no fill explains', () => {
    const session = tradedRun([order('a', [fill('1', '90', { paid: '0.09' })])]);
    const books = booksFor(session);
    const positions = books.positions.map((one) => ({ ...one, realised: decimal('7') }));
    const report = compareRuns(comparison(session, session, { books: { ...books, positions } }));
    expect(report.bugs).toEqual([{ clientOrderId: null, what: 'the books hold 7 USDT that no fill explains' }]);
    expect(told(report.causes)).toEqual({ bug: '7' });
  });

  it('names an execution that was booked twice', () => {
    const paid = fill('1', '100', { paid: '0' });
    const session = tradedRun([order('a', [paid])]);
    const { fills, funding, positions } = booksFor(session);
    const twice = positions.map((one) => ({ ...one, quantity: decimal('2'), cost: decimal('200') }));
    const report = compareRuns(comparison(session, session, { books: { fills, funding, positions: twice } }));
    expect(report.bugs).toEqual([{ clientOrderId: null, what: expect.stringContaining('come to 1, and the books hold 2') }]);
  });

  it('counts what stored candles earn otherwise as data, another closing price too', () => {
    const session = tradedRun([order('a', [fill('1', '90', { paid: '0.09' })])]);
    const backtest = tradedRun([order('a', [fill('1', '90', { paid: '0.09' })])]);
    const stored = tradedRun([order('a', [fill('1', '88', { paid: '0.088' })]), order('b', [fill('1', '98', { paid: '0.098' })])], '101');
    // 9.91 against 13 − 0.088 and 3 − 0.098.
    const report = compareRuns(comparison(session, backtest, { stored }));
    expect(told(report.causes)).toEqual({ data: '-5.904' });
    expect(report.equity.difference.toString()).toBe('-5.904');
    expect(report.differences.map(({ backtest: other }) => other?.clientOrderId)).toEqual(['a', 'b']);
  });
});
