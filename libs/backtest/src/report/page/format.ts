import { NO_VALUE, formatDuration, formatMoney, formatNumber, formatPercent } from '@libs/kernel';
import type { MetricUnit } from '../../metrics/metric-table';

const FORMATS: Readonly<Record<MetricUnit, (value: string | number) => string>> = {
  amount: formatMoney,
  money: formatMoney,
  fraction: formatPercent,
  ratio: (value) => formatNumber(value, 2),
  count: (value) => formatNumber(value, 0),
  duration: (value) => formatDuration(Number(value)),
  days: (value) => `${formatNumber(value, 0)} d`,
};

/** A metric in its unit; a dash without a value. */
export function formatMetric(value: string | number | null, unit: MetricUnit): string {
  return value === null ? NO_VALUE : FORMATS[unit](value);
}
