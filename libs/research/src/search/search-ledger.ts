import { createHash } from 'node:crypto';
import { writeSync } from 'node:fs';
import { mkdir, open, readFile, readdir, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { InvalidSearch, lineOf, readTrialLog, type LogLine, type SearchHeader, type TrialLog, type TrialStore } from '@libs/backtest';
import { ResearchFailed } from '../refusals';

/** The log of one search while it runs. */
export interface OpenSearch extends TrialStore {
  /** What an earlier start of the same search left; empty for a new one. */
  readonly before: Pick<TrialLog, 'trials' | 'unended' | 'distrusted' | 'isEnded'>;
  distrust(number: number, why: string): Promise<void>;
  end(trials: number): Promise<void>;
  close(): Promise<void>;
}

/** Keeps every trial of every search, since the deflated Sharpe ratio of a result counts them all. */
export interface SearchLedger {
  /** Begins a search, or continues one of the same id. The caller makes sure that it is open only once. */
  open(header: SearchHeader): Promise<OpenSearch>;
  /** All searches of a strategy. */
  logs(strategy: string): Promise<readonly TrialLog[]>;
}

/** One file of JSON lines a search, appended to, in a folder a strategy. */
export class FileLedger implements SearchLedger {
  constructor(private readonly folder: string) {}

  /** Where the log of a search lies. */
  fileOf({ strategy, id }: Pick<SearchHeader, 'strategy' | 'id'>): string {
    return join(this.folder, strategy, `${id}.jsonl`);
  }

  async open(header: SearchHeader): Promise<OpenSearch> {
    await mkdir(join(this.folder, header.strategy), { recursive: true });
    const path = this.fileOf(header);
    const file = await open(path, 'a+', 0o600);
    try {
      const text = await file.readFile('utf8');
      const isNew = !text.includes('\n');
      const before = isNew ? NOTHING : logOf(path, text);
      // A torn last line was being written when the end came. A whole log is left alone: another process may be adding to it.
      if (before.whole < text.length) await file.truncate(Buffer.byteLength(text.slice(0, before.whole)));
      const opened = new OpenFile(file, before);
      if (isNew) await opened.append({ type: 'search', header });
      return opened;
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  async logs(strategy: string): Promise<readonly TrialLog[]> {
    const folder = join(this.folder, strategy);
    const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    const logs: TrialLog[] = [];
    for (const name of names.filter((one) => one.endsWith('.jsonl')).sort()) {
      const path = join(folder, name);
      const text = await readFile(path, 'utf8');
      if (text.includes('\n')) logs.push(logOf(path, text));
    }
    return logs;
  }
}

/** The id of a search: the same parts give the same id. */
export function searchId(parts: unknown): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}

const NOTHING = { trials: [], unended: [], distrusted: new Map<number, string>(), isEnded: false, whole: 0 } as const;

class OpenFile implements OpenSearch {
  constructor(
    private readonly file: FileHandle,
    readonly before: OpenSearch['before'],
  ) {}

  get past(): TrialStore['past'] {
    return this.before.trials;
  }

  claim(number: number): Promise<void> {
    return this.append({ type: 'claim', number });
  }

  add(trial: TrialStore['past'][number]): Promise<void> {
    return this.append({ type: 'trial', trial });
  }

  distrust(number: number, why: string): Promise<void> {
    return this.append({ type: 'distrust', number, why });
  }

  end(trials: number): Promise<void> {
    return this.append({ type: 'end', trials });
  }

  close(): Promise<void> {
    return this.file.close();
  }

  /** In one write, so lines of trials that end together do not mix. At once: a thread would take longer to be asked than to write. */
  async append(line: LogLine): Promise<void> {
    const bytes = Buffer.from(lineOf(line));
    if (writeSync(this.file.fd, bytes) < bytes.length)
      throw new ResearchFailed('The log of the search could not be written whole; the disk may be full.');
  }
}

function logOf(path: string, text: string): TrialLog {
  try {
    return readTrialLog(text);
  } catch (error) {
    if (!(error instanceof InvalidSearch)) throw error;
    throw new ResearchFailed(`${path} cannot be read: ${error.message}; move it away if its trials need not count.`, { cause: error });
  }
}
