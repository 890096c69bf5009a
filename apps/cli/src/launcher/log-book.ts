import { createWriteStream, mkdirSync, renameSync, statSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { monotonicClock, type MonotonicClock } from '@libs/platform';

const ROTATE_AT = 16 * 1024 * 1024;
const MAX_SHOWN = 400;
/** Milliseconds in which the same line is shown once. */
const ONCE_PER = 10_000;

interface Book {
  stream: WriteStream;
  bytes: number;
}

/** Keeps each component's lines in its own file and passes on what a person should see at once. */
export class LogBook {
  private readonly books = new Map<string, Book>();
  private readonly shown = new Map<string, { at: number; hidden: number }>();

  constructor(
    private readonly folder: string,
    private readonly show: (text: string) => void,
    private readonly clock: MonotonicClock = monotonicClock,
  ) {
    mkdirSync(folder, { recursive: true });
  }

  write(component: string, line: string, stream: 'stdout' | 'stderr'): void {
    const book = this.open(component);
    const text = `${line}\n`;
    book.bytes += Buffer.byteLength(text);
    book.stream.write(text);
    if (book.bytes > ROTATE_AT) this.rotate(component, book);
    const shown = stream === 'stderr' ? withoutStack(line) : worthSaying(line);
    if (shown !== undefined && shown !== '') this.showOnce(`${component}: ${shown.slice(0, MAX_SHOWN)}`);
  }

  // While a database is away every component says so many times a second; the file has each line.
  private showOnce(text: string): void {
    const now = this.clock.now();
    const before = this.shown.get(text);
    if (before && now - before.at < ONCE_PER) {
      before.hidden += 1;
      return;
    }
    for (const [old, { at }] of this.shown) if (now - at >= ONCE_PER) this.shown.delete(old);
    this.shown.set(text, { at: now, hidden: 0 });
    this.show(before && before.hidden > 0 ? `${text} (and ${before.hidden} times more)` : text);
  }

  close(): Promise<unknown> {
    const ended = [...this.books.values()].map(({ stream }) => new Promise<void>((resolve) => stream.end(resolve)));
    this.books.clear();
    return Promise.all(ended);
  }

  private open(component: string): Book {
    const known = this.books.get(component);
    if (known) return known;
    const file = this.file(component);
    const book = { stream: createWriteStream(file, { flags: 'a' }), bytes: sizeOf(file) };
    // A full disk must not take the launcher down; the lines are lost, the trading goes on.
    book.stream.on('error', () => undefined);
    this.books.set(component, book);
    return book;
  }

  private rotate(component: string, book: Book): void {
    book.stream.end();
    renameSync(this.file(component), `${this.file(component)}.1`);
    this.books.delete(component);
  }

  private file(component: string): string {
    return join(this.folder, `${logName(component)}.log`);
  }
}

/** "trader of demo" → "trader-demo". */
export function logName(label: string): string {
  return label.replace(' of ', '-').replaceAll(/[^\w.-]+/g, '_');
}

interface LogLine {
  readonly level?: string;
  readonly msg?: string;
  readonly error?: { readonly message?: string };
  /** The end of what a warning told of. */
  readonly allClear?: boolean;
}

function worthSaying(line: string): string | undefined {
  try {
    const { level, msg, error, allClear } = JSON.parse(line) as LogLine;
    if (level !== 'warn' && level !== 'error' && allClear !== true) return undefined;
    const cause = error?.message !== undefined && error.message !== msg ? ` (${error.message})` : '';
    return `${msg ?? line}${cause}`;
  } catch {
    return undefined;
  }
}

/** Of a crash that never reached a logger, the terminal gets the error itself; the file has the rest. */
function withoutStack(line: string): string | undefined {
  return /^(\s|\}|\^|node:|throw |Node\.js v|$)/.test(line) ? undefined : line;
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
