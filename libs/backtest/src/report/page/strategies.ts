import { METRIC_NAMES, describeMetric, type MetricName } from '../../metrics/metric-table';
import type { Report, ReportStrategy } from '../report';
import { escapeHtml } from './escape';
import { formatExact } from '@libs/kernel';
import { formatMetric } from './format';
import { frameAround, linePath, plot, y } from './plot';
import { table, type Cell } from './table';

/** Number of curves on one page; the first strategies are shown. */
const MOST_CURVES = 12;
/** The metrics shown in the open table. */
const SHOWN: readonly MetricName[] = [
  'netProfit',
  'totalReturn',
  'sharpe',
  'maxDrawdown',
  'trades',
  'winRate',
  'profitFactor',
  'fees',
  'funding',
];

/** Several strategies of one account side by side, the account last, with each one's curve. */
export function strategiesSection(report: Report, strategies: readonly ReportStrategy[]): string {
  return [
    `<p>Each is measured by its own trades on all of the account's money, so what they earned adds up to what the account did.</p>`,
    table({ caption: 'Strategies and the account', columns: columnsOf(SHOWN), rows: rowsOf(report, strategies, SHOWN), named: true }),
    sideBySide(report, strategies),
    ...strategies.slice(0, MOST_CURVES).map((strategy, index) => curveOf(report, strategy, index)),
  ].join('\n');
}

function columnsOf(names: readonly MetricName[]) {
  return [{ name: 'Strategy' }, ...names.map((name) => ({ name: describeMetric(name).label, number: true }))];
}

function rowsOf(report: Report, strategies: readonly ReportStrategy[], names: readonly MetricName[]): (Cell | string)[][] {
  const cells = ({ metrics }: Pick<Report, 'metrics'>): (Cell | string)[] => names.map((name) => cellOf(name, metrics[name]));
  return [
    ...strategies.map((strategy) => [`${escapeHtml(strategy.label)} ${softly(strategy)}`, ...cells(strategy)]),
    ['Account', ...cells(report)],
  ];
}

function softly({ label, strategy, version }: ReportStrategy): string {
  return `<span class="soft">${label === strategy ? '' : `${escapeHtml(strategy)} `}${escapeHtml(version)}</span>`;
}

function sideBySide(report: Report, strategies: readonly ReportStrategy[]): string {
  const all = [...strategies, report];
  const known = METRIC_NAMES.filter((name) => all.some(({ metrics }) => metrics[name] !== null));
  const rows = known.map((name) => [describeMetric(name).label, ...all.map(({ metrics }) => cellOf(name, metrics[name]))]);
  const columns = [{ name: 'Metric' }, ...[...strategies.map(({ label }) => label), 'Account'].map((name) => ({ name, number: true }))];
  return table({ caption: 'Metrics side by side', columns, rows, named: true, folded: 'All metrics side by side' });
}

function cellOf(name: MetricName, value: number | string | null): Cell | string {
  const html = formatMetric(value, describeMetric(name).unit);
  return name === 'netProfit' && Number(value) !== 0 ? { html, tone: Number(value) > 0 ? 'won' : 'lost' } : html;
}

function curveOf(
  { from, to, startingEquity, subject: { quote } }: Report,
  { label, equity, metrics }: ReportStrategy,
  index: number,
): string {
  const start = Number(startingEquity);
  const frame = frameAround({ from, to }, [equity.values], [start]);
  return plot({
    id: `strategy-${index}`,
    title: `${label}, ${quote}`,
    summary: `With the trades of ${label} alone, equity went from ${formatExact(startingEquity)} to ${formatMetric(metrics.endEquity, 'money')} ${quote}.`,
    frame,
    format: 'money',
    marks: `<path class="base" d="M0 ${y(frame, start)}h2000"/><path class="equity" d="${linePath(frame, equity.times, equity.values)}"/>`,
    readout: { times: equity.times, columns: [{ name: 'Equity', format: 'money', values: equity.values }] },
    size: 'low',
  });
}
