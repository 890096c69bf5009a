import type { MonteCarlo, Report } from '@libs/backtest';
import { formatMetric } from '../../format/metric';
import { fanOf } from '../../state/fan';
import { Empty, Panel } from '../panel';

type Bands = NonNullable<MonteCarlo['shuffled']>['maxDrawdown'];

const SHARES = [
  ['p5', '5 %'],
  ['p25', '25 %'],
  ['p50', 'median'],
  ['p75', '75 %'],
  ['p95', '95 %'],
] as const;

/** Other possible outcomes of the same trades and days. */
export function CoursesPanel({ report, courses }: { readonly report: Report; readonly courses: MonteCarlo }) {
  const rows = rowsOf(courses);
  return (
    <Panel
      id="courses"
      title="Monte Carlo"
      aside={
        <span className="count">
          {formatMetric(courses.runs, 'count')} resamplings, seed {courses.seed}
        </span>
      }
    >
      {rows.length === 0 ? (
        <Empty>Too few trades and days to resample; at least two of either are needed.</Empty>
      ) : (
        <>
          <p className="panel-words">{lossesOf(courses)}</p>
          {courses.blocks && <FanChart blocks={courses.blocks} report={report} />}
          <div className="grid-scroll" role="group" aria-label="Percentiles of the resamplings" tabIndex={0}>
            <table className="grid" aria-label="Percentiles of the resamplings">
              <thead>
                <tr>
                  <th scope="col">Percentile</th>
                  {SHARES.map(([name, words]) => (
                    <th key={name} scope="col" className="number">
                      {words}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map(({ name, bands, unit }) => (
                  <tr key={name}>
                    <th scope="row">{name}</th>
                    {SHARES.map(([share]) => (
                      <td key={share} className="number">
                        {formatMetric(bands[share], unit)}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </Panel>
  );
}

function FanChart({ blocks, report }: { readonly blocks: NonNullable<MonteCarlo['blocks']>; readonly report: Report }) {
  const { outer, inner, middle, start, least, most } = fanOf(blocks, Number(report.startingEquity));
  const { p5, p50, p95 } = blocks.finalEquity;
  const money = (value: number): string => formatMetric(value, 'money');
  const words = `After ${blocks.days} days nine of ten resamplings lie between ${money(p5)} and ${money(p95)} ${report.subject.quote}, the median at ${money(p50)}`;
  return (
    <figure className="fan">
      <div className="fan-plot">
        <svg viewBox="0 0 100 100" preserveAspectRatio="none" role="img" aria-label={words}>
          <path className="band" d={outer} />
          <path className="band" d={inner} />
          <path className="base" d={`M0 ${start}H100`} />
          <path className="middle" d={middle} />
        </svg>
        <div className="fan-scale" aria-hidden="true">
          <span style={{ top: 0 }}>{money(most)}</span>
          {start > 8 && start < 92 && <span style={{ top: `${start}%` }}>{money(Number(report.startingEquity))}</span>}
          <span style={{ top: '100%' }}>{money(least)}</span>
        </div>
      </div>
      <figcaption>
        Equity in {report.subject.quote} over {blocks.days} days, resampled in blocks of {blocks.blockDays} on average: half of the
        resamplings lie in the inner band, nine of ten in the outer one.
      </figcaption>
    </figure>
  );
}

function rowsOf({
  shuffled,
  resampled,
  blocks,
}: MonteCarlo): readonly { readonly name: string; readonly bands: Bands; readonly unit: string }[] {
  const rows: readonly (readonly [name: string, bands: Bands | null | undefined, unit: string])[] = [
    ['Drawdown, trades shuffled', shuffled?.maxDrawdown, 'fraction'],
    ['Drawdown, trades resampled', resampled?.maxDrawdown, 'fraction'],
    ['Final equity, trades resampled', resampled?.finalEquity, 'money'],
    ['Drawdown, days resampled in blocks', blocks?.maxDrawdown, 'fraction'],
    ['Final equity, days resampled in blocks', blocks?.finalEquity, 'money'],
    ['Sharpe, days resampled in blocks', blocks?.sharpe, 'ratio'],
  ];
  return rows.flatMap(([name, bands, unit]) => (bands ? [{ name, bands, unit }] : []));
}

function lossesOf({ resampled, blocks }: MonteCarlo): string {
  const parts = [
    ...(resampled ? [`${formatMetric(resampled.lossProbability, 'fraction')} of resamplings of the ${resampled.trades} trades`] : []),
    ...(blocks ? [`${formatMetric(blocks.lossProbability, 'fraction')} of resamplings of the ${blocks.days} days in blocks`] : []),
  ];
  return parts.length === 0 ? '' : `Ends with a loss: ${parts.join(', ')}.`;
}
