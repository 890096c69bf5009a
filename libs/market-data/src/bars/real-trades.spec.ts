import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Bar, Interval } from '@libs/kernel';
import { INTERVALS } from '@libs/kernel';
import type { PublicTrade } from '@libs/sdk';
import { naiveBars, wordsOf } from '../../test/naive-bars';
import { sumOfBars } from '../history/candle-format';
import { readFreqtradeTrades } from '../history/import/freqtrade-json';
import { BarBuilder } from './bar-builder';

const DATA = join(import.meta.dirname, '../../../../../shared/data');
const FILE = join(DATA, 'trades/freqtrade_binance_XRP_ETH-trades_2019-10.json.gz');
const suite = existsSync(FILE) ? describe : describe.skip;

// No set has both the trades and the venue's own candles of one span, so bars are held against bars of another length, and
// against a sum over all trades at once.
suite(`bars of real trades (skipped without ${DATA})`, () => {
  let trades: PublicTrade[];

  beforeAll(async () => {
    trades = [];
    for await (const { price, quantity, ...rest } of readFreqtradeTrades(FILE))
      trades.push({ ...rest, price: price.toString(), quantity: quantity.toString() });
  });

  /** The trades one by one, as they happened. */
  function built(interval: Interval): readonly Bar[] {
    const bars: Bar[] = [];
    const never = (): never => {
      throw new Error('nothing is late and nothing is missing');
    };
    let begun = false;
    const news = { closed: (bar: Bar) => bars.push(bar), forming: () => undefined, late: never, missing: () => begun && never() };
    const builder = new BarBuilder({ interval, news });
    builder.begin(trades[0]!.at);
    builder.add(trades.slice(0, 1));
    builder.reach((Math.floor(trades[0]!.at / INTERVALS[interval]) + 1) * INTERVALS[interval] + 1_000);
    begun = true;
    for (const trade of trades.slice(1)) builder.add([trade]);
    return bars;
  }

  it('are those of all trades added up at once', () => {
    const bars = built('15m');
    const starts = bars.map(({ start }) => start);
    const before = starts[0]! - INTERVALS['15m'];
    expect(bars.length).toBeGreaterThan(100);
    expect(bars.map(wordsOf)).toEqual(
      naiveBars([before, ...starts], INTERVALS['15m'], trades)
        .slice(1)
        .map((bar) => wordsOf(bar!)),
    );
  });

  it('add up from minutes to hours', () => {
    const minutes = new Map(built('1m').map((bar) => [bar.start, bar]));
    for (const hour of built('1h')) {
      const parts = Array.from({ length: 60 }, (_, minute) => minutes.get(hour.start + minute * 60_000)!);
      // A minute without a trade stands at a price of the hour before, which the hour itself has not.
      const traded = parts.filter(({ volume }) => !volume.isZero);
      expect(wordsOf({ ...sumOfBars(traded), start: hour.start })).toBe(wordsOf(hour));
    }
  });
});
