import { z } from 'zod';
import { INTERVALS } from '@libs/kernel';
import type { Interval } from '@libs/kernel';
import type { HistorySeries } from './series';

/** Origin of rows; imported ones are never dropped automatically. */
export interface DataSourceNote {
  readonly how: 'import' | 'download';
  /** A file's name or a venue's address. */
  readonly from: string;
}

/** The metadata in a data file's footer. */
export interface DataFileFacts {
  readonly series: HistorySeries;
  /** Time of the first and of the last row, epoch milliseconds. */
  readonly from: number;
  readonly to: number;
  readonly rows: number;
  /** Number of missing candles between the first and the last. */
  readonly gaps: number;
  readonly sources: readonly DataSourceNote[];
}

/** A data file on the disk. */
export interface DataFile extends DataFileFacts {
  readonly path: string;
  readonly bytes: number;
  readonly modifiedAt: number;
}

const market = { venue: z.string(), symbol: z.string(), category: z.enum(['spot', 'linear']) };

const footerSchema = z.object({
  format: z.literal(1),
  series: z.discriminatedUnion('kind', [
    z.object({ ...market, kind: z.literal('candles'), interval: z.enum(Object.keys(INTERVALS) as [Interval, ...Interval[]]) }),
    z.object({ ...market, kind: z.literal('trades') }),
    z.object({ ...market, kind: z.literal('funding') }),
  ]),
  from: z.int(),
  to: z.int(),
  rows: z.int(),
  gaps: z.int(),
  sources: z.array(z.object({ how: z.enum(['import', 'download']), from: z.string() })),
});

export function footerOf(facts: DataFileFacts): unknown {
  return { format: 1, ...facts, sources: [...facts.sources] } satisfies z.input<typeof footerSchema>;
}

/** Throws a zod error for a footer of another format. */
export function parseFooter(footer: unknown): DataFileFacts {
  const { format: _, ...facts } = footerSchema.parse(footer);
  return facts;
}
