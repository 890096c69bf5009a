import type { StrategyBar } from './protocol';

type Open<T> = { -readonly [Key in keyof T]: T[Key] };

function Bar(this: Open<StrategyBar>, start: number, open: number, high: number, low: number, close: number, volume: number): void {
  this.start = start;
  this.open = open;
  this.high = high;
  this.low = low;
  this.close = close;
  this.volume = volume;
}
// What it makes is a plain object, as a literal is.
Bar.prototype = Object.prototype;

/**
 * Makes bars faster than a literal does. V8 knows the objects of literals by their keys alone, and those of a bar are the same where its
 * prices are texts; so it would ask of each number what it is, which takes a tenth of a backtest's time.
 */
export const StrategyBarOf = Bar as unknown as new (...numbers: Parameters<typeof Bar>) => StrategyBar;
