import fc from 'fast-check';
import type { PublicTrade } from '@libs/sdk';
import { naiveBar, naiveBars, wordsOf } from '../../test/naive-bars';
import { BarBuilder } from './bar-builder';

const MINUTE = 60_000;
const LATENESS = 1_000;

/** A trade at `seconds` since the epoch. */
function trade(id: number | string, seconds: number, price = '100', quantity = '1'): PublicTrade {
  return { id: String(id), at: seconds * 1_000, side: 'BUY', price, quantity };
}

function build(): { readonly builder: BarBuilder; readonly told: string[]; taken(): string[] } {
  const told: string[] = [];
  const builder = new BarBuilder({
    interval: '1m',
    lateness: LATENESS,
    news: {
      closed: (bar) => told.push(wordsOf(bar)),
      forming: (bar) => told.push(`forming ${wordsOf(bar)}`),
      missing: (start) => told.push(`missing ${start / MINUTE}`),
      late: ({ id }, bar) => told.push(`late ${id}, ${bar ? wordsOf(bar) : 'long over'}`),
    },
  });
  return { builder, told, taken: () => told.splice(0).filter((line) => !line.startsWith('forming')) };
}

describe('a builder of bars', () => {
  function begun(): ReturnType<typeof build> {
    const built = build();
    built.builder.begin(30 * 1_000);
    built.builder.add([trade(0, 50, '99')]);
    built.builder.reach(61_000);
    expect(built.taken()).toEqual(['missing 0']);
    return built;
  }

  it('gives open, high, low, close and volume exactly', () => {
    const { builder, taken } = begun();
    builder.add([trade(1, 62, '100.1', '0.1'), trade(2, 70, '103', '0.2')]);
    builder.add([trade(3, 80, '98.75', '0.00000001'), trade(4, 119.999, '101', '5')]);
    builder.reach(121_000);
    // 0.1 + 0.2 + 0.00000001 + 5
    expect(taken()).toEqual(['1: 100.1 103 98.75 101 5.30000001']);
  });

  it('waits after the end of a bar for the last of its trades', () => {
    const { builder, taken } = begun();
    builder.add([trade(1, 62)]);
    builder.reach(120_999);
    expect(taken()).toEqual([]);
    builder.add([trade(2, 119.9, '105')]);
    builder.reach(121_000);
    expect(taken()).toEqual(['1: 100 105 100 105 2']);
  });

  it('closes a bar by a later trade as by the clock', () => {
    const { builder, taken } = begun();
    builder.add([trade(1, 62)]);
    builder.add([trade(2, 120.5, '200')]);
    expect(taken()).toEqual([]);
    builder.add([trade(3, 121, '200')]);
    expect(taken()).toEqual(['1: 100 100 100 100 1']);
  });

  it('tells the bar that forms', () => {
    const { builder, told } = begun();
    builder.add([trade(1, 62), trade(2, 63, '101')]);
    expect(told).toEqual(['forming 1: 100 101 100 101 2']);
  });

  it('gives a flat bar of no volume at the close before where nobody traded', () => {
    const { builder, taken } = begun();
    builder.add([trade(1, 62, '100'), trade(2, 63, '101')]);
    builder.reach(241_000);
    expect(taken()).toEqual(['1: 100 101 100 101 2', '2: 101 101 101 101 0', '3: 101 101 101 101 0']);
  });

  it('does not invent a price for a bar before the first trade', () => {
    const { builder, taken } = build();
    builder.begin(59_000);
    builder.reach(121_000);
    builder.add([trade(1, 150)]);
    builder.reach(181_000);
    expect(taken()).toEqual(['missing 0', 'missing 1', 'missing 2']);
  });

  it('reports a late trade with what the bar would be, and does not change the bar', () => {
    const { builder, taken } = begun();
    builder.add([trade(1, 62)]);
    builder.reach(121_000);
    builder.add([trade(2, 119, '90')]);
    builder.add([trade(2, 119, '90')]);
    builder.reach(181_000);
    expect(taken()).toEqual(['1: 100 100 100 100 1', 'late 2, 1: 100 100 90 90 2', '2: 100 100 100 100 0']);
  });

  it('drops a trade that comes twice', () => {
    const { builder, taken } = begun();
    builder.add([trade(1, 62), trade(1, 62)]);
    builder.add([trade(1, 62)]);
    builder.reach(121_000);
    expect(taken()).toEqual(['1: 100 100 100 100 1']);
  });

  it('orders trades of one millisecond by ids that count up', () => {
    const { builder, taken } = begun();
    builder.add([trade(11, 62, '111'), trade(9, 62, '109'), trade(10, 62, '110')]);
    builder.reach(121_000);
    expect(taken()).toEqual(['1: 109 111 109 111 3']);
  });

  it('keeps the order of coming where ids have none', () => {
    const { builder, taken } = begun();
    builder.add([trade('f3', 62, '101'), trade('0a', 62, '102'), trade('7c', 62, '103')]);
    builder.reach(121_000);
    expect(taken()).toEqual(['1: 101 103 101 103 3']);
  });

  it('never gives a bar during which trades did not flow', () => {
    const { builder, taken } = begun();
    builder.add([trade(1, 62)]);
    builder.interrupt();
    builder.begin(100_000);
    builder.add([trade(2, 110)]);
    builder.add([trade(3, 130, '103')]);
    builder.reach(181_000);
    expect(taken()).toEqual(['missing 1', '2: 103 103 103 103 1']);
  });

  it('never gives a bar whose last trades may be lost with the connection', () => {
    const { builder, taken } = begun();
    builder.add([trade(1, 62)]);
    builder.reach(120_500);
    builder.interrupt();
    builder.reach(121_000);
    expect(taken()).toEqual(['missing 1']);
  });

  it('takes the trades that a stream begins with for the past', () => {
    const { builder, taken } = build();
    builder.begin(0);
    builder.add([trade(1, 50), trade(2, 65)]);
    builder.add([trade(3, 121)]);
    builder.reach(181_000);
    expect(taken()).toEqual(['missing 0', 'missing 1', '2: 100 100 100 100 1']);
  });
});

describe('a builder of bars beside a naive recomputation', () => {
  const END = 6 * 60;
  /** Trades of six minutes; ids follow their time. */
  const traded = fc
    .array(
      fc.record({
        second: fc.integer({ min: 0, max: END - 1 }),
        cents: fc.integer({ min: 1, max: 500 }),
        size: fc.integer({ min: 1, max: 99 }),
      }),
      {
        maxLength: 60,
      },
    )
    .map((drawn) =>
      drawn
        .toSorted((a, b) => a.second - b.second)
        .map(({ second, cents, size }, id) => trade(id + 1, second, (cents / 100).toFixed(2), (size / 1_000).toFixed(3))),
    );

  it('gives the same bars whatever the order and repetition within the lateness, and reports the rest', () => {
    const delays = fc.infiniteStream(fc.integer({ min: 0, max: 90 }));
    const repeats = fc.infiniteStream(fc.boolean());
    fc.assert(
      fc.property(traded, delays, repeats, (trades, delay, repeat) => {
        const { builder, taken } = build();
        // A trade in minute -1, so that the first minute is whole and has a price before it.
        const seed = { ...trade(0, 0, '7'), at: -500 };
        builder.begin(-LATENESS - 500);
        builder.add([seed]);
        builder.reach(0);
        const arrivals = trades
          .map((one) => ({ one, comes: one.at + delay.next().value * 100 }))
          .toSorted((a, b) => a.comes - b.comes)
          .flatMap(({ one }) => (repeat.next().value ? [one, one] : [one]));
        const [inTime, late] = [[seed], [] as PublicTrade[]];
        let time = 0;
        for (const one of arrivals) {
          builder.add([one]);
          const end = Math.floor(one.at / MINUTE) * MINUTE + MINUTE;
          const known = inTime.includes(one) || late.includes(one);
          if (!known) (time >= end + LATENESS ? late : inTime).push(one);
          time = Math.max(time, one.at);
        }
        builder.reach(END * 1_000 + LATENESS);
        const told = taken();
        const starts = Array.from({ length: 7 }, (_, minute) => (minute - 1) * MINUTE);
        const expected = naiveBars(starts, MINUTE, inTime).slice(1);
        expect(told.filter((line) => /^\d/.test(line))).toEqual(expected.map((bar) => wordsOf(bar!)));
        expect(told.filter((line) => line.startsWith('late')).map((line) => line.split(/[ ,]/)[1])).toEqual(late.map(({ id }) => id));
      }),
    );
  });

  it('gives no wrong bar and every whole one, wherever the stream is cut', () => {
    const cuts = fc.array(fc.tuple(fc.integer({ min: 0, max: END }), fc.integer({ min: 1, max: 100 })), { maxLength: 3 });
    fc.assert(
      fc.property(traded, cuts, (trades, drawn) => {
        const away = drawn.map(([from, length]) => ({ from, to: from + length }));
        const isAway = (second: number): boolean => away.some(({ from, to }) => second >= from && second < to);
        const { builder, taken } = build();
        let flows = false;
        // The clock ticks each second, before the trades of that second.
        for (let second = -2; second <= END + 1; second += 1) {
          if (isAway(second) === flows) {
            if (flows) builder.interrupt();
            else builder.begin(second * 1_000);
            flows = !flows;
          }
          builder.reach(second * 1_000);
          if (flows) builder.add(trades.filter(({ at }) => at === second * 1_000));
        }
        const given = new Map(taken().flatMap((line) => (/^\d/.test(line) ? [[Number(line.split(':')[0]), line] as const] : [])));
        const all = naiveBars(
          Array.from({ length: 6 }, (_, minute) => minute * MINUTE),
          MINUTE,
          trades,
        );
        for (const [minute, line] of given) expect(line).toBe(wordsOf(all[minute]!));
        for (let minute = 0; minute < 6; minute += 1) {
          const touched = away.some(({ from, to }) => from <= minute * 60 + 61 && to + 1 > minute * 60);
          const first = trades.some(({ at }) => at >= minute * MINUTE && at < (minute + 1) * MINUTE);
          // The first trades after a beginning are taken for the past, so only a minute with one before it must be whole.
          const settled = trades.some(({ at }) => at < minute * MINUTE && !away.some(({ to }) => at < to * 1_000));
          if (!touched && first && settled) expect(given.has(minute)).toBe(true);
        }
      }),
    );
  });

  it('adds up what was given to it', () => {
    expect(wordsOf(naiveBar(0, MINUTE, [trade(2, 5, '3', '0.5'), trade(1, 5, '2', '0.25')])!)).toBe('0: 2 3 2 3 0.75');
  });
});
