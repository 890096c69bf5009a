import type { Bands, MonteCarlo } from '../../monte-carlo/monte-carlo';
import type { Report } from '../report';
import { formatMoney, formatNumber, formatPercent } from './format';
import { bandPath, frameAround, linePath, plot, y } from './plot';
import { table } from './table';

const DAY = 86_400_000;

/** Other possible outcomes of the same trades and days. */
export function monteCarloSection(monteCarlo: MonteCarlo, report: Report): string {
  const { runs, seed, shuffled, resampled, blocks } = monteCarlo;
  const rows = [
    ...(shuffled === null ? [] : [row('Drawdown, trades in another order', shuffled.maxDrawdown, formatPercent)]),
    ...(resampled === null
      ? []
      : [
          row('Drawdown, trades drawn anew', resampled.maxDrawdown, formatPercent),
          row('Final equity, trades drawn anew', resampled.finalEquity, formatMoney),
        ]),
    ...(blocks === null
      ? []
      : [
          row('Drawdown, days drawn in blocks', blocks.maxDrawdown, formatPercent),
          row('Final equity, days drawn in blocks', blocks.finalEquity, formatMoney),
          ...(blocks.sharpe === null ? [] : [row('Sharpe, days drawn in blocks', blocks.sharpe, (value) => formatNumber(value, 2))]),
        ]),
  ];
  if (rows.length === 0) return '<p>There were too few trades and days to draw from.</p>';
  const columns = ['', '5 %', '25 %', 'middle', '75 %', '95 %'].map((name, at) => ({ name, number: at > 0 }));
  const caption = `Below which that share of ${formatNumber(runs, 0)} courses lies, seed ${seed}`;
  return lossesOf(monteCarlo) + (blocks === null ? '' : fanChart(blocks, report)) + table({ caption, columns, rows, named: true });
}

function row(name: string, { p5, p25, p50, p75, p95 }: Bands, format: (value: number) => string): string[] {
  return [name, ...[p5, p25, p50, p75, p95].map((value) => format(value))];
}

function lossesOf({ resampled, blocks }: MonteCarlo): string {
  const parts = [
    ...(resampled === null
      ? []
      : [`${formatPercent(resampled.lossProbability, 1)} of the courses of ${resampled.trades} trades drawn anew`]),
    ...(blocks === null
      ? []
      : [`${formatPercent(blocks.lossProbability, 1)} of those of ${blocks.days} days in blocks of ${blocks.blockDays} on the average`]),
  ];
  return parts.length === 0 ? '' : `<p>A loss at the end: ${parts.join(', ')}.</p>`;
}

function fanChart({ fan, days }: NonNullable<MonteCarlo['blocks']>, { from, startingEquity, subject: { quote } }: Report): string {
  const start = Number(startingEquity);
  const times = [from, ...fan.map(({ day }) => from + day * DAY)];
  const column = (name: keyof Bands): number[] => [start, ...fan.map((one) => one[name])];
  const [p5, p25, p50, p75, p95] = [column('p5'), column('p25'), column('p50'), column('p75'), column('p95')];
  const frame = frameAround({ from, to: times.at(-1)! }, [p5, p95], [start]);
  const band = (low: number[], high: number[]): string => `<path class="held" d="${bandPath(frame, times, low, high)}"/>`;
  const last = (values: number[]): string => formatMoney(values.at(-1)!);
  return plot({
    id: 'monte-carlo',
    title: `Equity, days drawn in blocks, ${quote}`,
    key: 'half of the courses lie in the inner band, nine of ten in the outer one',
    summary: `After ${days} days nine of ten courses lie between ${last(p5)} and ${last(p95)} ${quote}, the middle one at ${last(p50)}.`,
    frame,
    format: 'money',
    marks: `<path class="base" d="M0 ${y(frame, start)}h2000"/>${band(p5, p95)}${band(p25, p75)}<path class="equity" d="${linePath(frame, times, p50)}"/>`,
    readout: {
      times,
      columns: Object.entries({ '5 %': p5, Middle: p50, '95 %': p95 }).map(([name, values]) => ({ name, format: 'money', values })),
    },
  });
}
