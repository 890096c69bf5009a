import type { Candle } from '@libs/client';
import { NO_CANDLES, barsOf, intervalMs, withAnswer, withCandle } from './candles';
import type { CandleSeries } from './candles';

const bar = (minute: number, close: string, closed = true): Candle =>
  ({ start: new Date(minute * 60_000).toISOString(), close, closed }) as Candle;
const series = (...candles: Candle[]): CandleSeries => ({ candles, isBroken: false, isLoaded: true });
const closes = ({ candles }: CandleSeries): string => candles.map(({ close }) => close).join(' ');

describe('withCandle', () => {
  it('changes the bar that is forming and appends the next one', () => {
    const forming = withCandle(series(bar(1, 'a'), bar(2, 'b', false)), bar(2, 'c'), '1m');
    const next = withCandle(forming, bar(3, 'd', false), '1m');
    expect([closes(next), next.isBroken]).toEqual(['a c d', false]);
  });

  it('notices a skipped bar', () => {
    expect(withCandle(series(bar(1, 'a')), bar(3, 'c', false), '1m').isBroken).toBe(true);
  });

  it('notices that the close of a bar was missed', () => {
    expect(withCandle(series(bar(1, 'a', false)), bar(2, 'b', false), '1m').isBroken).toBe(true);
  });

  it('drops what is older than the last bar, or says less of it', () => {
    expect(closes(withCandle(series(bar(2, 'b')), bar(1, 'x'), '1m'))).toBe('b');
    expect(closes(withCandle(series(bar(2, 'b')), bar(2, 'x', false), '1m'))).toBe('b');
  });

  it('forgets the oldest bars in the end', () => {
    const long = Array.from({ length: 2_001 }, (_, n) => n).reduce((all, n) => withCandle(all, bar(n, String(n)), '1m'), NO_CANDLES);
    expect([long.candles.length, long.candles.at(-1)?.close]).toEqual([1_500, '2000']);
  });
});

describe('withAnswer', () => {
  it('mends a broken series and keeps what streamed in since', () => {
    const broken: CandleSeries = { candles: [bar(1, 'a'), bar(2, 'old', false), bar(5, 'e', false)], isBroken: true, isLoaded: true };
    const mended = withAnswer(broken, [bar(2, 'b'), bar(3, 'c'), bar(4, 'd')], '1m');
    expect([closes(mended), mended.isBroken]).toEqual(['a b c d e', false]);
  });

  it('drops old bars that the answer does not reach', () => {
    expect(closes(withAnswer(series(bar(1, 'a')), [bar(5, 'e'), bar(6, 'f')], '1m'))).toBe('e f');
  });
});

describe('barsOf', () => {
  it('draws no single bar that streams in before the others are loaded', () => {
    const streamed = withCandle(NO_CANDLES, bar(3, 'c', false), '1m');
    expect(barsOf(streamed)).toEqual([]);
    expect(barsOf(withAnswer(streamed, [bar(1, 'a'), bar(2, 'b')], '1m')).map(({ close }) => close)).toEqual(['a', 'b', 'c']);
    expect(barsOf(withAnswer(streamed, [], '1m'))).toHaveLength(1);
  });
});

it('knows the intervals of the kernel', () => {
  expect([intervalMs('5m'), intervalMs('1h'), intervalMs('?')]).toEqual([300_000, 3_600_000, 60_000]);
});
