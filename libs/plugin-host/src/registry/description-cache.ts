import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StrategyDescription } from '@libs/sdk';
import { descriptionSchema } from '../host/frame-schema';

/** Descriptions by content hash, in memory and, with a folder, on disk; a file that cannot be read counts as absent. */
export class DescriptionCache {
  private readonly known = new Map<string, StrategyDescription>();

  constructor(private readonly folder: string | undefined) {}

  get(key: string): StrategyDescription | undefined {
    const known = this.known.get(key) ?? this.read(key);
    if (known !== undefined) this.known.set(key, known);
    return known;
  }

  set(key: string, description: StrategyDescription): void {
    this.known.set(key, description);
    if (this.folder === undefined) return;
    mkdirSync(this.folder, { recursive: true });
    const draft = join(this.folder, `${key}.${process.pid}.draft`);
    writeFileSync(draft, JSON.stringify(description));
    renameSync(draft, this.file(key));
  }

  private read(key: string): StrategyDescription | undefined {
    if (this.folder === undefined) return undefined;
    try {
      return descriptionSchema.parse(JSON.parse(readFileSync(this.file(key), 'utf8')));
    } catch {
      return undefined; // absent or torn: it is asked for again
    }
  }

  private file(key: string): string {
    return join(this.folder ?? '', `${key}.json`);
  }
}
