import { describeMetric } from '../../metrics/metric-table';
import type { Surface } from '../../search/surface';
import type { SearchSummary } from '../report';
import { escapeHtml } from './escape';
import { NO_VALUE, formatNumber } from '@libs/kernel';
import { formatMetric } from './format';
import { table, type Cell } from './table';

/** How the parameters of the run were found, and the results of their neighbours. */
export function searchSection(search: SearchSummary): string {
  const { sampler, metric, done, failed, refused, ranked, surfaces } = search;
  const { label } = describeMetric(metric);
  const tried = `${counted(done + failed, 'trial', 'trials')} by ${escapeHtml(sampler)}, searched for ${label}`;
  const lost = `${formatNumber(failed, 0)} failed, the strategy refused ${counted(refused, 'set', 'sets')} of parameters`;
  const counts = `${tried}; ${lost}.`;
  return `<p>${counts}</p>${rankedTable(search)}${surfaces.map((surface) => heatMap(surface, search)).join('')}${ranked.length === 0 ? '<p>No trial has a score.</p>' : ''}`;
}

function counted(count: number, one: string, many: string): string {
  return `${formatNumber(count, 0)} ${count === 1 ? one : many}`;
}

function rankedTable({ metric, ranked }: SearchSummary): string {
  if (ranked.length === 0) return '';
  const { label, unit } = describeMetric(metric);
  const names = Object.keys(ranked[0]!.params);
  const rows = ranked.map(({ params, value }, at) => [
    String(at + 1),
    ...names.map((name) => escapeHtml(String(params[name]))),
    formatMetric(value, unit),
  ]);
  const columns = ['Rank', ...names, label].map((name) => ({ name, number: true }));
  return table({ caption: 'Best trials', columns, rows });
}

/** Green is better, red is worse than the midpoint of the surface's best and worst. */
function heatMap({ x, y, best, tried }: Surface, { metric, better }: SearchSummary): string {
  const { label, unit } = describeMetric(metric);
  const values = best.flat().filter((value) => value !== null);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const cell = (value: number | null, count: number): Cell | string => {
    if (value === null) return count === 0 ? '' : NO_VALUE;
    const share = high > low ? (value - low) / (high - low) : 1;
    return { html: formatMetric(value, unit), tone: toneOf(better === 'higher' ? share : 1 - share) };
  };
  const rows = y.values.map((name, row) => [
    escapeHtml(name),
    ...x.values.map((_, column) => cell(best[row]![column]!, tried[row]![column]!)),
  ]);
  const columns = [{ name: `${y.name} ↓ ${x.name} →` }, ...x.values.map((name) => ({ name, number: true }))];
  return table({ caption: `Best ${label} by ${y.name} and ${x.name}`, columns, rows, named: true });
}

/** 0 … 1 in eight steps. */
function toneOf(share: number): string {
  const step = Math.min(7, Math.floor(share * 8));
  return step >= 4 ? `w${step - 3}` : `l${4 - step}`;
}
