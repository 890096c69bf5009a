import type { Report } from '@libs/backtest';
import { query } from '@libs/client';
import type { ResearchRun } from '@libs/client';
import type { OptimisationReport } from '@libs/research';
import { Empty, Panel } from '../components/panel';
import { Link } from '../components/link';
import { CoursesPanel } from '../components/research/courses-panel';
import { CurvePanel, MetricsPanel, ReportHead } from '../components/research/report-view';
import { LogPanel } from '../components/research/log-panel';
import { MonthsPanel } from '../components/research/months-panel';
import { CancelButton, RunState } from '../components/research/run-state';
import { StrategiesPanel } from '../components/research/strategies-panel';
import { SearchHead, TrialsPanel } from '../components/research/search-view';
import { SurfacePanel } from '../components/research/surface-panel';
import { WalkPanel } from '../components/research/walk-panel';
import { nameOf } from '../components/research/runs-panel';
import { TradesPanel } from '../components/research/trades-panel';
import { RUN_KINDS } from '../format/words';
import { useAnswer } from '../hooks/use-answer';
import { useRun } from '../hooks/use-runs';
import { useTitle } from '../hooks/use-title';
import { backtestOf } from '../state/report';
import { isMeasured, isOptimising, isOver } from '../state/runs';
import type { PageProps } from './page-props';

/** One run: its progress, and then its result. */
export function ReportPage({ parts, isDark }: PageProps) {
  const id = parts['id'] ?? '';
  const run = useRun(id);
  useTitle(run ? `${nameOf(run)}` : 'Backtest');
  const { answer } = useAnswer(query.researchReport, run?.hasReport ? { id } : null);
  const { answer: metrics } = useAnswer(query.reportMetrics, {});
  const report = backtestOf(answer as Report | OptimisationReport | null);
  if (run === undefined) return <Empty>Loading the run…</Empty>;
  if (run === null)
    return (
      <div className="no-account">
        <h2>There is no run {id}</h2>
        <p>
          The address may be mistyped. <Link to="/backtests">Show all backtests</Link>.
        </p>
      </div>
    );
  return (
    <article className="report" aria-label={`${RUN_KINDS[run.kind].label} of ${nameOf(run)}`}>
      <RunHead run={run} />
      {run.kind === 'OPTIMISATION' && answer !== null && <SearchParts report={answer as OptimisationReport} />}
      {report && metrics && (
        <>
          <ReportHead report={report} metrics={metrics} />
          {report.strategies && <StrategiesPanel report={report} strategies={report.strategies} metrics={metrics} />}
          {report.walk && <WalkPanel walk={report.walk} metrics={metrics} />}
          {report.monteCarlo && <CoursesPanel report={report} courses={report.monteCarlo} />}
          <CurvePanel report={report} isDark={isDark} />
          <MonthsPanel report={report} />
          <MetricsPanel report={report} metrics={metrics} />
          <TradesPanel report={report} />
          <LogPanel logs={report.logs ?? []} hasSeveral={report.strategies !== undefined} />
          <Notes notes={report.subject.notes ?? []} />
        </>
      )}
      {run.hasReport && answer === null && <Empty>Loading the report…</Empty>}
    </article>
  );
}

function SearchParts({ report }: { readonly report: OptimisationReport }) {
  return (
    <>
      <SearchHead report={report} />
      <SurfacePanel report={report} />
      <TrialsPanel report={report} />
      {report.best && <h2 className="part">The best trial</h2>}
    </>
  );
}

function RunHead({ run }: { readonly run: ResearchRun }) {
  return (
    <header className="run-head">
      <p>{isOptimising(run.kind) ? <Link to="/optimisation">Optimisation</Link> : <Link to="/backtests">Backtests</Link>}</p>
      <h2>
        {nameOf(run)} {isOptimising(run.kind) && <span className="terms">{RUN_KINDS[run.kind].label}</span>}
      </h2>
      <div className="run-acts">
        <RunState run={run} />
        <CancelButton run={run} />
        {isMeasured(run) && (
          <a href={`/api/v1/research/runs/${run.id}/report.html`} target="_blank" rel="noreferrer">
            Report as one page
          </a>
        )}
        {run.hasReport && (
          <a href={`/api/v1/research/runs/${run.id}/report`} target="_blank" rel="noreferrer">
            JSON
          </a>
        )}
      </div>
      {run.error !== null && (
        <p className="notice" role="alert">
          {run.error}
        </p>
      )}
      {!isOver(run) && <p className="hint">The report appears here when it is ready; you may leave this page.</p>}
    </header>
  );
}

function Notes({ notes }: { readonly notes: readonly string[] }) {
  if (notes.length === 0) return null;
  return (
    <Panel id="notes" title="What to know">
      <ul className="notes">
        {notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </Panel>
  );
}
