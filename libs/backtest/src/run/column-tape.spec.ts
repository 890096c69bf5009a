import fc from 'fast-check';
import { Decimal, type Bar, type Instrument } from '@libs/kernel';
import { market, minutes } from '../../test/markets';
import { barTape } from './bar-tape';
import { columnTape, type BarColumns } from './column-tape';

const NAMES = ['open', 'high', 'low', 'close', 'volume'] as const;

/** Bars as a file keeps them: each column on the scale that its numbers need, or a finer one. */
function columnsOf(bars: readonly Bar[], finer = 0): BarColumns {
  const columns = NAMES.map((name) => {
    const scale = Math.max(...bars.map((bar) => bar[name].scale)) + finer;
    return [name, { units: BigInt64Array.from(bars, (bar) => bar[name].units * 10n ** BigInt(scale - bar[name].scale)), scale }];
  });
  return { start: Float64Array.from(bars, ({ start }) => start), ...Object.fromEntries(columns) } as BarColumns;
}

const ticks = fc.integer({ min: 1, max: 1_000_000 });
const row = fc.tuple(ticks, ticks, ticks, ticks, fc.integer({ min: 0, max: 1_000_000_000 }));

function barsOf(rows: readonly (readonly [number, number, number, number, number])[], { tickSize, lotSize }: Instrument): Bar[] {
  const price = (units: number): Decimal => tickSize.times(Decimal.fromNumber(units));
  return rows.map(([open, high, low, close, lots], at) => ({
    start: at * 60_000,
    open: price(open),
    high: price(Math.max(open, high, low, close)),
    low: price(Math.min(open, high, low, close)),
    close: price(close),
    volume: lotSize.times(Decimal.fromNumber(lots)),
  }));
}

describe('columnTape', () => {
  it.each(['0.01', '0.5', '10'])('is the tape of the same bars at a tick of %s, however they are cut into files', (tick) => {
    const instrument = { ...market, tickSize: Decimal.parse(tick) };
    fc.assert(
      fc.property(fc.array(row, { minLength: 2, maxLength: 20 }), fc.nat(), fc.nat(2), (rows, cut, finer) => {
        const bars = barsOf(rows, instrument);
        const end = 1 + (cut % (bars.length - 1));
        const { series } = columnTape(instrument, '1m', [columnsOf(bars.slice(0, end), finer), columnsOf(bars.slice(end))]);
        expect(Array.from({ length: series.length }, (_, at) => series.at(at))).toEqual(
          bars.map((_, at) => barTape(instrument, '1m', bars).series.at(at)),
        );
      }),
    );
  });

  it('rounds a volume between two lots down', () => {
    const [bar] = minutes([100, 101, 99, 100]) as [Bar];
    const volume = market.lotSize.times(Decimal.parse('7.9'));
    expect(columnTape(market, '1m', [columnsOf([{ ...bar, volume }])]).series.at(0).volume).toBe(7);
  });

  it.each<[string, Partial<Record<keyof Bar, string>>]>([
    ['a price between two ticks', { close: '100.0000001' }],
    ['a price of nothing', { low: '0' }],
    ['a low above the close', { low: '100.5' }],
    ['a high below the open', { high: '99.5' }],
    ['a negative volume', { volume: '-1' }],
  ])('refuses %s in the words of barTape', (_, changes) => {
    const [first, second] = minutes([100, 101, 99, 100], [100, 101, 99, 100]) as [Bar, Bar];
    const off = { ...second, ...Object.fromEntries(Object.entries(changes).map(([name, text]) => [name, Decimal.parse(text)])) };
    const words = messageOf(() => barTape(market, '1m', [first, off]));
    expect(words).toMatch(/^the bar of BTC\/USDT:USDT at/);
    expect(messageOf(() => columnTape(market, '1m', [columnsOf([first, off])]))).toBe(words);
  });

  it('refuses a hole between two files, and no bars at all', () => {
    const [first, second] = minutes([100, 101, 99, 100], [100, 101, 99, 100]) as [Bar, Bar];
    const late = columnsOf([{ ...second, start: second.start + 60_000 }]);
    expect(() => columnTape(market, '1m', [columnsOf([first]), late])).toThrow('download what lies between');
    expect(() => columnTape(market, '1m', [])).toThrow('there is no bar of BTC/USDT:USDT');
  });
});

function messageOf(deed: () => unknown): string {
  try {
    deed();
  } catch (error) {
    return (error as Error).message;
  }
  return '';
}
