import { formatAmount } from './amount';

/** The api's names. */
export type MetricUnit = 'amount' | 'money' | 'fraction' | 'ratio' | 'count' | 'duration' | 'days';

const MINUTE = 60_000;
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
      return formatSpan(number);
    case 'days':
      return `${formatAmount(number.toFixed(0), where)} d`;
    case 'amount':
      return formatAmount(String(value), { digits, ...where });
    default:
      return formatAmount(number.toFixed(digits), { digits, ...where });
  }
}

/** A duration in its two largest units: `3 d 4 h`. */
export function formatSpan(milliseconds: number): string {
  if (milliseconds < MINUTE) return `${Math.round(milliseconds / 1_000)} s`;
  const minutes = Math.round(milliseconds / MINUTE);
  const [days, hours, rest] = [Math.floor(minutes / 1_440), Math.floor(minutes / 60) % 24, minutes % 60];
  if (days > 0) return hours > 0 && days < 100 ? `${days} d ${hours} h` : `${days} d`;
  if (hours > 0) return rest > 0 ? `${hours} h ${rest} min` : `${hours} h`;
  return `${rest} min`;
}
