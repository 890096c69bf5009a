import { describeMetric } from '../../metrics/metric-table';
import type { StretchFigures, WalkSummary, WalkedStretch } from '../report';
import { escapeHtml } from './escape';
import { NO_VALUE, formatMoney, formatNumber, formatPercent } from '@libs/kernel';
import { formatMetric } from './format';
import { table, timeCell, type Cell } from './table';

/** In-sample and out-of-sample results of each window. */
export function walkForwardSection({ sampler, metric, asked, efficiency, windows }: WalkSummary): string {
  const { label, unit } = describeMetric(metric);
  const aside = windows.filter(({ winner }) => winner === null).length;
  const counts = `${formatNumber(windows.length, 0)} of ${formatNumber(asked, 0)} windows, each searched for ${label} by ${escapeHtml(sampler)}${aside === 0 ? '' : `; in ${formatNumber(aside, 0)} no trial had a value, and the account stood aside`}.`;
  const kept =
    efficiency === null
      ? ''
      : ` Walk-forward efficiency ${formatNumber(efficiency, 2)}: out of sample a year earned that part of one in sample.`;
  const pairs = [label, 'Return', 'Drawdown', 'Trades'].flatMap((name) => [`${name} in`, 'out']);
  const columns = [{ name: 'Test' }, ...[...pairs, 'Equity after'].map((name) => ({ name, number: true })), { name: 'Parameters' }];
  const figures = (one: StretchFigures): string[] => [
    formatMetric(one.value, unit),
    ...[one.totalReturn, one.maxDrawdown].map((value) => (value === null ? NO_VALUE : formatPercent(value))),
    formatMetric(one.trades, 'count'),
  ];
  const rows = windows.map(({ test, winner, endEquity }): (Cell | string)[] => {
    const [inside, outside] = winner === null ? [[], []] : [figures(winner.inSample), figures(winner.outOfSample)];
    const cells = [0, 1, 2, 3].flatMap((at) => [inside[at] ?? NO_VALUE, outside[at] ?? NO_VALUE]);
    return [`${timeCell(test.from)} to ${timeCell(test.to)}`, ...cells, formatMoney(endEquity), chosen(winner)];
  });
  return `<p>${counts}${kept}</p>${table({ caption: 'Windows, in sample and out of it', columns, rows, named: true })}`;
}

function chosen(winner: WalkedStretch['winner']): string {
  if (winner === null) return 'stood aside';
  const params = Object.entries(winner.params).map(([name, value]) => `${escapeHtml(name)} ${escapeHtml(String(value))}`);
  return params.join(', ') + (winner.fault === null ? '' : `; ended early: ${escapeHtml(winner.fault)}`);
}
