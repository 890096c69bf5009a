import { formatDuration } from '@libs/kernel';
import { formatAmount } from './amount';

/** The api's names. */
export type MetricUnit = 'amount' | 'money' | 'fraction' | 'ratio' | 'count' | 'duration' | 'days';

const NOTHING = '–';

const DIGITS: Readonly<Partial<Record<MetricUnit, number>>> = { amount: 2, money: 2, fraction: 2, ratio: 2 };

/** A report value as text; a dash if absent. */
export function formatMetric(value: unknown, unit: string, locale?: string): string {
  if (typeof value !== 'number' && typeof value !== 'string') return NOTHING;
  const number = Number(value);
  if (!Number.isFinite(number)) return NOTHING;
  const digits = DIGITS[unit as MetricUnit] ?? 0;
  const where = locale === undefined ? {} : { locale };
  switch (unit) {
    case 'fraction':
      return `${formatAmount((number * 100).toFixed(digits), { digits, ...where })} %`;
    case 'duration':
      return formatDuration(number);
    case 'days':
      return `${formatAmount(number.toFixed(0), where)} d`;
    case 'amount':
      return formatAmount(String(value), { digits, ...where });
    default:
      return formatAmount(number.toFixed(digits), { digits, ...where });
  }
}

/** The value of a searched parameter, to five significant digits, which tell trials apart. */
export function parameterText(value: unknown): string {
  if (value === null || value === undefined) return NOTHING;
  return typeof value === 'number' && !Number.isInteger(value) ? String(Number(value.toPrecision(5))) : String(value);
}
