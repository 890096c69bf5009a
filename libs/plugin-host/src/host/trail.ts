import { closeSync, openSync, readFileSync } from 'node:fs';
import { z } from 'zod';

const markSchema = z.object({
  place: z.int().nonnegative(),
  inputSeq: z.number().int(),
  hook: z.string(),
  at: z.number().nullable(),
});

/** The hook in which a watched run was; the time is market time, epoch milliseconds. */
export type Mark = z.infer<typeof markSchema>;

/** A file in which a watched run keeps overwriting its position, so that it is known if the run never returns. */
export class Trail {
  /** What the run writes to. */
  readonly file: number;
  private last = '';

  constructor(private readonly path: string) {
    this.file = openSync(path, 'w');
  }

  /** True if the position has changed since the last call. */
  hasMoved(): boolean {
    const text = this.text();
    const isNew = text !== this.last;
    this.last = text;
    return isNew;
  }

  /** Null if it was in no hook yet, or in the middle of a write. */
  mark(): Mark | null {
    try {
      return markSchema.parse(JSON.parse(this.text()));
    } catch {
      return null;
    }
  }

  close(): void {
    closeSync(this.file);
  }

  private text(): string {
    return readFileSync(this.path, 'utf8');
  }
}

/** `onBar at 2025-01-01T00:00:00.000Z`. */
export function sayWhere({ hook, at }: Pick<Mark, 'hook' | 'at'>): string {
  return at === null ? hook : `${hook} at ${new Date(at).toISOString()}`;
}
