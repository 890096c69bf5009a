import { formatNumber } from '@libs/kernel';
import type { RunLog } from '../../metrics/run-record';
import type { StrategyLine } from '../../run/strategy-lines';
import { escapeHtml } from './escape';
import { table, timeCell } from './table';

const COLUMNS = [{ name: 'Time' }, { name: 'Level' }, { name: 'Line' }];

/** What the strategies wrote, a table each. */
export function logSection(logs: readonly RunLog[]): string {
  return logs.map((log) => table({ caption: `Log of ${log.strategy}`, columns: COLUMNS, rows: rowsOf(log) })).join('\n');
}

function rowsOf({ first, leftOut, last }: RunLog): readonly (readonly string[])[] {
  const row = ({ at, level, message }: StrategyLine): readonly string[] => [timeCell(at), level, escapeHtml(message)];
  const gap = leftOut === 0 ? [] : [['', '', `<i>${formatNumber(leftOut, 0)} lines are left out here</i>`]];
  return [...first.map(row), ...gap, ...last.map(row)];
}
