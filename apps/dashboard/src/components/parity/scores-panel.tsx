import type { Account, Deployment, ParityScore } from '@libs/client';
import { useState } from 'react';
import { fullDay, minute } from '../../format/time';
import type { Parity } from '../../hooks/use-parity';
import { pointsOf, verdictOf } from '../../state/parity';
import { isOver } from '../../state/runs';
import { Badge } from '../badge';
import { DataTable } from '../data-table';
import type { Column } from '../data-table';
import { Delta } from '../figures';
import { Link } from '../link';
import { Empty, Panel } from '../panel';
import { RunState } from '../research/run-state';
import { EqualBadge } from './equalities';

export interface ScoresPanelProps extends Parity {
  readonly chosen: string | null;
  readonly accounts: readonly Account[];
}

/** Every deployment with its score, and a button that measures it. */
export function ScoresPanel({ deployments, scores, runs, measure, trouble, chosen, accounts }: ScoresPanelProps) {
  const named = (accountId: string): string => accounts.find(({ id }) => id === accountId)?.name ?? '';
  return (
    <Panel id="scores" title="Parity with a backtest">
      {trouble !== null && (
        <p className="problem panel-problem" role="alert">
          {trouble}
        </p>
      )}
      {deployments === null || deployments.length === 0 ? (
        <Empty>
          {deployments === null
            ? 'Loading deployments…'
            : 'Nothing was deployed yet. Deploy a strategy, let it trade, and measure here whether it trades as its backtest does.'}
          {deployments !== null && <code className="command">npx plimsoll deploy ema-cross --account demo</code>}
        </Empty>
      ) : (
        <DataTable
          label="Deployments"
          columns={columns({ scores, runs, measure }, chosen, named)}
          rows={deployments}
          keyOf={({ id }) => id}
        />
      )}
    </Panel>
  );
}

function columns(
  { scores, runs, measure }: Pick<Parity, 'scores' | 'runs' | 'measure'>,
  chosen: string | null,
  named: (accountId: string) => string,
): readonly Column<Deployment>[] {
  const ofScore = (show: (score: ParityScore) => React.ReactNode) => (deployment: Deployment) => {
    const score = scores.get(deployment.id);
    return score ? show(score) : '–';
  };
  return [
    {
      key: 'name',
      header: 'Deployment',
      narrow: 'lead',
      cell: ({ id, strategy, accountId, symbol, interval }) => (
        <>
          <Link to={`/parity/${id}`} isCurrent={id === chosen}>
            {strategy}
          </Link>{' '}
          <span className="terms">{[named(accountId), symbol, interval, id.slice(0, 8)].filter(Boolean).join(' · ')}</span>
        </>
      ),
    },
    { key: 'verdict', header: 'Verdict', narrow: 'trail', cell: ofScore((score) => <Badge word={verdictOf(score)} />) },
    { key: 'decisions', header: 'Decisions', cell: ofScore(({ decisions }) => <EqualBadge share={decisions} />) },
    { key: 'fills', header: 'Fills', cell: ofScore(({ fills }) => <EqualBadge share={fills} />) },
    {
      key: 'difference',
      header: 'Difference',
      isNumber: true,
      cell: ofScore(({ difference, settleAsset }) => difference !== null && <Delta text={difference} unit={settleAsset ?? ''} />),
    },
    {
      key: 'points',
      header: 'Of turnover',
      isNumber: true,
      cell: ofScore(({ difference, turnover }) => {
        const points = difference === null ? null : pointsOf(difference, turnover);
        return points !== null && <Delta text={points} unit="bps" />;
      }),
    },
    {
      key: 'at',
      header: 'Measured',
      narrow: 'plain',
      cell: ofScore(({ measuredAt }) => <time dateTime={measuredAt}>{`${fullDay(measuredAt)}, ${minute(measuredAt)}`}</time>),
    },
    {
      key: 'act',
      header: 'Act',
      narrow: 'plain',
      cell: ({ id, strategy }) => {
        const run = runs.get(id);
        if (run && !isOver(run)) return <RunState run={run} />;
        return (
          <>
            <MeasureButton id={id} strategy={strategy} measure={measure} isKnown={scores.has(id)} />
            {run?.status === 'FAILED' && <span className="reason">{run.error}</span>}
          </>
        );
      },
    },
  ];
}

interface MeasureProps {
  readonly id: string;
  readonly strategy: string;
  readonly measure: Parity['measure'];
  readonly isKnown: boolean;
}

function MeasureButton({ id, strategy, measure, isKnown }: MeasureProps) {
  const [trouble, setTrouble] = useState<string | null>(null);
  const act = async (): Promise<void> => {
    try {
      await measure(id);
      setTrouble(null);
    } catch (error) {
      setTrouble(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <>
      <button type="button" className="button small" onClick={() => void act()} aria-label={`Measure ${strategy} ${id.slice(0, 8)}`}>
        {isKnown ? 'Measure again' : 'Measure'}
      </button>
      {trouble !== null && (
        <span className="problem" role="alert">
          {trouble}
        </span>
      )}
    </>
  );
}
