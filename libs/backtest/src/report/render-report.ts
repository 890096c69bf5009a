import { USUAL_YEAR } from '../metrics/growth';
import { describeMetric, type MetricName } from '../metrics/metric-table';
import { distributionChart, drawdownChart, equityChart, exposureChart, priceChart } from './page/charts';
import { escapeHtml } from './page/escape';
import { formatExact, formatNumber, formatPercent } from '@libs/kernel';
import { formatMetric } from './page/format';
import { logSection } from './page/log';
import { monteCarloSection } from './page/monte-carlo';
import { SCRIPT } from './page/script';
import { searchSection } from './page/search';
import { strategiesSection } from './page/strategies';
import { STYLE } from './page/style';
import { timeCell } from './page/table';
import { breakdownTable, drawdownTable, metricTables, monthTable, tradeTable } from './page/tables';
import { walkForwardSection } from './page/walk-forward';
import { endingsOf } from './endings';
import type { Report } from './report';

/**
 * SHA-256 of `SCRIPT` and `STYLE`: the browser runs only these, whatever got into the page. A test prints the new hashes after a change.
 */
export const SCRIPT_HASH = 'sha256-VinpffkCH8s1xKe/EWJeUGer0D4QNPA/UjoGDqaVGiI=';
export const STYLE_HASH = 'sha256-evtcIGlXcL2xxx4MHQutQ+nmi+q7EQvWUzp2U1B4X9Y=';

/** Also sent as a header by a server, because a policy in the page cannot forbid everything. */
export const REPORT_POLICY = `default-src 'none'; script-src '${SCRIPT_HASH}'; style-src '${STYLE_HASH}'; base-uri 'none'; form-action 'none'`;

/** Number of price charts on one page; the first symbols are shown. */
const MOST_MARKETS = 12;

const HEADLINES: readonly MetricName[] = [
  'totalReturn',
  'cagr',
  'sharpe',
  'maxDrawdown',
  'profitFactor',
  'winRate',
  'trades',
  'marketChange',
];

/**
 * One self-contained HTML file: no network, font or library. User text is escaped, and a policy in the page blocks any other script. The
 * same report gives the same bytes.
 */
export function renderReport(report: Report): string {
  const { subject } = report;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${REPORT_POLICY}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(subject.title)}</title>
<style>${STYLE}</style>
</head>
<body>
${headOf(report)}
<main>
${tilesOf(report)}
${section('Equity', equityChart(report) + drawdownChart(report))}
${report.strategies === undefined ? '' : `${section('Strategies', strategiesSection(report, report.strategies))}\n`}${section('Prices and trades', pricesOf(report))}
${section('Metrics', yearText(report) + guessesOf(report) + metricTables(report))}
${report.search === undefined ? '' : section('Search', searchSection(report.search))}
${report.walk === undefined ? '' : section('Walk forward', walkForwardSection(report.walk))}
${report.monteCarlo === undefined ? '' : section('Monte Carlo', monteCarloSection(report.monteCarlo, report))}
${section('Months and days', monthTable(report) + distributionChart(report))}
${section('Drawdowns', drawdownTable(report))}
${report.exposure === null ? '' : section('Exposure', exposureChart(report))}
${report.entryTags.length === 0 ? '' : section('Entries and exits', `<div class="pair">${breakdowns(report)}</div>`)}
${section('Trades', tradeTable(report))}
${hasLog(report) ? section('Log', logSection(report.logs ?? [])) : ''}
</main>
<footer>Times are in <span id="zone">UTC</span>; days and months are those of UTC. Amounts are in ${escapeHtml(subject.quote)}. A backtest shows what would have happened, not what will.</footer>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

function headOf(report: Report): string {
  const { subject, from, to, startingEquity, strategies } = report;
  const params = Object.entries(subject.params).map(([name, value]) => `<li>${escapeHtml(name)} <b>${escapeHtml(String(value))}</b></li>`);
  const what = strategies ? `${strategies.length} strategies on one account` : escapeHtml(`${subject.strategy} ${subject.version}`);
  const notes = (subject.notes ?? []).map((note) => `<li>${escapeHtml(note)}</li>`);
  return `<header><h1>${escapeHtml(subject.title)}</h1>
<p class="soft">Backtest of ${what}, ${timeCell(from)} to ${timeCell(to)}, starting with ${formatExact(startingEquity)} ${escapeHtml(subject.quote)}</p>
${endingsText(report)}
${params.length === 0 ? '' : `<ul class="params" aria-label="Parameters">${params.join('')}</ul>`}
${notes.length === 0 ? '' : `<ul class="notes">${notes.join('')}</ul>`}</header>`;
}

/** Whatever the figures say, they are of a run that was cut short. */
function endingsText(report: Report): string {
  const endings = endingsOf(report).map(
    ({ what, at, why }) => `<li class="lost">${escapeHtml(what)} ${timeCell(at)}${why === null ? '' : ` ${escapeHtml(why)}`}</li>`,
  );
  if (endings.length === 0) return '';
  const log = hasLog(report) ? '<p><a href="#h-log">What it wrote before</a></p>' : '';
  return `<ul class="notes" aria-label="What cut the run short">${endings.join('')}</ul>${log}`;
}

function hasLog({ logs = [] }: Report): boolean {
  return logs.length > 0;
}

function tilesOf({ metrics }: Report): string {
  const tiles = HEADLINES.map((name) => {
    const { label, unit } = describeMetric(name);
    return `<div><dt>${label}</dt><dd>${formatMetric(metrics[name], unit)}</dd></div>`;
  });
  return `<dl class="tiles">${tiles.join('')}</dl>`;
}

/** Needed to judge a Sharpe ratio. */
function yearText({ year = USUAL_YEAR }: Report): string {
  return `<p>Annualised over ${formatNumber(year.daysPerYear, 0)} days a year, at a risk-free rate of ${formatPercent(year.riskFreeRate, 2)}.</p>`;
}

/** The number of trials of which this is one; needed to judge a Sharpe ratio. */
function guessesOf({ trials, metrics }: Report): string {
  if (trials === undefined) return '';
  const { deflatedSharpe } = metrics;
  const worth =
    deflatedSharpe === null
      ? ''
      : `; the deflated Sharpe ratio, the chance that this one is more than luck, is ${formatPercent(deflatedSharpe, 1)}`;
  return `<p>${formatNumber(trials.count, 0)} trials are on record for this strategy and data${worth}.</p>`;
}

function pricesOf(report: Report): string {
  const { markets, trades } = report;
  if (markets.length === 0) return '<p>The run had no market.</p>';
  const charts = markets.slice(0, MOST_MARKETS).map((market, index) => priceChart(market, trades, report, index));
  const more = markets.length - MOST_MARKETS;
  return charts.join('\n') + (more > 0 ? `<p>${more} more markets are not drawn.</p>` : '');
}

function breakdowns({ entryTags, exitReasons, subject: { quote } }: Report): string {
  return breakdownTable('Entry tag', entryTags, quote) + breakdownTable('Exit reason', exitReasons, quote);
}

function section(title: string, content: string): string {
  const id = title.toLowerCase().replace(/ /g, '-');
  return `<section aria-labelledby="h-${id}"><h2 id="h-${id}">${title}</h2>${content}</section>`;
}
