import type { LevelText } from '@libs/sdk';

/** The fields of an order book frame, as far as they are used. */
export interface BookFields {
  readonly topic: string;
  readonly type: string;
  readonly ts: number;
  readonly s: string;
  readonly b: readonly LevelText[];
  readonly a: readonly LevelText[];
  readonly u: number;
}

const [QUOTE, COMMA, COLON, ZERO, NINE] = [34, 44, 58, 48, 57];
const [OPEN_LIST, BACKSLASH, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [91, 92, 93, 123, 125];
const MOST_DIGITS = 15;

/**
 * Reads a frame of exactly the shape that the venue writes, without the objects in between that a JSON parser makes: books
 * are most of a feed. Null for everything else, a space or a new field too, which a JSON parser then has to read.
 */
export function scanBook(frame: string): BookFields | null {
  return new BookScanner(frame).read();
}

class BookScanner {
  private at = 0;
  private isStrange = false;
  private topic = '';
  private type = '';
  private ts = -1;
  private s = '';
  private b: readonly LevelText[] | null = null;
  private a: readonly LevelText[] | null = null;
  private u = -1;

  constructor(private readonly frame: string) {}

  read(): BookFields | null {
    this.object((key) => this.field(key));
    const { topic, type, ts, s, b, a, u, isStrange, at, frame } = this;
    if (isStrange || at !== frame.length || topic === '' || ts < 0 || u < 0 || !b || !a) return null;
    return { topic, type, ts, s, b, a, u };
  }

  private field(key: string): void {
    switch (key) {
      case 'topic':
        return void (this.topic = this.text());
      case 'type':
        return void (this.type = this.text());
      case 'ts':
        return void (this.ts = this.whole());
      case 'cts':
        return void this.whole();
      case 'data':
        return this.object((inner) => this.dataField(inner));
      default:
        this.isStrange = true;
    }
  }

  private dataField(key: string): void {
    switch (key) {
      case 's':
        return void (this.s = this.text());
      case 'b':
        return void (this.b = this.levels());
      case 'a':
        return void (this.a = this.levels());
      case 'u':
        return void (this.u = this.whole());
      case 'seq':
        return void this.whole();
      default:
        this.isStrange = true;
    }
  }

  private object(field: (key: string) => void): void {
    this.expect(OPEN_OBJECT);
    do {
      const key = this.text();
      this.expect(COLON);
      field(key);
      if (this.isStrange) return;
    } while (this.skip(COMMA));
    this.expect(CLOSE_OBJECT);
  }

  private levels(): readonly LevelText[] {
    const levels: LevelText[] = [];
    this.expect(OPEN_LIST);
    if (this.skip(CLOSE_LIST)) return levels;
    do {
      this.expect(OPEN_LIST);
      const price = this.text();
      this.expect(COMMA);
      levels.push([price, this.text()]);
      this.expect(CLOSE_LIST);
      if (this.isStrange) return levels;
    } while (this.skip(COMMA));
    this.expect(CLOSE_LIST);
    return levels;
  }

  /** A text of printable characters without an escape. */
  private text(): string {
    this.expect(QUOTE);
    const { frame } = this;
    const from = this.at;
    let { at } = this;
    let code = frame.charCodeAt(at);
    while (code > 31 && code !== QUOTE && code !== BACKSLASH) code = frame.charCodeAt((at += 1));
    this.at = at;
    this.expect(QUOTE);
    return frame.slice(from, at);
  }

  /** A whole number, 0 or above, as JSON writes it. */
  private whole(): number {
    const { frame } = this;
    const from = this.at;
    let { at } = this;
    let value = 0;
    for (let code = frame.charCodeAt(at); code >= ZERO && code <= NINE; code = frame.charCodeAt((at += 1)))
      value = value * 10 + code - ZERO;
    const digits = at - from;
    const hasLeadingZero = digits > 1 && frame.charCodeAt(from) === ZERO;
    if (digits === 0 || digits > MOST_DIGITS || hasLeadingZero) this.isStrange = true;
    this.at = at;
    return value;
  }

  private expect(code: number): void {
    if (!this.skip(code)) this.isStrange = true;
  }

  private skip(code: number): boolean {
    if (this.frame.charCodeAt(this.at) !== code) return false;
    this.at += 1;
    return true;
  }
}
