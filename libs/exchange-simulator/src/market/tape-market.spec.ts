import { decimal } from '@libs/kernel';
import { BarSeries, Venue } from '@libs/simulation';
import { instrumentOf } from '../source/instrument-table';
import { barAt, toCandle } from './candles';
import { barsOfPeriods, type PeriodQuery } from './periods';
import { FileTape } from './generated-market';
import { DerivedReference } from './derived-reference';
import type { FeedListener } from './feed';
import { VenueHouse } from './venue-house';
import { TapeMarket } from './tape-market';
import { candleStyle } from './tape-style';

const MINUTE = 60_000;
/** 12:05 UTC. */
const START = 1_748_779_500_000;
/** One step per leg of a minute. */
const FAST = 400;
/** Three steps per leg. */
const SLOWER = 133;

const SILENT: FeedListener = { moved: () => undefined, traded: () => undefined, barClosed: () => undefined, changed: () => undefined };

function market(bars: readonly (readonly [number, number, number, number])[], { liveFrom = 1, speed = FAST } = {}): TapeMarket {
  const series = new BarSeries(START, MINUTE, 1);
  for (const [open, high, low, close] of bars) series.push(open, high, low, close, 40);
  const venue = new Venue({ salt: 1 });
  const house = new VenueHouse(venue, venue.addMarket(instrumentOf({ venueSymbol: 'BTCUSDT', category: 'linear' })!));
  const makeReference = (of: TapeMarket): DerivedReference => new DerivedReference({ market: of });
  return new TapeMarket(house, new FileTape(series), { liveFrom, speed, style: candleStyle, makeReference });
}

/** What a market tells while it plays to its end. */
function play(tape: TapeMarket): string[] {
  const told: string[] = [];
  const at = (time: number): string => String((time - START) / 1000);
  const listener: FeedListener = {
    changed: () => undefined,
    moved: (it, time) => told.push(`${at(time)}s ${it.state.book.bestBid}/${it.state.book.bestAsk}`),
    traded: () => undefined,
    barClosed: (it, time) => told.push(`${at(time)}s closed ${it.closedBars}`),
  };
  while (tape.nextTime !== undefined) tape.advance(listener);
  return told;
}

describe('a tape', () => {
  it('plays each bar with one tick of spread and closes it before the next opens', () => {
    const told = play(
      market([
        [100, 100, 100, 100],
        [102, 110, 100, 105],
        [105, 106, 90, 95],
      ]),
    );
    expect(told).toEqual([
      ...['60s 101/102', '80s 100/101', '100s 109/110', '119.999s 105/106', '120s closed 2'],
      ...['120s 105/106', '140s 105/106', '160s 90/91', '179.999s 94/95', '180s closed 3'],
    ]);
  });

  it('stands at the last close of its history before it starts', () => {
    expect(
      market([
        [90, 120, 90, 117],
        [117, 118, 110, 112],
      ]).state.last,
    ).toBe(117);
  });

  it('is at the same place after seeking as after playing', () => {
    const bars = [
      [100, 100, 100, 100],
      [102, 110, 100, 105],
      [105, 106, 90, 95],
    ] as const;
    for (const time of [60_000, 79_999, 100_000, 119_999, 120_000, 165_000]) {
      const [played, sought] = [market(bars, { speed: SLOWER }), market(bars, { speed: SLOWER })];
      while (played.nextTime! <= START + time) played.advance(SILENT);
      sought.seek(START + time);
      const place = (it: TapeMarket): unknown => [
        it.nextTime,
        it.closedBars,
        it.forming,
        it.state.last,
        it.state.book.depth(1),
        it.state.book.depth(-1),
        it.reference,
      ];
      expect(place(sought)).toEqual(place(played));
    }
  });

  it('offers depth in proportion to the volume', () => {
    const tape = market([
      [100, 100, 100, 100],
      [100, 100, 100, 100],
    ]);
    // Ten bars of 4.0 BTC: a best level of about a twentieth, 0.2 BTC, and at least half of that.
    expect(tape.state.book.depth(1).lots[0]).toBeGreaterThanOrEqual(100);
    expect(tape.state.book.depth(1).lots[0]).toBeLessThanOrEqual(300);
  });
});

describe('candles', () => {
  const tape = market(
    Array.from({ length: 12 }, (_, index) => [100 + index, 110 + index, 90 + index, 101 + index] as const),
    { liveFrom: 8 },
  );
  tape.advance(SILENT);

  it('join base bars on their own grid, the forming one included', () => {
    const five = 5 * MINUTE;
    expect(barAt(tape, five, START)).toEqual({ start: START, open: 100, high: 114, low: 90, close: 105, volume: 200 });
    // Bars 5, 6 and 7 are closed, bar 8 has just opened at 108 with a quarter of its volume.
    expect(barAt(tape, five, START + 8 * MINUTE)).toEqual({ start: START + five, open: 105, high: 117, low: 95, close: 108, volume: 130 });
  });

  it('are answered newest first, never beyond what was played', () => {
    const starts = (query: Partial<PeriodQuery>): number[] =>
      barsOfPeriods(tape, { code: '1', limit: 9, from: undefined, to: undefined, ...query }).map(({ start }) => (start - START) / MINUTE);
    expect(starts({ limit: 3 })).toEqual([8, 7, 6]);
    expect(starts({ limit: 100 })).toHaveLength(9);
    expect(starts({ limit: 2, to: START + 4 * MINUTE })).toEqual([4, 3]);
    expect(starts({ limit: 2, from: START + 4 * MINUTE })).toEqual([5, 4]);
    expect(starts({ from: START + 4 * MINUTE, to: START + 5 * MINUTE })).toEqual([5, 4]);
    expect(starts({ code: '5' })).toEqual([5, 0]);
    // The quarter of an hour in which the tape begins has its candle too.
    expect(starts({ code: '15' })).toEqual([-5]);
  });

  it('carry exact text and a turnover at the middle price', () => {
    const candle = toCandle(tape, MINUTE, tape.series.at(0));
    expect(candle).toMatchObject({ open: '10', high: '11', low: '9', close: '10.1', volume: '4', end: START + MINUTE - 1 });
    expect(decimal(candle.turnover)).toEqual(decimal('40.1'));
  });
});
