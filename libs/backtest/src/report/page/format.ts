import type { MetricUnit } from '../../metrics/metric-table';

const MINUS = '−';
export const NOTHING = '—';

/** Decimal text or a number with grouped thousands and at most so many fraction digits, rounded half away from zero. */
export function formatNumber(value: string | number, digits: number): string {
  const number = Number(value);
  if (!Number.isFinite(number)) return NOTHING;
  const [whole = '0', fraction] = Math.abs(number).toFixed(digits).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const text = fraction === undefined ? grouped : `${grouped}.${fraction}`;
  return number < 0 && /[1-9]/.test(text) ? MINUS + text : text;
}

/** Money: two digits, more below one so that it is not shown as zero. */
export function formatMoney(value: string | number): string {
  const size = Math.abs(Number(value));
  return formatNumber(value, size === 0 || size >= 1 ? 2 : size >= 0.01 ? 4 : 8);
}

/** A price or quantity at full precision, with grouped thousands. */
export function formatExact(text: string): string {
  const [whole = '', fraction] = text.replace('-', MINUS).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** 0.1234 → 12.34 %. */
export function formatPercent(fraction: number, digits = 2): string {
  return `${formatNumber(fraction * 100, digits)} %`;
}

const MINUTE = 60_000;

/** A duration in its two largest units: 3 d 4 h. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < MINUTE) return `${Math.round(milliseconds / 1000)} s`;
  const minutes = Math.round(milliseconds / MINUTE);
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
  if (days > 0) return hours > 0 && days < 100 ? `${formatNumber(days, 0)} d ${hours} h` : `${formatNumber(days, 0)} d`;
  if (hours > 0) return rest > 0 ? `${hours} h ${rest} min` : `${hours} h`;
  return `${rest} min`;
}

/** 2024-03-01 14:05, UTC. */
export function formatTime(at: number): string {
  return new Date(at).toISOString().slice(0, 16).replace('T', ' ');
}

const FORMATS: Readonly<Record<MetricUnit, (value: string | number) => string>> = {
  amount: formatMoney,
  money: formatMoney,
  fraction: (value) => formatPercent(Number(value)),
  ratio: (value) => formatNumber(value, 2),
  count: (value) => formatNumber(value, 0),
  duration: (value) => formatDuration(Number(value)),
  days: (value) => `${formatNumber(value, 0)} d`,
};

/** A metric in its unit; a dash without a value. */
export function formatMetric(value: string | number | null, unit: MetricUnit): string {
  return value === null ? NOTHING : FORMATS[unit](value);
}
