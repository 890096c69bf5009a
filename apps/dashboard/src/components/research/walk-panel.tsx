import type { StretchFigures, WalkSummary, WalkedStretch } from '@libs/backtest';
import type { ReportMetric } from '@libs/client';
import { formatDuration } from '@libs/kernel';
import { formatMetric } from '../../format/metric';
import { exact, fullDay, minute } from '../../format/time';
import { readable } from '../../format/words';
import { Signed } from '../figures';
import { Panel } from '../panel';

/** Tests shorter than this are labelled with the time of day. */
const SHORT = 2 * 86_400_000;
const UTC = { timeZone: 'UTC' };

/** In-sample and out-of-sample results of each window. */
export function WalkPanel({ walk, metrics }: { readonly walk: WalkSummary; readonly metrics: readonly ReportMetric[] }) {
  const { windows, asked, train, test, anchored, sampler, efficiency } = walk;
  const { label, unit } = metrics.find(({ name }) => name === walk.metric) ?? { label: walk.metric, unit: 'ratio' };
  const figures = figuresOf(label, unit);
  return (
    <Panel
      id="walk"
      title="Windows"
      aside={<span className="count">{windows.length === asked ? asked : `${windows.length} of ${asked}`}, UTC</span>}
    >
      <p className="panel-words">
        Each search, for {label} by {sampler}, was given {anchored ? 'all that came before' : formatDuration(train)}; its winner then traded{' '}
        {formatDuration(test)} that the search had never seen.{' '}
        {efficiency === null
          ? 'Nothing was promised in sample, so there is no walk-forward efficiency.'
          : `Walk-forward efficiency ${formatMetric(efficiency, 'ratio')}: a year out of sample earned that part of a year in sample.`}
      </p>
      <div className="grid-scroll" role="group" aria-label="Windows" tabIndex={0}>
        <table className="grid" aria-label="Windows, in sample and out of sample">
          <thead>
            <tr>
              <th scope="col">Test</th>
              {figures.flatMap(({ name }) => [
                <th key={`${name} in`} scope="col" className="number">
                  {name} in
                </th>,
                <th key={`${name} out`} scope="col" className="number whole">
                  out
                </th>,
              ])}
              <th scope="col">Parameters</th>
            </tr>
          </thead>
          <tbody>
            {windows.map((window) => (
              <tr key={window.test.from}>
                <th scope="row">
                  <Moment at={window.test.from} isShort={test < SHORT} /> – <Moment at={window.test.to} isShort={test < SHORT} />
                </th>
                {figures.flatMap(({ name, show }) => [
                  <td key={`${name} in`} className="number">
                    {window.winner ? show(window.winner.inSample) : '–'}
                  </td>,
                  <td key={`${name} out`} className="number whole">
                    {window.winner ? show(window.winner.outOfSample) : '–'}
                  </td>,
                ])}
                <td>{wordsOf(window)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function figuresOf(label: string, unit: string) {
  const share = (value: number | null) => (value === null ? '–' : <Signed text={(value * 100).toFixed(2)} unit="%" />);
  const others = [
    { name: 'Total return', show: ({ totalReturn }: StretchFigures) => share(totalReturn) },
    { name: 'Max drawdown', show: ({ maxDrawdown }: StretchFigures) => formatMetric(maxDrawdown, 'fraction') },
    { name: 'Closed trades', show: ({ trades }: StretchFigures) => formatMetric(trades, 'count') },
  ];
  const searched = { name: label, show: ({ value }: StretchFigures) => formatMetric(value, unit) };
  return [searched, ...others.filter(({ name }) => name !== label)];
}

/** With the year, because windows can span several. */
function Moment({ at, isShort }: { readonly at: number; readonly isShort: boolean }) {
  return (
    <time dateTime={new Date(at).toISOString()} title={exact(at, UTC)}>
      {isShort ? `${fullDay(at, UTC)}, ${minute(at, UTC)}` : fullDay(at, UTC)}
    </time>
  );
}

function wordsOf({ winner }: WalkedStretch): string {
  if (winner === null) return 'no trial had a value; stood aside';
  const params = Object.entries(winner.params).map(([name, value]) => `${readable(name)} ${String(value)}`);
  return params.join(', ') + (winner.fault === null ? '' : `; ended early at ${winner.fault}`);
}
