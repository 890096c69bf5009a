import type { AddReport } from '@libs/market-data';

/** What became of rows that were given to a series. */
export interface MergeResult {
  readonly series: string;
  readonly added: number;
  readonly known: number;
  readonly replaced: number;
  readonly conflicts: number;
  readonly named: readonly { readonly at: string; readonly stored: string; readonly given: string }[];
}

interface Words<Row> {
  timeOf(row: Row): number;
  describe(row: Row): string;
}

export function mergeOf<Row>(series: string, report: AddReport<Row>, words: Words<Row>): MergeResult {
  const named = report.named.map(({ stored, given }) => ({
    at: new Date(words.timeOf(stored)).toISOString(),
    stored: words.describe(stored),
    given: words.describe(given),
  }));
  const { added, known, replaced, conflicts } = report;
  return { series, added, known, replaced, conflicts, named };
}

const SHOWN = 10;

export function describeMerge({ series, added, known, replaced, conflicts, named }: MergeResult): string {
  const counts = [`${added} added`, `${known} known already`, ...(replaced > 0 ? [`${replaced} replaced`] : [])].join(', ');
  if (conflicts === 0) return `${series}: ${counts}`;
  const lines = named.slice(0, SHOWN).map(({ at, stored, given }) => `  ${at}  stored ${stored}; given ${given}`);
  const more = conflicts > SHOWN ? [`  and ${conflicts - SHOWN} more`] : [];
  return [
    `${series}: ${counts}, ${conflicts} differ from what is stored, which stays (--replace takes the new ones):`,
    ...lines,
    ...more,
  ].join('\n');
}
