import type { Report } from '@libs/backtest';
import { ApiError, query } from '@libs/client';
import type { ComparedMetric, ResearchRun } from '@libs/client';
import { useEffect, useMemo } from 'react';
import { createCurvesPainter } from '../charts/curves-painter';
import { usePainter } from '../components/chart-box';
import { Link } from '../components/link';
import { Empty, Panel } from '../components/panel';
import { nameOf } from '../components/research/runs-panel';
import { formatMetric } from '../format/metric';
import { RUN_KINDS } from '../format/words';
import { useAnswer } from '../hooks/use-answer';
import { useReports } from '../hooks/use-reports';
import { useTitle } from '../hooks/use-title';
import { pointsOf } from '../state/report';
import type { Point } from '../state/report';
import { differences } from '../state/differences';
import { pageOf, shownTermsOf } from '../state/runs';
import { termsText } from '../state/told-apart';
import type { PageProps } from './page-props';

/** Two to four runs side by side, with their curves overlaid. */
export function ComparePage({ parts, isDark }: PageProps) {
  useTitle('Compare backtests');
  const ids = (parts['ids'] ?? '').split(',').filter((id) => id !== '');
  const { answer, failure } = useAnswer(query.compareRuns, { ids });
  if (!answer)
    return (
      <div className="no-account">
        <Empty>{failure ? wordsOf(failure) : 'Loading the runs…'}</Empty>
        <p>
          <Link to="/backtests">Choose two to four runs</Link>.
        </p>
      </div>
    );
  const { runs, endings, rows, warnings } = answer;
  return (
    <article className="report" aria-label="Comparison of runs">
      <header className="run-head">
        <p>
          <Link to="/backtests">Backtests</Link>
        </p>
        <h2>{runs.length} runs side by side</h2>
        {warnings.length > 0 && (
          <p className="notice" role="note">
            {warnings.join(' ')}
          </p>
        )}
      </header>
      <CurvesPanel runs={runs} endings={endings} isDark={isDark} />
      <ComparedPanel runs={runs} rows={rows} />
    </article>
  );
}

function wordsOf(failure: Error): string {
  return failure instanceof ApiError ? failure.messages.join(' ') : `${failure.message}. Trying again.`;
}

interface LegendProps {
  readonly runs: readonly ResearchRun[];
  /** What cut each run short, in the same order. */
  readonly endings: readonly (string | null)[];
}

function CurvesPanel({ runs, endings, isDark }: LegendProps & { readonly isDark: boolean }) {
  const reports = useReports(runs.map(({ id }) => id));
  const [container, painter] = usePainter(createCurvesPainter, isDark);
  const curves = useMemo(() => reports?.map(returnsOf) ?? [], [reports]);
  useEffect(() => painter?.curves(curves), [painter, curves]);
  return (
    <Panel id="curves" title="Return" aside={<span className="count">percent of the starting equity</span>}>
      <Legend runs={runs} endings={endings} />
      <div className="chart report-chart">
        <div
          className="chart-canvas"
          ref={container}
          role="img"
          aria-label={`Return of ${runs.map(nameOf).join(', ')} over time; the table below has the numbers`}
        />
        {reports === null && <Empty>Loading the curves…</Empty>}
      </div>
    </Panel>
  );
}

/** In percent of the starting equity. */
function returnsOf(report: Report | null): readonly Point[] {
  return report === null ? [] : pointsOf(report.equity, (equity) => (equity / Number(report.startingEquity) - 1) * 100);
}

function Legend({ runs, endings }: LegendProps) {
  const labels = differences(runs.map(shownTermsOf));
  const isMixed = runs.some(({ kind }) => kind !== 'BACKTEST');
  return (
    <ol className="legend" aria-label="Runs">
      {runs.map((run, index) => (
        <li key={run.id} className={`line-${index}`}>
          <span>
            <b>{letter(index)}</b> <Link to={pageOf(run)}>{nameOf(run)}</Link>{' '}
            <span className="terms">
              {[
                isMixed ? RUN_KINDS[run.kind].label : '',
                endings[index] ?? (run.status === 'FAILED' ? 'ended early' : ''),
                termsText(labels[index]!),
              ]
                .filter(Boolean)
                .join(', ')}
            </span>
          </span>
        </li>
      ))}
    </ol>
  );
}

function ComparedPanel({ runs, rows }: { readonly runs: readonly ResearchRun[]; readonly rows: readonly ComparedMetric[] }) {
  return (
    <Panel id="compared" title="Measures" aside={<span className="count">★ best</span>}>
      <div className="grid-scroll" role="group" aria-label="Measures of each run" tabIndex={0}>
        <table className="grid" aria-label="Measures of each run">
          <thead>
            <tr>
              <th scope="col">Measure</th>
              {runs.map((run, index) => (
                <th key={run.id} scope="col" className="number">
                  <span className={`line-${index}`}>{letter(index)}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, label, unit, values, best }) => (
              <tr key={name}>
                <th scope="row">{label}</th>
                {(values as readonly unknown[]).map((value, index) => (
                  <td key={runs[index]!.id} className={best.includes(index) ? 'number best' : 'number'}>
                    {best.includes(index) && (
                      <>
                        <span aria-hidden="true">★ </span>
                        <span className="heard-only">best: </span>
                      </>
                    )}
                    {formatMetric(value, unit)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function letter(index: number): string {
  return 'ABCD'[index] ?? '';
}
