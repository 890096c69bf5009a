import { query } from '@libs/client';
import type { ResearchRun } from '@libs/client';
import { useState } from 'react';
import { BacktestForm } from '../components/research/backtest-form';
import { StoredData } from '../components/research/stored-data';
import { RunsPanel, nameOf } from '../components/research/runs-panel';
import { Empty, Panel } from '../components/panel';
import { useAnswer } from '../hooks/use-answer';
import { useRuns } from '../hooks/use-runs';
import { useTitle } from '../hooks/use-title';
import type { PageProps } from './page-props';

const BACKTESTS = ['BACKTEST'] as const;

/** Starts backtests and shows what became of them. */
export function BacktestsPage({ strategies }: PageProps) {
  useTitle('Backtests');
  const runs = useRuns();
  const { answer: candles } = useAnswer(query.storedCandles, {});
  const [said, setSaid] = useState('');
  const started = (run: ResearchRun): void => {
    runs.add(run);
    setSaid(`The backtest of ${nameOf(run)} is queued.`);
  };
  return (
    <div className="research">
      <Panel id="start" title="New backtest">
        {strategies.length === 0 ? (
          <Empty>Waiting for the list of strategies…</Empty>
        ) : (
          <BacktestForm strategies={strategies} candles={candles ?? []} started={started} kind="BACKTEST" />
        )}
        <p className="heard-only" role="status">
          {said}
        </p>
      </Panel>
      <div className="charts">
        <RunsPanel {...runs} kinds={BACKTESTS} />
        <StoredData candles={candles} />
      </div>
    </div>
  );
}
