import { METRIC_NAMES, describeMetric } from '../../metrics/metric-table';
import type { BreakdownRow, Report, ReportDrawdown, ReportTrade } from '../report';
import { escapeHtml } from './escape';
import { NO_VALUE, formatDuration, formatExact, formatMoney, formatNumber, formatPercent } from '@libs/kernel';
import { formatMetric } from './format';
import { table, timeCell, type Cell, type TableColumn } from './table';

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

/** Years down, months across, each with its return; a year's return is compounded from its months. */
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

/** `what` names the column: entry tag or exit reason. */
export function breakdownTable(what: string, list: readonly BreakdownRow[], quote: string): string {
  if (list.length === 0) return '';
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

const number = (name: string): TableColumn => ({ name, number: true });

interface TradeColumn extends TableColumn {
  readonly cell: (trade: ReportTrade, report: Report) => Cell | string;
}

const numeric = (name: string, cell: TradeColumn['cell']): TradeColumn => ({ name, number: true, cell });

const R: TradeColumn = numeric('R', ({ r }) => (r === null ? nothing() : formatNumber(r, 2)));

const STRATEGY: TradeColumn = { name: 'Strategy', cell: ({ strategy }) => escapeHtml(strategy ?? '') };

const TRADE_COLUMNS: readonly TradeColumn[] = [
  { name: 'Opened', cell: ({ openedAt }) => timeCell(openedAt) },
  { name: 'Closed', cell: ({ closedAt }) => (closedAt === null ? 'open' : timeCell(closedAt)) },
  STRATEGY,
  { name: 'Symbol', cell: ({ symbol }) => escapeHtml(symbol) },
  { name: 'Side', cell: ({ side }) => (side === 'LONG' ? 'long' : 'short') },
  { name: 'Entry tag', cell: ({ entryTag }) => escapeHtml(entryTag ?? '') },
  { name: 'Exit reason', cell: ({ exitReason }) => escapeHtml(exitReason ?? '') },
  numeric('Profit', ({ profit }) => profitCell(profit)),
  numeric('Return', (trade) => formatPercent(trade.return)),
  R,
  numeric('Quantity', ({ quantity }) => formatExact(quantity)),
  numeric('Entry', ({ entryPrice }) => formatExact(entryPrice)),
  numeric('Exit', exitCell),
  numeric('Fees', ({ fees }) => formatMoney(fees)),
  numeric('Funding', ({ funding }) => formatMoney(funding)),
  numeric('MAE', ({ adverse }) => formatMoney(adverse)),
  numeric('MFE', ({ favourable }) => formatMoney(favourable)),
  numeric('Length', ({ openedAt, closedAt }, { to }) => durationCell((closedAt ?? to) - openedAt)),
];

/** Every listed trade; R only if the run stated risks, the strategy only if there were several. */
export function tradeTable(report: Report): string {
  const { trades, tradesLeftOut, subject } = report;
  if (trades.length === 0) return '<p>Nothing was traded.</p>';
  const leftOut = new Set([...(trades.some(({ r }) => r !== null) ? [] : [R]), ...(report.strategies ? [] : [STRATEGY])]);
  const columns = TRADE_COLUMNS.filter((column) => !leftOut.has(column));
  const rows = trades.map((trade) => columns.map(({ cell }) => cell(trade, report)));
  const left = `<p>${formatNumber(tradesLeftOut, 0)} trades with smaller results are not listed; metrics count all of them.</p>`;
  return (tradesLeftOut === 0 ? '' : left) + table({ caption: `Trades, amounts in ${subject.quote}`, columns, rows, sortable: true });
}

function profitCell(profit: string): Cell {
  const value = Number(profit);
  return { html: formatMoney(profit), ...(value === 0 ? {} : { tone: value > 0 ? 'won' : 'lost' }) };
}

/** Not the price of a sale while the position is open. */
function exitCell({ closedAt, exitPrice }: ReportTrade): Cell | string {
  if (exitPrice === null) return nothing();
  const price = formatExact(exitPrice);
  return closedAt === null ? { html: `open, last price ${price}`, sortBy: Number(exitPrice) } : price;
}

function durationCell(milliseconds: number): Cell {
  return { html: formatDuration(milliseconds), sortBy: milliseconds };
}

function nothing(): string {
  return `<span aria-label="no value">${NO_VALUE}</span>`;
}
