import type { ResearchKind, ResearchRun } from '@libs/client';
import { useState } from 'react';
import { formatMetric } from '../../format/metric';
import { day, exact, fullDay, minute } from '../../format/time';
import { RUN_KINDS } from '../../format/words';
import type { Runs } from '../../hooks/use-runs';
import { figureOf, isMeasured, isOver, marketOf, pageOf } from '../../state/runs';
import { toldApart } from '../../state/told-apart';
import { DataTable } from '../data-table';
import type { Column } from '../data-table';
import { Signed } from '../figures';
import { Link } from '../link';
import { OlderButton } from '../older-button';
import { Empty, Panel } from '../panel';
import { CancelButton, RunState } from './run-state';

const MOST_COMPARED = 4;

/** Every run, newest first; two to four selected ones can be compared. */
export function RunsPanel({ runs, failure, add, loadOlder, kinds }: Runs & { readonly kinds: readonly ResearchKind[] }) {
  const [ticked, setTicked] = useState<readonly string[]>([]);
  const tick = (id: string): void => setTicked((known) => (known.includes(id) ? known.filter((one) => one !== id) : [...known, id]));
  const known = runs ?? [];
  const under = known.filter((run) => !isOver(run)).length;
  return (
    <Panel id="runs" title="Runs" aside={<Aside ticked={ticked} under={under} />}>
      {known.length === 0 ? (
        <Empty>{emptyWords(kinds, runs, failure)}</Empty>
      ) : (
        <DataTable
          label="Runs, newest first"
          columns={columns({ ticked, tick, changed: add, isMixed: kinds.length > 1, apart: toldApart(known) })}
          rows={known}
          keyOf={({ id }) => id}
          footer={loadOlder && <OlderButton what="runs" load={loadOlder} />}
        />
      )}
    </Panel>
  );
}

function Aside({ ticked, under }: { readonly ticked: readonly string[]; readonly under: number }) {
  if (ticked.length < 2) return <output className="count">{under > 0 ? `${under} under way` : 'tick two to compare them'}</output>;
  return (
    <Link to={`/backtests/compare/${ticked.join(',')}`} className="button-link">
      Compare {ticked.length}
    </Link>
  );
}

interface ColumnParts {
  readonly ticked: readonly string[];
  readonly tick: (id: string) => void;
  readonly changed: (run: ResearchRun) => void;
  /** Lists with several kinds of run name the kind. */
  readonly isMixed: boolean;
  /** What distinguishes each run from the others, by id. */
  readonly apart: ReadonlyMap<string, string>;
}

function columns({ ticked, tick, changed, isMixed, apart }: ColumnParts): readonly Column<ResearchRun>[] {
  const figure = (name: string, unit: string) => (run: ResearchRun) => run.hasReport && formatMetric(figureOf(run, name), unit);
  return [
    {
      key: 'tick',
      header: 'Compare',
      narrow: 'lead',
      cell: (run) =>
        isMeasured(run) && (
          <input
            type="checkbox"
            className="tick"
            aria-label={`Compare ${[nameOf(run), apart.get(run.id)].filter(Boolean).join(' ')}`}
            checked={ticked.includes(run.id)}
            disabled={!ticked.includes(run.id) && ticked.length >= MOST_COMPARED}
            onChange={() => tick(run.id)}
          />
        ),
    },
    {
      key: 'run',
      header: 'Run',
      narrow: 'lead',
      cell: (run) => (
        <>
          <Link to={pageOf(run)}>{run.strategy}</Link>{' '}
          <span className="terms">{[isMixed ? RUN_KINDS[run.kind].label : '', marketOf(run)].filter(Boolean).join(' · ')}</span>
          {apart.get(run.id) && <span className="reason">{apart.get(run.id)}</span>}
          {run.status === 'FAILED' && (
            <span className="reason clamped" title={run.error ?? undefined}>
              {run.error}
            </span>
          )}
        </>
      ),
    },
    {
      key: 'state',
      header: 'State',
      narrow: 'trail',
      cell: (run) => (
        <span className="run-state">
          <RunState run={run} />
          <CancelButton run={run} changed={changed} />
        </span>
      ),
    },
    { key: 'return', header: 'Return', isNumber: true, cell: (run) => run.hasReport && <Return run={run} /> },
    { key: 'sharpe', header: 'Sharpe', isNumber: true, cell: figure('sharpe', 'ratio') },
    { key: 'drawdown', header: 'Drawdown', isNumber: true, cell: figure('maxDrawdown', 'fraction') },
    { key: 'trades', header: 'Trades', isNumber: true, cell: figure('trades', 'count') },
    { key: 'won', header: 'Won', isNumber: true, cell: figure('winRate', 'fraction') },
    { key: 'asked', header: 'Asked', narrow: 'plain', cell: ({ createdAt }) => <Asked at={createdAt} /> },
  ];
}

function Return({ run }: { readonly run: ResearchRun }) {
  const value = figureOf(run, 'totalReturn');
  return typeof value === 'number' ? <Signed text={(value * 100).toFixed(2)} unit="%" /> : '–';
}

function Asked({ at }: { readonly at: string }) {
  return (
    <time dateTime={at} title={exact(at)}>
      {new Date(at).getFullYear() === new Date().getFullYear() ? `${day(at)}, ${minute(at)}` : fullDay(at)}
    </time>
  );
}

export function nameOf(run: ResearchRun): string {
  return [run.strategy, marketOf(run)].filter(Boolean).join(' ');
}

function emptyWords(kinds: readonly ResearchKind[], runs: readonly ResearchRun[] | null, failure: Error | null): string {
  if (failure) return `The runs cannot be read: ${failure.message}`;
  if (runs === null) return 'Loading runs…';
  if (kinds.includes('OPTIMISATION'))
    return 'No search was run yet. Say which parameters are searched, and start one; it goes on where it was after a restart.';
  return 'No backtest was run yet. Choose a strategy and a market, and start one; it shows here at once and you can go on while it runs.';
}
