import type { BacktestTerms } from '../run/backtest';
import type { Code } from './source-code';
import { lineAt } from './source-code';

/** A number or date in the code that belongs to this very market. */
export interface Literal {
  readonly text: string;
  readonly line: string;
}

/** What identifies a market. */
interface MarketWords {
  readonly from: number;
  readonly to: number;
  readonly lowest: number;
  readonly highest: number;
  /** Highs and lows that stand out from the bars around them, as read off a chart. */
  readonly turns: ReadonlySet<number>;
  /** Mean, deviation and median of the closes, known only to somebody who has seen all of them. */
  readonly wholes: readonly number[];
}

const NUMBER = /(?<![\w$.])\d[\d_]*(?:\.\d+)?(?![\w$.])/g;
const DATE = /\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z?)?/g;
const OTHER_DATE = /(\d{4})([/.])(\d\d?)\2(\d\d?)/g;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const NAMED_DATE = new RegExp(`(?:(\\d\\d?)\\.? )?\\b(${MONTHS.join('|')})[a-z]*\\.? (?:(\\d\\d?)(?:st|nd|rd|th)?,? )?(\\d{4})`, 'gi');
/** A day as a number, such as 20250116. */
const DAY_NUMBER = /^(\d{4})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/;
const DATE_CALL = /(?:Date\.UTC\(|new Date\((?=[\d_]+,))([\d\s,_]+)\)/g;
const DAY = 86_400_000;
const DIGITS = 4;
/** Bars on each side that a turning point stands out from. */
const AROUND = 15;
const LEAST_TURNS = 3;

/** Times within the market's data that are written in the code. */
export function knownMoments(files: readonly Code[], terms: BacktestTerms): readonly Literal[] {
  const { from, to } = wordsOf(terms);
  const isKnown = (time: number): boolean => (time >= from && time <= to) || (time * 1_000 >= from && time * 1_000 <= to);
  return files.flatMap((file) => [
    ...numbersOf(file)
      .filter(({ value }) => isKnown(value))
      .map(literalIn(file)),
    ...datesOf(file)
      .filter(({ value, length }) => value + length > from && value <= to)
      .map(literalIn(file)),
  ]);
}

/**
 * Turning points of this market, or averages over all of it, that are written in the code. A market has many prices, so turning points
 * count only if there are at least three, and at least half of the numbers that could be prices.
 */
export function knownPrices(files: readonly Code[], terms: BacktestTerms): readonly Literal[] {
  const { turns, wholes, lowest, highest } = wordsOf(terms);
  return files.flatMap((file) => {
    const numbers = numbersOf(file).filter(({ text }) => digitsOf(text) >= DIGITS);
    const possible = numbers.filter(({ value }) => value >= lowest && value <= highest);
    const turning = possible.filter(({ value }) => turns.has(value));
    const distinct = new Set(turning.map(({ value }) => value)).size;
    const isCopied = distinct >= LEAST_TURNS && turning.length * 2 >= possible.length;
    const known = numbers.filter(({ text, value }) => wholes.some((whole) => isRounded(whole, value, text)));
    return [...(isCopied ? turning : []), ...known].map(literalIn(file));
  });
}

interface Found {
  readonly text: string;
  readonly value: number;
  readonly at: number;
  /** Of dates: the day or moment, in milliseconds. */
  readonly length: number;
}

function literalIn(file: Code): (found: Found) => Literal {
  return ({ text, at }) => ({ text, line: lineAt(file, at) });
}

function numbersOf({ code, strings }: Code): readonly Found[] {
  const inText = (text: string, from: number): Found[] =>
    [...text.matchAll(NUMBER)].map((match) => ({
      text: match[0],
      value: Number(match[0].replaceAll('_', '')),
      at: from + match.index,
      length: 0,
    }));
  return [...inText(code, 0), ...strings.flatMap(({ text, at }) => inText(text, at))];
}

function datesOf(file: Code): readonly Found[] {
  const written = file.strings.flatMap(({ text, at }) => [
    ...[...text.matchAll(DATE)].map((match) => ({
      text: match[0],
      value: Date.parse(match[0].length > 10 && !match[0].endsWith('Z') ? `${match[0]}Z` : match[0]),
      at: at + match.index,
      length: match[0].length > 10 ? 1 : DAY,
    })),
    ...[...text.matchAll(OTHER_DATE)].map((match) => dayFound(match[0], at + match.index, [match[1], match[3], match[4]])),
    ...[...text.matchAll(NAMED_DATE)].map((match) => {
      const month = MONTHS.indexOf(match[2]!.toLowerCase()) + 1;
      return dayFound(match[0], at + match.index, [match[4], month, match[1] ?? match[3]]);
    }),
  ]);
  const numbers = numbersOf(file).flatMap(({ text, at }) => {
    const [, ...parts] = DAY_NUMBER.exec(text) ?? [];
    return parts.length === 0 ? [] : [dayFound(text, at, parts)];
  });
  const called = [...file.code.matchAll(DATE_CALL)].map((match) => {
    const parts = match[1]!.split(',').map((part) => Number(part.replaceAll('_', '')));
    const [year = 1970, month = 0, ...rest] = parts;
    return { text: match[0], value: Date.UTC(year, month, ...rest), at: match.index, length: parts.length > 3 ? 1 : DAY };
  });
  return [...written, ...numbers, ...called];
}

function dayFound(text: string, at: number, [year, month, day]: readonly (string | number | undefined)[]): Found {
  return { text, value: Date.UTC(Number(year), Number(month) - 1, Number(day)), at, length: DAY };
}

function digitsOf(text: string): number {
  return text.replace(/[._]/g, '').replace(/^0+|0+$/g, '').length;
}

function isRounded(whole: number, value: number, text: string): boolean {
  const decimals = text.split('.')[1]?.length ?? 0;
  return Math.abs(whole - value) <= 0.5 * 10 ** -decimals * (1 + 1e-9);
}

function wordsOf({ markets }: BacktestTerms): MarketWords {
  const turns = new Set<number>();
  const wholes: number[] = [];
  let [lowest, highest] = [Infinity, 0];
  for (const { market, tape } of markets) {
    const [units, power] = [Number(market.tickSize.units), 10 ** market.tickSize.scale];
    const column = (ticksAt: (index: number) => number): readonly number[] =>
      Array.from({ length: tape.series.length }, (_, at) => (ticksAt(at) * units) / power);
    const { series } = tape;
    const [highs, lows] = [column((at) => series.highAt(at)), column((at) => series.lowAt(at))];
    for (const high of turnsOf(highs, Math.max)) turns.add(high);
    for (const low of turnsOf(lows, Math.min)) turns.add(low);
    lowest = lows.reduce((least, low) => Math.min(least, low), lowest);
    highest = highs.reduce((most, high) => Math.max(most, high), highest);
    wholes.push(...wholesOf(column((at) => series.closeAt(at))));
  }
  const from = Math.min(...markets.map(({ tape }) => tape.series.firstStart));
  return { from, to: Math.max(...markets.map(({ tape }) => tape.series.end)), lowest, highest, turns, wholes };
}

function turnsOf(values: readonly number[], extreme: (...values: number[]) => number): readonly number[] {
  return values.filter((value, at) => value === extreme(...values.slice(Math.max(0, at - AROUND), at + AROUND + 1)));
}

function wholesOf(closes: readonly number[]): readonly number[] {
  const sorted = [...closes].sort((a, b) => a - b);
  const mean = closes.reduce((sum, close) => sum + close, 0) / closes.length;
  const squares = closes.reduce((sum, close) => sum + (close - mean) ** 2, 0);
  return [mean, Math.sqrt(squares / closes.length), Math.sqrt(squares / Math.max(1, closes.length - 1)), sorted[sorted.length >> 1]!];
}
