import { jest } from '@jest/globals';
import fc from 'fast-check';
import { Venue } from '@libs/simulation';
import { mixedRuns, playMixed } from '../../test/mixed-runs';
import type { MixedRun } from '../../test/mixed-runs';
import type { BacktestResult } from './backtest';
import { Desk } from './desk';

/** Market times of reports that came after a later one. */
function backwards(act: () => BacktestResult): { readonly result: BacktestResult; readonly back: readonly string[] } {
  const back: string[] = [];
  const reports = jest.spyOn(Desk.prototype, 'report');
  try {
    const result = act();
    let newest = 0;
    for (const [, at] of reports.mock.calls) {
      if (at < newest) back.push(`${at} after ${newest}`);
      newest = at;
    }
    return { result, back };
  } finally {
    reports.mockRestore();
  }
}

/** Every price of a market with a position has the account judged. */
function judgedAtEach(act: () => BacktestResult): BacktestResult {
  const known = jest.spyOn(Venue.prototype, 'calmRange').mockReturnValue(null);
  try {
    return act();
  } finally {
    known.mockRestore();
  }
}

const outcome = ({ fills, funding, ledger, curve, refusals, fault, shares }: BacktestResult): unknown => ({
  fills: fills.map((fill) => JSON.stringify(fill)),
  funding,
  ledger: JSON.stringify(Object.entries(ledger).sort(([one], [other]) => (one < other ? -1 : 1))),
  equity: [...curve.equity],
  refusals: [...refusals],
  fault,
  shares: shares?.map((share) => [...share.curve.equity]),
});

/** The data may end before all of them have a bar. */
const begins = ({ markets }: MixedRun): boolean => {
  const minutes = { '1m': 1, '3m': 3, '5m': 5 } as const;
  const warm = Math.max(...markets.map(({ interval, late }) => (late + 1) * minutes[interval]));
  return markets.every(({ interval, late, rows }) => (late + rows.length) * minutes[interval] > warm);
};

describe('several markets and strategies on one account', () => {
  it('trade alike whether each bar or each price is looked at or only those that can matter, and never back in time', () => {
    let liquidations = 0;
    fc.assert(
      fc.property(mixedRuns.filter(begins), (one) => {
        const { result, back } = backwards(() => playMixed(one, false));
        const expected = outcome(result);
        expect(back).toEqual([]);
        expect(outcome(playMixed(one, true))).toEqual(expected);
        expect(outcome(judgedAtEach(() => playMixed(one, true)))).toEqual(expected);
        liquidations += result.fills.filter(({ clientOrderId }) => clientOrderId === 'liquidation').length;
      }),
      { numRuns: 80, endOnFailure: true },
    );
    expect(liquidations).toBeGreaterThan(10);
  });
});
