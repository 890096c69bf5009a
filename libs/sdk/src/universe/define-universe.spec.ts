import fc from 'fast-check';
import type { StrategyBar } from '../strategy/protocol';
import { defineUniverse, type UniverseChange, type UniverseState } from './define-universe';
import type { UniverseRules } from './universe-rules';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A day's bars of 6 hours: four of them. */
const LENGTH = 6 * HOUR;

interface Shown {
  readonly symbol: string;
  readonly start: number;
  readonly close?: number;
  readonly volume?: number;
}

function barOf({ start, close = 10, volume = 1 }: Shown): StrategyBar {
  return { start, open: close, high: close, low: close, close, volume };
}

/** Every bar of the symbols, in order of time and then as they are given. */
function days(count: number, ...symbols: readonly (Omit<Shown, 'start'> & { readonly from?: number; readonly to?: number })[]): Shown[] {
  return Array.from({ length: count * 4 }, (_, n) => n * LENGTH).flatMap((start) =>
    symbols.filter(({ from = 0, to = Infinity }) => start >= from * DAY && start < to * DAY).map((symbol) => ({ ...symbol, start })),
  );
}

function play(
  rules: Omit<UniverseRules, 'refresh'>,
  bars: readonly Shown[],
  history = 0,
): { changes: UniverseChange[]; state: UniverseState } {
  const universe = defineUniverse({ refresh: '1d', ...rules });
  let state = universe.create();
  const changes = bars.flatMap((bar, n) => {
    const moment = { marketTime: bar.start + LENGTH, warmingUp: n < history };
    const change = universe.onBar(state, moment, { symbol: bar.symbol, interval: '6h', bar: barOf(bar) });
    // As a strategy's state is kept.
    state = JSON.parse(JSON.stringify(state)) as UniverseState;
    return change === null ? [] : [change];
  });
  return { changes, state };
}

const membersByDay = (changes: readonly UniverseChange[]): string[] =>
  changes.map(({ at, members }) => `${at / DAY}: ${members.join(' ')}`);

describe('defineUniverse', () => {
  it('looks at what was over at the beginning of each day, once every symbol has shown it', () => {
    const { changes } = play({}, days(3, { symbol: 'B' }, { symbol: 'A' }));
    expect(membersByDay(changes)).toEqual(['0: ', '1: A B', '2: A B']);
    expect(changes[1]).toEqual({ at: DAY, members: ['A', 'B'], added: ['A', 'B'], removed: [], left: [] });
    expect(changes[2]).toMatchObject({ added: [], removed: [] });
  });

  it('keeps to lists', () => {
    const three = days(2, { symbol: 'A' }, { symbol: 'B' }, { symbol: 'C' });
    expect(play({ list: { only: ['A', 'C'], except: ['C'] } }, three).changes[1]).toMatchObject({
      members: ['A'],
      left: [
        { symbol: 'B', why: 'not on the list' },
        { symbol: 'C', why: 'on the list of exceptions' },
      ],
    });
  });

  it('ranks by the quote volume of whole days, and takes the largest that are large enough', () => {
    // A day is four bars: A 4 · 10 · 3 = 120, B 4 · 5 · 10 = 200, C 4 · 10 · 1 = 40, D 4 · 10 · 2 = 80.
    const market = days(
      3,
      { symbol: 'A', volume: 3 },
      { symbol: 'B', close: 5, volume: 10 },
      { symbol: 'C', volume: 1 },
      { symbol: 'D', volume: 2 },
    );
    const { changes } = play({ volume: { days: 2, min: 50, top: 2 } }, market);
    // After one day the mean of two is the half: A 60, B 100.
    expect(membersByDay(changes)).toEqual(['0: ', '1: B A', '2: B A']);
    expect(changes[1]!.left).toEqual([
      { symbol: 'C', why: 'a volume of 20 a day, less than 50' },
      { symbol: 'D', why: 'a volume of 40 a day, less than 50' },
    ]);
    expect(changes[2]!.left[1]).toEqual({ symbol: 'D', why: 'not among the 2 largest' });
  });

  it('waits until a symbol is old enough, and lets one go that is silent', () => {
    const market = days(6, { symbol: 'A' }, { symbol: 'NEW', from: 2 }, { symbol: 'OLD', to: 3 });
    const { changes } = play({ age: { minDays: 2 } }, market);
    // NEW has two days at the beginning of day 4; the last bar of OLD began six hours before day 3.
    expect(membersByDay(changes)).toEqual(['0: ', '1: ', '2: A OLD', '3: A OLD', '4: A NEW', '5: A NEW']);
    expect(changes[4]).toMatchObject({ added: ['NEW'], removed: ['OLD'], left: [{ symbol: 'OLD', why: 'no bar for 1.3 days' }] });
  });

  it('asks for a volatility between two bounds', () => {
    // Daily closes 10, 20, 10, 20: changes of ln 2, −ln 2, ln 2: deviation ln 2 · √(4/3) = 0.8004 over three, and 0 of those that stand still.
    const wild = Array.from({ length: 5 }, (_, day) =>
      days(1, { symbol: 'WILD', close: day % 2 === 0 ? 10 : 20 }).map((bar) => ({ ...bar, start: bar.start + day * DAY })),
    ).flat();
    const calm = days(5, { symbol: 'CALM' });
    const market = [...wild, ...calm].sort((one, other) => one.start - other.start);
    const at = (volatility: UniverseRules['volatility']) => play({ volatility: volatility! }, market).changes.at(-1)!;
    expect(at({ days: 3, min: 0.8 }).members).toEqual(['WILD']);
    expect(at({ days: 3, min: 0.801 }).left).toContainEqual({ symbol: 'WILD', why: 'a volatility of 0.8004, less than 0.801' });
    expect(at({ days: 3, max: 0.1 }).members).toEqual(['CALM']);
    expect(at({ days: 4 }).left[0]!.why).toBe('fewer than 4 daily changes are known');
  });

  it('asks for the mean spread since the last refresh, and drops what it does not know unless told to keep it', () => {
    const rules = { refresh: '1d', spread: { max: 0.01 } } as const;
    const universe = defineUniverse(rules);
    const state = universe.create();
    const live = { marketTime: 0, warmingUp: false };
    const bar = (symbol: string, start: number) => universe.onBar(state, live, { symbol, interval: '6h', bar: barOf({ symbol, start }) });
    const tick = (symbol: string, bid: number, ask: number) => universe.onTick(state, { symbol, bid, ask, bidSize: 1, askSize: 1 });
    for (const symbol of ['TIGHT', 'WIDE', 'MUTE']) bar(symbol, 0);
    // 1 / 100 and 0 of the crossed one, which does not count; 2 / 100 and 1 / 100.
    tick('TIGHT', 99.5, 100.5);
    tick('TIGHT', 101, 100);
    tick('WIDE', 99, 101);
    tick('WIDE', 99.5, 100.5);
    expect(bar('TIGHT', DAY)).toMatchObject({
      members: ['TIGHT'],
      left: [
        { symbol: 'MUTE', why: 'no spread was seen' },
        { symbol: 'WIDE', why: 'a spread of 0.01500, more than 0.01' },
      ],
    });
    expect(play({ spread: { max: 0.01, unknown: 'keep' } }, days(2, { symbol: 'A' })).changes[1]!.members).toEqual(['A']);
  });

  it('chooses nothing in history, which may come symbol by symbol, and uses it with the first live bar', () => {
    const past = [...days(2, { symbol: 'A', volume: 1 }), ...days(2, { symbol: 'B', volume: 2 })];
    const live = [
      { symbol: 'A', start: 2 * DAY },
      { symbol: 'B', start: 2 * DAY },
    ];
    const { changes } = play({ volume: { days: 2, top: 1 } }, [...past, ...live], past.length);
    expect(membersByDay(changes)).toEqual(['2: B']);
  });

  it('never lets anything of the future change what it chose', () => {
    const series = fc.array(fc.record({ close: fc.integer({ min: 1, max: 50 }), volume: fc.nat(100) }), { minLength: 48, maxLength: 48 });
    const rules: UniverseRules = {
      refresh: '1d',
      age: { minDays: 2 },
      volume: { days: 3, min: 500, top: 1 },
      volatility: { days: 2, max: 3 },
    };
    fc.assert(
      fc.property(series, series, series, fc.nat(47), (a, b, other, cut) => {
        const of = (second: typeof b): Shown[] =>
          a.flatMap((bar, n) => [
            { symbol: 'A', start: n * LENGTH, ...bar },
            { symbol: 'B', start: n * LENGTH, ...second[n]! },
          ]);
        const changed = b.map((bar, n) => (n < cut ? bar : other[n]!));
        const before = (changes: readonly UniverseChange[]) => changes.filter(({ at }) => at <= cut * LENGTH);
        expect(before(play(rules, of(changed)).changes)).toEqual(before(play(rules, of(b)).changes));
      }),
      { numRuns: 50 },
    );
  });

  it.each([
    [{ volume: { days: 0 } }, 'volume.days is 0; it must be a whole number from 1 to 90'],
    [{ volume: { days: 1, top: 0 } }, 'volume.top is 0; it must be a whole number from 1 on'],
    [{ volatility: { days: 1 } }, 'volatility.days is 1; it must be a whole number from 2 to 90'],
    [{ spread: { max: 0 } }, 'spread.max is 0; it must be above 0'],
    [{ silence: 0 }, 'silence is 0; it must be above 0'],
    [{ refresh: '7d' }, 'refresh is 7d; it must be one of 1m'],
  ])('refuses %j', (rules, sentence) => {
    expect(() => defineUniverse({ refresh: '1d', ...rules } as UniverseRules)).toThrow(`universe: ${sentence}`);
  });
});
