import { query } from '@libs/client';
import type { ResearchRun } from '@libs/client';
import { useState } from 'react';
import { Empty } from '../components/panel';
import { BacktestForm } from '../components/research/backtest-form';
import { SearchForm } from '../components/research/search-form';
import { StartPanel } from '../components/research/start-panel';
import { RunsPanel, nameOf } from '../components/research/runs-panel';
import { RUN_KINDS } from '../format/words';
import { useAnswer } from '../hooks/use-answer';
import { useKept } from '../hooks/use-kept';
import { useRuns } from '../hooks/use-runs';
import { useTitle } from '../hooks/use-title';
import { OPTIMISING } from '../state/runs';
import type { OptimisingKind } from '../state/runs';
import type { PageProps } from './page-props';

/** Starts searches, walk-forwards and Monte Carlo runs, and shows their results. */
export function OptimisationsPage({ strategies }: PageProps) {
  useTitle('Optimisation');
  const runs = useRuns(OPTIMISING);
  const { answer: candles } = useAnswer(query.storedCandles, {});
  const { answer: metrics } = useAnswer(query.reportMetrics, {});
  const [kind, setKind] = useKept<OptimisingKind>('kind of run', 'OPTIMISATION');
  const [begun, setBegun] = useState<readonly ResearchRun[]>([]);
  const started = (run: ResearchRun): void => {
    runs.add(run);
    setBegun((known) => [...known, run]);
  };
  const newest = begun.at(-1);
  const given = { strategies, candles: candles ?? [], started };
  return (
    <div className="research">
      <StartPanel
        title="New run"
        hasRuns={runs.runs && runs.runs.length > 0}
        started={begun.length}
        said={newest ? `${RUN_KINDS[newest.kind].label} of ${nameOf(newest)} is queued.` : ''}
      >
        {strategies.length === 0 ? (
          <Empty>Waiting for the list of strategies…</Empty>
        ) : (
          <>
            <KindChoice chosen={kind} choose={setKind} />
            {kind === 'MONTE_CARLO' ? (
              <BacktestForm key={kind} {...given} kind={kind} />
            ) : (
              <SearchForm key={kind} {...given} metrics={metrics ?? []} kind={kind} />
            )}
          </>
        )}
      </StartPanel>
      <RunsPanel {...runs} kinds={OPTIMISING} />
    </div>
  );
}

interface KindProps {
  readonly chosen: OptimisingKind;
  readonly choose: (kind: OptimisingKind) => void;
}

function KindChoice({ chosen, choose }: KindProps) {
  return (
    <fieldset className="kinds">
      <legend className="heard-only">Kind of run</legend>
      {OPTIMISING.map((kind) => (
        <label key={kind}>
          <input type="radio" name="kind" checked={kind === chosen} onChange={() => choose(kind)} />
          <span>{RUN_KINDS[kind].label}</span>
        </label>
      ))}
      <p className="hint">{RUN_KINDS[chosen].meaning}</p>
    </fieldset>
  );
}
