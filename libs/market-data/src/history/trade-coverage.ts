import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readFolder, syncFolder } from '@libs/persistence';
import type { TimeSpan } from './history-store';
import { partitionOf, partitionRange, seriesFolder } from './series';
import type { TradeSeries } from './series';

const FILE = 'covered.json';

const noteSchema = z.object({ format: z.literal(1), spans: z.array(z.object({ from: z.int(), to: z.int() })) });

/**
 * The time of which every trade was fetched. Trades do not show that one is missing between them, so a download writes down what it
 * has; a day whose file is gone counts as never fetched.
 */
export class TradeCoverage {
  private readonly folder: string;

  constructor(
    data: string,
    private readonly series: TradeSeries,
  ) {
    this.folder = join(data, seriesFolder(series));
  }

  /** In their order, none touching another. */
  async spans(): Promise<readonly TimeSpan[]> {
    const noted = await this.read();
    if (noted.length === 0) return [];
    const days = new Set((await readFolder(this.folder)).filter((name) => name.endsWith('.parquet')).map((name) => name.slice(0, 10)));
    return joined(noted.flatMap((span) => daysOf(span, this.series).filter(({ day }) => days.has(day))));
  }

  /** What of the span was never fetched. */
  async missing(span: TimeSpan): Promise<readonly TimeSpan[]> {
    const missing: TimeSpan[] = [];
    let from = span.from;
    for (const known of await this.spans()) {
      if (known.to <= from || known.from >= span.to) continue;
      if (known.from > from) missing.push({ from, to: known.from });
      from = known.to;
    }
    return from < span.to ? [...missing, { from, to: span.to }] : missing;
  }

  /** Call it only once the span's trades are on the disk. */
  async add(...spans: readonly TimeSpan[]): Promise<void> {
    const real = spans.filter(({ from, to }) => from < to);
    if (real.length > 0) await this.write(joined([...(await this.read()), ...real]));
  }

  private async read(): Promise<readonly TimeSpan[]> {
    const text = await readFile(join(this.folder, FILE), 'utf8').catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    });
    return text === null ? [] : noteSchema.parse(JSON.parse(text)).spans;
  }

  private async write(spans: readonly TimeSpan[]): Promise<void> {
    const unfinished = join(this.folder, `${FILE}.tmp`);
    await mkdir(this.folder, { recursive: true });
    const file = await open(unfinished, 'w');
    try {
      await file.writeFile(`${JSON.stringify({ format: 1, spans })}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, join(this.folder, FILE));
    await syncFolder(this.folder);
  }
}

/** Joins what overlaps or touches. */
function joined(spans: readonly TimeSpan[]): TimeSpan[] {
  const result: TimeSpan[] = [];
  for (const { from, to } of spans.toSorted((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last && from <= last.to) result[result.length - 1] = { from: last.from, to: Math.max(last.to, to) };
    else result.push({ from, to });
  }
  return result;
}

/** The span cut into days, as the files are. */
function daysOf(span: TimeSpan, series: TradeSeries): (TimeSpan & { readonly day: string })[] {
  const days: (TimeSpan & { readonly day: string })[] = [];
  for (let from = span.from; from < span.to;) {
    const day = partitionOf(series, from);
    const to = Math.min(span.to, partitionRange(day).to);
    days.push({ from, to, day });
    from = to;
  }
  return days;
}
