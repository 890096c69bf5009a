import { market, minutes } from '../../test/markets';
import { barTape } from './bar-tape';
import { SharedColumns, marketColumns } from './market-columns';

const MINUTE = 60_000;
const tape = barTape(market, '1m', minutes([100, 103, 98, 101], [101, 104, 99, 102], [102, 105, 100, 103]));

describe('the columns of a market', () => {
  it('have the bars of the span, at their closes', () => {
    const { times, opens, highs, lows, closes } = marketColumns(tape, MINUTE, 3 * MINUTE);
    expect([times, opens, highs, lows, closes].map((column) => [...column!])).toEqual([
      [2 * MINUTE, 3 * MINUTE],
      ...[
        [101, 102],
        [104, 105],
        [99, 100],
        [102, 103],
      ],
    ]);
  });

  it('are shared by those who ask for the same span of the same tape, and by nobody else', () => {
    const shared = new SharedColumns();
    const first = shared.of(tape, MINUTE, 3 * MINUTE);
    expect(shared.of(tape, MINUTE, 3 * MINUTE)).toBe(first);
    // Another end, another beginning, each by itself.
    for (const [from, to] of [
      [MINUTE, 2 * MINUTE],
      [0, 2 * MINUTE],
    ] as const)
      expect(shared.of(tape, from, to)).toEqual(marketColumns(tape, from, to));
    const other = { ...tape };
    expect(shared.of(other, MINUTE, 3 * MINUTE)).not.toBe(first);
  });
});
