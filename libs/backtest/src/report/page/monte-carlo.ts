import type { Bands, MonteCarlo } from '../../monte-carlo/monte-carlo';
import type { Report } from '../report';
import { formatMoney, formatNumber, formatPercent } from '@libs/kernel';
import { bandPath, frameAround, linePath, plot, y } from './plot';
import { table } from './table';

const DAY = 86_400_000;

/** Other possible outcomes of the same trades and days. */
export function monteCarloSection(monteCarlo: MonteCarlo, report: Report): string {
  const { runs, seed, shuffled, resampled, blocks } = monteCarlo;
  const rows = [
    ...(shuffled === null ? [] : [row('Drawdown, trades shuffled', shuffled.maxDrawdown, formatPercent)]),
    ...(resampled === null
      ? []
      : [
          row('Drawdown, trades resampled', resampled.maxDrawdown, formatPercent),
          row('Final equity, trades resampled', resampled.finalEquity, formatMoney),
        ]),
    ...(blocks === null
      ? []
      : [
          row('Drawdown, days resampled in blocks', blocks.maxDrawdown, formatPercent),
          row('Final equity, days resampled in blocks', blocks.finalEquity, formatMoney),
          ...(blocks.sharpe === null ? [] : [row('Sharpe, days resampled in blocks', blocks.sharpe, (value) => formatNumber(value, 2))]),
        ]),
  ];
  if (rows.length === 0) return '<p>Too few trades and days to resample.</p>';
  const columns = ['', '5 %', '25 %', 'median', '75 %', '95 %'].map((name, at) => ({ name, number: at > 0 }));
  const caption = `Percentiles of ${formatNumber(runs, 0)} resamplings, seed ${seed}`;
  return lossesOf(monteCarlo) + (blocks === null ? '' : fanChart(blocks, report)) + table({ caption, columns, rows, named: true });
}

function row(name: string, { p5, p25, p50, p75, p95 }: Bands, format: (value: number) => string): string[] {
  return [name, ...[p5, p25, p50, p75, p95].map((value) => format(value))];
}

function lossesOf({ resampled, blocks }: MonteCarlo): string {
  const parts = [
    ...(resampled === null ? [] : [`${formatPercent(resampled.lossProbability, 1)} of resamplings of the ${resampled.trades} trades`]),
    ...(blocks === null
      ? []
      : [
          `${formatPercent(blocks.lossProbability, 1)} of resamplings of the ${blocks.days} days in blocks of ${blocks.blockDays} on average`,
        ]),
  ];
  return parts.length === 0 ? '' : `<p>Ends with a loss: ${parts.join(', ')}.</p>`;
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
    title: `Equity, days resampled in blocks, ${quote}`,
    key: 'half of the resamplings lie in the inner band, nine of ten in the outer one',
    summary: `After ${days} days nine of ten resamplings lie between ${last(p5)} and ${last(p95)} ${quote}, the median at ${last(p50)}.`,
    frame,
    format: 'money',
    marks: `<path class="base" d="M0 ${y(frame, start)}h2000"/>${band(p5, p95)}${band(p25, p75)}<path class="equity" d="${linePath(frame, times, p50)}"/>`,
    readout: {
      times,
      columns: Object.entries({ '5 %': p5, Median: p50, '95 %': p95 }).map(([name, values]) => ({ name, format: 'money', values })),
    },
  });
}
