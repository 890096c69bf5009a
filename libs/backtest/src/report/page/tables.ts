import { METRIC_NAMES, describeMetric } from '../../metrics/metric-table';
import type { BreakdownRow, Report, ReportDrawdown } from '../report';
import { escapeHtml } from './escape';
import { NOTHING, formatDuration, formatExact, formatMetric, formatMoney, formatNumber, formatPercent } from './format';
import { table, timeCell, type Cell } from './table';

/** All metrics, a small table for each group. */
export function metricTables({ metrics, subject: { quote } }: Report): string {
  const groups = Map.groupBy(METRIC_NAMES, (name) => describeMetric(name).group);
  const tables = [...groups].map(([group, names]) => {
    const rows = names.map((name) => {
      const { label, unit } = describeMetric(name);
      const money = unit === 'amount' || unit === 'money';
      const value = metrics[name];
      const text = formatMetric(value, unit);
      return `<tr><th scope="row">${label}</th><td class="n">${value === null ? nothing() : text}${money && value !== null ? ` ${escapeHtml(quote)}` : ''}</td></tr>`;
    });
    return `<table class="metrics"><caption>${group}</caption><tbody>${rows.join('')}</tbody></table>`;
  });
  return `<div class="groups">${tables.join('\n')}</div>`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Years down, months across, each with its return; the year's is that of its months together. */
export function monthTable({ months }: Report): string {
  const years = Map.groupBy(months, ({ year }) => year);
  const rows = [...years].map(([year, list]) => {
    const cells = MONTHS.map((_, index) => list.find(({ month }) => month === index + 1));
    const whole = list.reduce((product, one) => product * (1 + one.return), 1) - 1;
    return [String(year), ...cells.map((one) => (one === undefined ? '' : heatCell(one.return))), heatCell(whole)];
  });
  const columns = ['Year', ...MONTHS, 'Year'].map((name, index) => ({ name, number: index > 0 }));
  return table({ caption: 'Monthly returns, UTC', columns, rows, named: true });
}

function heatCell(value: number): Cell {
  const strength = Math.min(4, Math.ceil(Math.abs(value) / 0.04));
  const tone = strength === 0 ? undefined : `${value > 0 ? 'w' : 'l'}${strength}`;
  return { html: formatPercent(value, 1), ...(tone === undefined ? {} : { tone }) };
}

export function drawdownTable({ drawdowns, to, subject: { quote } }: Report): string {
  if (drawdowns.length === 0) return '<p>Equity never fell below a former peak.</p>';
  const rows = drawdowns.map((fall: ReportDrawdown) => [
    formatPercent(fall.depth),
    formatMoney(fall.amount),
    timeCell(fall.peakAt),
    timeCell(fall.troughAt),
    fall.recoveredAt === null ? 'not yet' : timeCell(fall.recoveredAt),
    formatDuration((fall.recoveredAt ?? to) - fall.peakAt),
  ]);
  const columns = [
    number('Depth'),
    number(`Amount, ${quote}`),
    { name: 'Peak' },
    { name: 'Trough' },
    { name: 'Recovered' },
    number('Length'),
  ];
  return table({ caption: 'Deepest drawdowns', columns, rows });
}

/** `what` names the word: entry tag, exit reason. */
export function breakdownTable(what: string, list: readonly BreakdownRow[], quote: string): string {
  const rows = list.map(({ word, trades, profit, winRate, profitFactor }) => [
    word === null ? '<i>none</i>' : escapeHtml(word),
    formatNumber(trades, 0),
    profitCell(profit),
    formatPercent(winRate, 1),
    profitFactor === null ? nothing() : formatNumber(profitFactor, 2),
  ]);
  const columns = [{ name: what }, number('Trades'), number(`Profit, ${quote}`), number('Win rate'), number('Profit factor')];
  return table({ caption: `By ${what.toLowerCase()}`, columns, rows, named: true });
}

export function tradeTable({ trades, tradesLeftOut, subject: { quote }, to }: Report): string {
  const rows = trades.map((trade) => [
    timeCell(trade.openedAt),
    trade.closedAt === null ? 'open' : timeCell(trade.closedAt),
    escapeHtml(trade.symbol),
    trade.side === 'LONG' ? 'long' : 'short',
    formatExact(trade.quantity),
    formatExact(trade.entryPrice),
    trade.exitPrice === null ? nothing() : formatExact(trade.exitPrice),
    profitCell(trade.profit),
    formatPercent(trade.return),
    trade.r === null ? nothing() : formatNumber(trade.r, 2),
    formatMoney(trade.fees),
    formatMoney(trade.adverse),
    formatMoney(trade.favourable),
    durationCell((trade.closedAt ?? to) - trade.openedAt),
    escapeHtml(trade.entryTag ?? ''),
    escapeHtml(trade.exitReason ?? ''),
  ]);
  const left =
    tradesLeftOut === 0
      ? ''
      : `<p>${formatNumber(tradesLeftOut, 0)} trades with smaller results are not listed; metrics count all of them.</p>`;
  return left + table({ caption: `Trades, amounts in ${quote}`, columns: TRADE_COLUMNS, rows, sortable: true });
}

const number = (name: string) => ({ name, number: true });

const TRADE_COLUMNS = [
  { name: 'Opened' },
  { name: 'Closed' },
  { name: 'Symbol' },
  { name: 'Side' },
  ...['Quantity', 'Entry', 'Exit', 'Profit', 'Return', 'R', 'Fees', 'MAE', 'MFE', 'Length'].map(number),
  { name: 'Entry tag' },
  { name: 'Exit reason' },
];

function profitCell(profit: string): Cell {
  const value = Number(profit);
  return { html: formatMoney(profit), ...(value === 0 ? {} : { tone: value > 0 ? 'won' : 'lost' }) };
}

function durationCell(milliseconds: number): Cell {
  return { html: formatDuration(milliseconds), sortBy: milliseconds };
}

function nothing(): string {
  return `<span aria-label="no value">${NOTHING}</span>`;
}
