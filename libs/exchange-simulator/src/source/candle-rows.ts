import { INTERVALS } from '@libs/kernel';
import { InvalidSource } from './invalid-source';

/** One row as text and time; numbers are checked but not yet put on a grid. */
export interface CandleRow {
  readonly time: number;
  /** open, high, low, close, volume. */
  readonly numbers: readonly [string, string, string, string, string];
}

const HEADERS: Readonly<Record<string, (text: string) => number>> = {
  'timestamp_ms,open,high,low,close,volume': (text) => (/^\d{12,14}$/.test(text) ? Number(text) : NaN),
  'timestamp,open,high,low,close,volume': readIso,
};

const NUMBER = /^\d{1,15}(\.\d{1,18})?$/;
const COLUMN_NAMES = ['open', 'high', 'low', 'close', 'volume'] as const;
const LENGTHS = new Set<number>(Object.values(INTERVALS));

/** Checks a candle file row by row and hands each good row on; throws `InvalidSource` at the first bad one. */
export class CandleRowReader {
  private readTime: ((text: string) => number) | undefined;
  private previous: number | undefined;
  private line = 0;
  interval = 0;
  rows = 0;

  constructor(private readonly name: string) {}

  read(text: string): CandleRow | undefined {
    this.line += 1;
    const trimmed = text.trim();
    if (!this.readTime) {
      this.readTime = HEADERS[trimmed.replace(/^\uFEFF/, '')];
      if (!this.readTime) this.fail(`has the columns "${clip(trimmed)}"`, `make the first row ${Object.keys(HEADERS).join(' or ')}`);
      return undefined;
    }
    if (trimmed === '') return undefined;
    return this.readRow(trimmed, this.readTime);
  }

  /** To be called after the last row. */
  finish(): void {
    if (!this.readTime) this.fail('is empty', 'give a candle file with a header and rows');
    if (this.rows < 2)
      this.fail(`has ${this.rows} candle${this.rows === 1 ? '' : 's'}`, 'give at least two, so that the interval can be seen');
  }

  private readRow(text: string, readTime: (text: string) => number): CandleRow {
    const cells = text.split(',');
    if (cells.length !== 6) this.fail(`has ${cells.length} columns instead of 6`, 'repair or remove the row');
    const time = readTime(cells[0]!);
    if (!Number.isSafeInteger(time)) this.fail(`has the time "${clip(cells[0]!)}"`, 'write times like the rest of the column');
    this.checkTime(time);
    const numbers = cells.slice(1) as unknown as CandleRow['numbers'];
    this.checkNumbers(numbers);
    this.previous = time;
    this.rows += 1;
    return { time, numbers };
  }

  private checkTime(time: number): void {
    if (this.previous === undefined) return;
    const step = time - this.previous;
    if (step === 0) this.fail(`repeats the time ${iso(time)}`, 'remove the duplicate');
    if (step < 0) this.fail(`goes back in time to ${iso(time)} from ${iso(this.previous)}`, 'sort the file by time, oldest first');
    if (this.rows === 1) {
      if (!LENGTHS.has(step)) this.fail(`is ${step / 1000} s after the first`, `use candles of ${Object.keys(INTERVALS).join(', ')}`);
      if (time % step !== 0)
        this.fail(`starts at ${iso(time)}, which is off the ${step / 60_000} min grid`, 'use candles that start on their interval');
      this.interval = step;
      return;
    }
    if (step !== this.interval)
      this.fail(`leaves a gap: ${iso(time)} follows ${iso(this.previous)}`, 'fill the missing candles or cut the file there');
  }

  private checkNumbers(numbers: CandleRow['numbers']): void {
    numbers.forEach((text, index) => {
      if (!NUMBER.test(text))
        this.fail(`has the ${COLUMN_NAMES[index]} "${clip(text)}", which is not a number`, 'repair or remove the row');
    });
    const [open, high, low, close] = numbers.map(Number) as [number, number, number, number, number];
    if (low <= 0) this.fail('has a price of zero', 'use a file of traded prices');
    if (high < low) this.fail(`has the high ${numbers[1]} below the low ${numbers[2]}`, 'repair or remove the row');
    if (high < open || high < close || low > open || low > close)
      this.fail('has an open or close outside its high and low', 'repair or remove the row');
  }

  private fail(what: string, advice: string): never {
    const where = this.line === 0 ? '' : ` row ${this.line}`;
    throw new InvalidSource(`${this.name}${where} ${what}; ${advice}.`);
  }
}

function readIso(text: string): number {
  if (!/^\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|\+00:00)$/.test(text)) return NaN;
  return Date.parse(text.replace(' ', 'T'));
}

function iso(time: number): string {
  return new Date(time).toISOString().replace('.000Z', 'Z');
}

function clip(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
