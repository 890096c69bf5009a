import type { Report } from '@libs/backtest';
import { formatMetric } from '../../format/metric';
import { clock, fullDay } from '../../format/time';
import { DataTable } from '../data-table';
import type { Column } from '../data-table';
import { Panel } from '../panel';

interface Row {
  readonly key: string;
  /** Null where lines are left out. */
  readonly at: number | null;
  readonly strategy: string;
  readonly level: string;
  readonly message: string;
}

const UTC = { timeZone: 'UTC' };
const TIME: Column<Row> = {
  key: 'time',
  header: 'Time, UTC',
  narrow: 'plain',
  cell: ({ at }) => at !== null && <time dateTime={new Date(at).toISOString()}>{`${fullDay(at, UTC)} ${clock(at, UTC)}`}</time>,
};
const STRATEGY: Column<Row> = { key: 'strategy', header: 'Strategy', narrow: 'plain', cell: ({ strategy }) => strategy };
const REST: readonly Column<Row>[] = [
  { key: 'level', header: 'Level', narrow: 'plain', cell: ({ level }) => level },
  { key: 'line', header: 'Line', narrow: 'plain', cell: ({ message }) => <span className="log-line">{message}</span> },
];

/** What the strategies wrote to their logs, each its first and its last lines. */
export function LogPanel({ logs, hasSeveral }: { readonly logs: NonNullable<Report['logs']>; readonly hasSeveral: boolean }) {
  const rows = logs.flatMap(rowsOf);
  if (rows.length === 0) return null;
  return (
    <Panel id="log" title="Log">
      <DataTable
        label="Log lines, oldest first"
        columns={hasSeveral ? [TIME, STRATEGY, ...REST] : [TIME, ...REST]}
        rows={rows}
        keyOf={({ key }) => key}
      />
    </Panel>
  );
}

function rowsOf({ strategy, first, leftOut, last }: NonNullable<Report['logs']>[number]): readonly Row[] {
  const gap = { at: null, level: '', message: `${formatMetric(leftOut, 'count')} lines are left out here` };
  return [...first, ...(leftOut > 0 ? [gap] : []), ...last].map((line, index) => ({ ...line, strategy, key: `${strategy} ${index}` }));
}
