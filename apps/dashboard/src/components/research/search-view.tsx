import type { OptimisationReport, ReportedTrial } from '@libs/research';
import { useState } from 'react';
import { formatMetric, parameterText } from '../../format/metric';
import { fullDay } from '../../format/time';
import { readable } from '../../format/words';
import { valueOf } from '../../state/report';
import { DataTable } from '../data-table';
import type { Column } from '../data-table';
import { Signed } from '../figures';
import { Panel } from '../panel';

const PAGE = 50;

/** What was searched, the best result, and how much of it may be luck. */
export function SearchHead({ report }: { readonly report: OptimisationReport }) {
  const { best, objective, counts, guesses, from, to, sampler, distrusted } = report;
  const utc = { timeZone: 'UTC' };
  const metrics = best?.report.metrics ?? null;
  const deflated = metrics?.deflatedSharpe;
  return (
    <section className="report-head" aria-label="What was searched">
      <p>
        {counts.done + counts.failed} trials by {sampler}, {fullDay(from, utc)} to {fullDay(to, utc)} (UTC); {counts.failed} failed,{' '}
        {counts.refused} refused by the strategy
      </p>
      {best && (
        <>
          <dl className="chips" aria-label="Best parameters">
            {Object.entries(best.params).map(([name, value]) => (
              <div key={name}>
                <dt>{readable(name)}</dt>
                <dd>{String(value)}</dd>
              </div>
            ))}
          </dl>
          <dl className="figures" aria-label="Key figures of the best">
            <Figure name={`Best ${objective.label}`} text={formatMetric(valueOf(metrics, objective.metric), objective.unit)} isMain />
            <Figure name="Deflated Sharpe" text={formatMetric(deflated, 'fraction')} isMain />
            <Figure name="Total return" text={formatMetric(metrics?.totalReturn, 'fraction')} />
            <Figure name="Max drawdown" text={formatMetric(metrics?.maxDrawdown, 'fraction')} />
            <Figure name="Closed trades" text={formatMetric(metrics?.trades, 'count')} />
            <Figure name="Trials on record" text={formatMetric(guesses, 'count')} />
          </dl>
          <p>
            {typeof deflated === 'number'
              ? `After ${guesses} trials on this strategy and data, the chance that the best is better than luck is ${formatMetric(deflated, 'fraction')}.`
              : 'The run is too short, or earned too evenly, for a deflated Sharpe.'}
          </p>
        </>
      )}
      {distrusted.length > 0 && (
        <p className="notice">
          {distrusted.length === 1 ? 'One trial' : `${distrusted.length} trials`} could not be repeated and do not count:{' '}
          {distrusted[0]!.why}.
        </p>
      )}
    </section>
  );
}

function Figure({ name, text, isMain = false }: { readonly name: string; readonly text: string; readonly isMain?: boolean }) {
  return (
    <div className={isMain ? 'figure main-figure' : 'figure'}>
      <dt className="figure-name">{name}</dt>
      <dd className="figure-value">{text}</dd>
    </div>
  );
}

/** Every trial, best first. */
export function TrialsPanel({ report }: { readonly report: OptimisationReport }) {
  const [shown, setShown] = useState(PAGE);
  const { trials, trialsLeftOut } = report;
  const more = trials.length - shown;
  return (
    <Panel
      id="trials"
      title="Trials"
      aside={<span className="count">{trialsLeftOut === 0 ? trials.length : `${trials.length} of ${trials.length + trialsLeftOut}`}</span>}
    >
      <DataTable
        label="Trials, best first"
        columns={columns(report)}
        rows={trials.slice(0, shown)}
        keyOf={({ number }) => String(number)}
        footer={
          more > 0 && (
            <button type="button" className="older" onClick={() => setShown(shown + 5 * PAGE)}>
              Show {Math.min(more, 5 * PAGE)} more trials
            </button>
          )
        }
      />
    </Panel>
  );
}

function columns({ searched, objective, best }: OptimisationReport): readonly Column<ReportedTrial>[] {
  const measure = (name: string, unit: string) => (trial: ReportedTrial) =>
    trial.metrics && formatMetric(valueOf(trial.metrics, name), unit);
  const others = [
    ['maxDrawdown', 'Drawdown', 'fraction'],
    ['trades', 'Trades', 'count'],
    ['profitFactor', 'Profit factor', 'ratio'],
  ] as const;
  return [
    {
      key: 'value',
      header: objective.label,
      isNumber: true,
      narrow: 'lead',
      cell: ({ value, number }) => `${number === best?.number ? '★ ' : ''}${formatMetric(value, objective.unit)}`,
    },
    ...searched.map((name): Column<ReportedTrial> => ({
      key: name,
      header: readable(name),
      isNumber: true,
      cell: ({ params }) => <span title={String(params[name] ?? '')}>{parameterText(params[name])}</span>,
    })),
    {
      key: 'return',
      header: 'Return',
      isNumber: true,
      narrow: 'trail',
      cell: ({ metrics }) => {
        const value = metrics?.totalReturn;
        return typeof value === 'number' && <Signed text={(value * 100).toFixed(2)} unit="%" />;
      },
    },
    ...others
      .filter(([name]) => name !== objective.metric)
      .map(([name, header, unit]): Column<ReportedTrial> => ({ key: name, header, isNumber: true, cell: measure(name, unit) })),
    {
      key: 'why',
      header: 'Note',
      narrow: 'plain',
      cell: ({ message, value, state }) => message ?? (value === null && state === 'done' ? 'too few trades' : ''),
    },
  ];
}
