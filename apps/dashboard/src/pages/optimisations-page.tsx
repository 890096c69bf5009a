import { query } from '@libs/client';
import type { ResearchRun } from '@libs/client';
import { useState } from 'react';
import { Empty, Panel } from '../components/panel';
import { SearchForm } from '../components/research/search-form';
import { RunsPanel, nameOf } from '../components/research/runs-panel';
import { useAnswer } from '../hooks/use-answer';
import { useRuns } from '../hooks/use-runs';
import { useTitle } from '../hooks/use-title';
import type { PageProps } from './page-props';

/** Starts searches of parameters and shows what became of them. */
export function OptimisationsPage({ strategies }: PageProps) {
  useTitle('Optimisation');
  const runs = useRuns();
  const { answer: candles } = useAnswer(query.storedCandles, {});
  const { answer: metrics } = useAnswer(query.reportMetrics, {});
  const [said, setSaid] = useState('');
  const started = (run: ResearchRun): void => {
    runs.add(run);
    setSaid(`The search over ${nameOf(run)} is queued.`);
  };
  return (
    <div className="research">
      <Panel id="start" title="New optimisation">
        {strategies.length === 0 ? (
          <Empty>Waiting for the list of strategies…</Empty>
        ) : (
          <SearchForm strategies={strategies} candles={candles ?? []} metrics={metrics ?? []} started={started} />
        )}
        <p className="heard-only" role="status">
          {said}
        </p>
      </Panel>
      <RunsPanel {...runs} kind="OPTIMISATION" />
    </div>
  );
}
