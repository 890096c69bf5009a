import { posix } from 'node:path';
import type { IndexedFile } from './reindex';

/** What retention looks at. */
export type RetainedFile = Pick<IndexedFile, 'path' | 'bytes' | 'kind' | 'lastAt' | 'sources'>;

export interface RetentionRule {
  /** Bytes that all data may take; null sets no limit. */
  readonly budget: number | null;
  /** Recordings older than this go; null keeps them. */
  readonly recordingsOlderThan: Date | null;
  /** Downloaded candles may go as well when recordings alone do not make room, and imported ones too. */
  readonly alsoCandles: 'never' | 'downloaded' | 'imported';
}

/** What would be dropped, and why; nothing is dropped by asking. */
export interface RetentionPlan {
  /** Files in the order in which they go; a recording goes as a whole. */
  readonly drop: readonly RetainedFile[];
  readonly bytesBefore: number;
  readonly bytesAfter: number;
  /** Bytes that are still over the budget, because the rest may not be dropped. */
  readonly over: number;
}

/** Oldest recordings first, then what else the rule allows, oldest first, until the budget holds. */
export function planRetention(files: readonly RetainedFile[], rule: RetentionRule): RetentionPlan {
  const bytesBefore = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const drop: RetainedFile[] = [];
  let bytesAfter = bytesBefore;
  const take = (group: readonly RetainedFile[]): void => {
    drop.push(...group);
    bytesAfter -= group.reduce((sum, { bytes }) => sum + bytes, 0);
  };
  for (const group of inOrder(files, rule)) {
    const isOld = group[0]!.kind === 'recording' && rule.recordingsOlderThan !== null && lastOf(group) < rule.recordingsOlderThan.getTime();
    if (isOld || (rule.budget !== null && bytesAfter > rule.budget)) take(group);
  }
  return { drop, bytesBefore, bytesAfter, over: rule.budget === null ? 0 : Math.max(0, bytesAfter - rule.budget) };
}

/** What may go, in the order of going. */
function inOrder(files: readonly RetainedFile[], { alsoCandles }: RetentionRule): readonly (readonly RetainedFile[])[] {
  const recordings = Map.groupBy(
    files.filter(({ kind }) => kind === 'recording'),
    ({ path }) => posix.dirname(path),
  );
  const history = files.filter(({ kind }) => kind !== 'recording').map((file) => [file]);
  const isImported = ([file]: readonly RetainedFile[]): boolean => file!.sources.some(({ how }) => how === 'import');
  const oldest = (groups: readonly (readonly RetainedFile[])[]): readonly (readonly RetainedFile[])[] =>
    groups.toSorted((a, b) => lastOf(a) - lastOf(b));
  return [
    ...oldest([...recordings.values()]),
    ...(alsoCandles === 'never' ? [] : oldest(history.filter((group) => !isImported(group)))),
    ...(alsoCandles === 'imported' ? oldest(history.filter(isImported)) : []),
  ];
}

function lastOf(group: readonly RetainedFile[]): number {
  return Math.max(...group.map(({ lastAt }) => lastAt.getTime()));
}
