import { INTERVALS } from '@libs/kernel';
import type { Interval } from '@libs/kernel';
import { DAY, dailyVolatility, dailyVolume, meanSpread, type SymbolRecord } from './symbol-record';

/** Which symbols belong to a universe; an absent rule is not applied. Days are complete UTC days. */
export interface UniverseRules {
  /** Time between refreshes, at its multiples since 1970 in UTC. */
  readonly refresh: Interval;
  readonly list?: { readonly only?: readonly string[]; readonly except?: readonly string[] };
  /** Days since the first bar that was seen, warm-up included. */
  readonly age?: { readonly minDays?: number; readonly maxDays?: number };
  /** Mean daily quote volume over `days`: at least `min`, and of those the `top` largest. */
  readonly volume?: { readonly days: number; readonly min?: number; readonly top?: number };
  /** Mean (ask − bid) ÷ mid since the last refresh; a symbol without ticks is dropped unless `unknown` is `keep`. */
  readonly spread?: { readonly max: number; readonly unknown?: 'drop' | 'keep' };
  /** Sample standard deviation of daily log returns over `days`; 0.03 is 3 % a day. */
  readonly volatility?: { readonly days: number; readonly min?: number; readonly max?: number };
  /** Days without a bar after which a symbol counts as gone; default 1. */
  readonly silence?: number;
}

const MOST_DAYS = 90;

/** Says what is wrong with the rules; null if they are valid. */
export function brokenRules({ refresh, volume, volatility, spread, silence = 1 }: UniverseRules): string | null {
  if (!Object.hasOwn(INTERVALS, refresh)) return `refresh is ${refresh}; it must be one of ${Object.keys(INTERVALS).join(', ')}`;
  for (const [name, days, least] of [
    ['volume.days', volume?.days, 1],
    ['volatility.days', volatility?.days, 2],
  ] as const)
    if (days !== undefined && !(Number.isSafeInteger(days) && days >= least && days <= MOST_DAYS))
      return `${name} is ${days}; it must be a whole number from ${least} to ${MOST_DAYS}`;
  const top = volume?.top;
  if (top !== undefined && !(Number.isSafeInteger(top) && top >= 1)) return `volume.top is ${top}; it must be a whole number from 1 on`;
  if (spread !== undefined && !(spread.max > 0)) return `spread.max is ${spread.max}; it must be above 0`;
  return silence > 0 ? null : `silence is ${silence}; it must be above 0`;
}

/** How many days of a symbol the rules need, including the current one. */
export function daysKept({ volume, volatility }: UniverseRules): number {
  return Math.max(volume?.days ?? 0, (volatility?.days ?? 0) + 1) + 1;
}

/** Says why a symbol does not belong at a time; null if it does. `top` is not applied here. */
export function whyNot(symbol: string, record: SymbolRecord, at: number, rules: UniverseRules): string | null {
  const { list, silence = 1 } = rules;
  if (list?.only !== undefined && !list.only.includes(symbol)) return 'not on the list';
  if (list?.except?.includes(symbol)) return 'on the list of exceptions';
  if (record.first >= at) return 'not seen before';
  const silent = (at - record.last) / DAY;
  if (silent > silence) return `no bar for ${silent.toFixed(1)} days`;
  return whyNotByAge(record, at, rules) ?? whyNotByVolume(record, at, rules) ?? whyNotByMoves(record, at, rules);
}

function whyNotByAge({ first }: SymbolRecord, at: number, { age }: UniverseRules): string | null {
  const days = (at - first) / DAY;
  if (age?.minDays !== undefined && days < age.minDays) return `${days.toFixed(1)} days old, less than ${age.minDays}`;
  if (age?.maxDays !== undefined && days > age.maxDays) return `${days.toFixed(1)} days old, more than ${age.maxDays}`;
  return null;
}

function whyNotByVolume(record: SymbolRecord, at: number, { volume }: UniverseRules): string | null {
  if (volume === undefined) return null;
  const found = dailyVolume(record, at, volume.days);
  if (found === 0) return `no volume in ${volume.days} days`;
  return volume.min !== undefined && found < volume.min ? `a volume of ${Math.round(found)} a day, less than ${volume.min}` : null;
}

function whyNotByMoves(record: SymbolRecord, at: number, { volatility, spread }: UniverseRules): string | null {
  if (volatility !== undefined) {
    const found = dailyVolatility(record, at, volatility.days);
    if (found === null) return `fewer than ${volatility.days} daily changes are known`;
    if (volatility.min !== undefined && found < volatility.min) return `a volatility of ${found.toFixed(4)}, less than ${volatility.min}`;
    if (volatility.max !== undefined && found > volatility.max) return `a volatility of ${found.toFixed(4)}, more than ${volatility.max}`;
  }
  if (spread === undefined) return null;
  const found = meanSpread(record);
  if (found === null) return spread.unknown === 'keep' ? null : 'no spread was seen';
  return found > spread.max ? `a spread of ${found.toFixed(5)}, more than ${spread.max}` : null;
}
