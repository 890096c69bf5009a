import { query } from '@libs/client';
import type { ResearchRun } from '@libs/client';
import { useState } from 'react';
import { BacktestForm } from '../components/research/backtest-form';
import { StartPanel } from '../components/research/start-panel';
import { StoredData } from '../components/research/stored-data';
import { RunsPanel, nameOf } from '../components/research/runs-panel';
import { Empty } from '../components/panel';
import { useAnswer } from '../hooks/use-answer';
import { useRuns } from '../hooks/use-runs';
import { useTitle } from '../hooks/use-title';
import type { PageProps } from './page-props';

const BACKTESTS = ['BACKTEST'] as const;

/** Starts backtests and shows their results. */
export function BacktestsPage({ strategies }: PageProps) {
  useTitle('Backtests');
  const runs = useRuns(BACKTESTS);
  const { answer: candles } = useAnswer(query.storedCandles, {});
  const [begun, setBegun] = useState<readonly ResearchRun[]>([]);
  const started = (run: ResearchRun): void => {
    runs.add(run);
    setBegun((known) => [...known, run]);
  };
  const newest = begun.at(-1);
  return (
    <div className="research">
      <StartPanel
        title="New backtest"
        hasRuns={runs.runs && runs.runs.length > 0}
        started={begun.length}
        said={newest ? `The backtest of ${nameOf(newest)} is queued.` : ''}
      >
        {strategies.length === 0 ? (
          <Empty>Waiting for the list of strategies…</Empty>
        ) : (
          <BacktestForm strategies={strategies} candles={candles ?? []} started={started} kind="BACKTEST" />
        )}
      </StartPanel>
      <div className="charts">
        <RunsPanel {...runs} kinds={BACKTESTS} />
        <StoredData candles={candles} />
      </div>
    </div>
  );
}
