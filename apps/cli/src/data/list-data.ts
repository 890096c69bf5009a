import { rm } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { formatTime } from '@libs/kernel';
import { planRetention, type IndexedFile, type RetentionPlan, type RetentionRule } from '@libs/market-data';
import { megabytes } from '../doctor/check';
import { EXIT, type ExitCode } from '../exit-code';
import type { Terminal } from '../terminal/terminal';
import type { ListCommand } from './commands';
import { indexed, openHouse, whileWriting, type DataHouse } from './data-house';
import { bad, durationOption, explained, sizeOption } from './data-options';

interface Shown {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly files: number;
  readonly rows: number;
  readonly bytes: number;
  /** Candles missing inside the files; of a recording, frames that were dropped. */
  readonly gaps: number;
}

/** Shows what is stored; with a rule also what it would drop, and drops it when told to. */
export async function listData(options: ListCommand, terminal: Terminal): Promise<ExitCode> {
  return explained(async () => {
    const rule = ruleOf(options);
    const house = openHouse();
    const files = await indexed(house, terminal, options.rescan);
    const plan = rule && planRetention(files, rule);
    if (plan) warn(plan, options.drop, terminal);
    if (plan && options.drop) await whileWriting(house, () => drop(house, plan));
    const left = plan && options.drop && plan.drop.length > 0 ? await indexed(house, terminal) : files;
    const rows = rowsOf(left);
    const bytes = left.reduce((sum, file) => sum + file.bytes, 0);
    const dropped = plan ? { [options.drop ? 'dropped' : 'wouldDrop']: plan.drop.map(({ path }) => path) } : {};
    terminal.result(rows.length === 0 ? 'nothing is stored' : describe(rows, bytes), { data: rows, bytes, ...dropped });
    return EXIT.ok;
  });
}

function ruleOf({ budget, keep, candles, imported, drop: dropping }: ListCommand): RetentionRule | undefined {
  if (budget === undefined && keep === undefined) {
    if (dropping) throw bad('--drop needs a rule: give --budget 20GB, --keep 30d, or both.');
    return undefined;
  }
  return {
    budget: budget === undefined ? null : sizeOption('budget', budget),
    recordingsOlderThan: keep === undefined ? null : new Date(Date.now() - durationOption('keep', keep)),
    alsoCandles: imported ? 'imported' : candles ? 'downloaded' : 'never',
  };
}

function warn({ drop: going, bytesBefore, bytesAfter, over }: RetentionPlan, dropping: boolean, terminal: Terminal): void {
  for (const { path, bytes } of going) terminal.say(`${dropping ? 'dropping' : 'would drop'} ${path} (${megabytes(bytes)})`, 'warn');
  if (going.length > 0) terminal.say(`${megabytes(bytesBefore)} ${dropping ? 'become' : 'would become'} ${megabytes(bytesAfter)}`, 'warn');
  if (over > 0)
    terminal.say(`${megabytes(over)} over the budget is data that the rule does not let go; see --candles and --imported`, 'warn');
}

async function drop({ home }: DataHouse, { drop: going }: RetentionPlan): Promise<void> {
  for (const { path, kind } of going) {
    const file = join(home.data, ...path.split('/'));
    await rm(kind === 'recording' ? dirname(file) : file, { recursive: kind === 'recording', force: true });
  }
}

function rowsOf(files: readonly IndexedFile[]): readonly Shown[] {
  const groups = Map.groupBy(files, ({ venue, symbol, kind, interval, path }) =>
    kind === 'recording'
      ? `${venue} recording ${posix.basename(posix.dirname(path))}`
      : [venue, symbol, interval, kind].filter(Boolean).join(' '),
  );
  return [...groups].map(([name, group]) => ({
    name,
    from: new Date(Math.min(...group.map(({ firstAt }) => firstAt.getTime()))).toISOString(),
    to: new Date(Math.max(...group.map(({ lastAt }) => lastAt.getTime()))).toISOString(),
    files: group.length,
    rows: sum(group, 'rowCount'),
    bytes: sum(group, 'bytes'),
    gaps: sum(group, 'gaps'),
  }));
}

function sum(group: readonly IndexedFile[], field: 'rowCount' | 'bytes' | 'gaps'): number {
  return group.reduce((total, file) => total + file[field], 0);
}

function describe(rows: readonly Shown[], bytes: number): string {
  const width = Math.max(...rows.map(({ name }) => name.length)) + 2;
  const lines = rows.map(
    ({ name, from, to, rows: count, bytes: own, gaps }) =>
      `${name.padEnd(width)}${formatTime(from)} to ${formatTime(to)}  ${String(count).padStart(9)} rows  ${megabytes(own).padStart(9)}  ${gaps} missing`,
  );
  return [...lines, `${megabytes(bytes)} in all`].join('\n');
}
