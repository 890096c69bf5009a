import { Decimal, INTERVALS, type Interval } from '@libs/kernel';
import type { FillTerms } from '@libs/backtest';
import { InvalidSpec } from '../refusals';

/** A backtest as it is asked for and stored: plain JSON. The symbols are those that the strategy watches with its parameters. */
export interface BacktestSpec {
  readonly strategy: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** The exchange that the data is of. */
  readonly venue: string;
  /** Candles that fills are made on; null: the longest stored ones that all bars can be made of. */
  readonly detail: Interval | null;
  /** Market time, epoch milliseconds, the end not included; null: all that is stored. */
  readonly from: number | null;
  readonly to: number | null;
  /** Of the settle asset at the beginning. */
  readonly balance: string;
  /** Fraction of equity per symbol, 0 < x ≤ 1. */
  readonly maxPositionSize: string;
  readonly fills: FillTerms;
}

const LONGEST_LATENCY = 600_000;
const MOST_SLIPPAGE = 100_000;

/** Throws `InvalidSpec` for the first value that is out of its range. */
export function checkSpec(spec: BacktestSpec): void {
  const { detail, from, to, fills } = spec;
  if (detail !== null && !(detail in INTERVALS)) throw new InvalidSpec('detail', `one of ${Object.keys(INTERVALS).join(', ')}`, detail);
  if (from !== null && to !== null && from >= to) throw new InvalidSpec('to', `after ${textOf(from)}`, textOf(to));
  amount('balance', spec.balance, { above: '0' });
  amount('maxPositionSize', spec.maxPositionSize, { above: '0', most: '1' });
  amount('takerFee', fills.takerFee, { least: '-0.1', most: '0.1' });
  amount('makerFee', fills.makerFee, { least: '-0.1', most: '0.1' });
  count('slippage', fills.slippageTicks, MOST_SLIPPAGE);
  count('latency', fills.latency, LONGEST_LATENCY);
}

interface Range {
  readonly above?: string;
  readonly least?: string;
  readonly most?: string;
}

function amount(field: string, text: string, { above, least, most }: Range): void {
  const words = [
    'a number',
    ...(above === undefined ? [] : [`above ${above}`]),
    ...(least === undefined ? [] : [`from ${least}`]),
    ...(most === undefined ? [] : [`to ${most}`]),
  ];
  const value = parsed(text);
  const fits =
    value !== null &&
    (above === undefined || value.compare(Decimal.parse(above)) > 0) &&
    (least === undefined || value.compare(Decimal.parse(least)) >= 0) &&
    (most === undefined || value.compare(Decimal.parse(most)) <= 0);
  if (!fits) throw new InvalidSpec(field, words.join(' '), `"${text}"`);
}

function parsed(text: string): Decimal | null {
  try {
    return Decimal.parse(text);
  } catch {
    return null;
  }
}

function count(field: string, value: number, most: number): void {
  if (Number.isSafeInteger(value) && value >= 0 && value <= most) return;
  throw new InvalidSpec(field, `a whole number from 0 to ${most}`, String(value));
}

function textOf(at: number): string {
  return new Date(at).toISOString();
}
