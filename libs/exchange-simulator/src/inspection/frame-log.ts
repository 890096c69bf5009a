/** One message that came in or went out. */
export interface Frame {
  /** Rises by one with each frame; a reader goes on after the last one it saw. */
  readonly number: number;
  /** Wall time. */
  readonly at: number;
  readonly wire: 'REST' | 'WS';
  readonly direction: 'IN' | 'OUT';
  /** Id of the WebSocket connection; empty for REST. */
  readonly connection: string;
  /** Undefined while the client is not known. */
  readonly account: string | undefined;
  /** "POST /v5/order/create", the hub's path, or the topic. */
  readonly path: string;
  /** HTTP status of a reply. */
  readonly status?: number;
  /** Query, body or frame as it was on the wire. */
  readonly text: string;
}

export type FrameEntry = Omit<Frame, 'number'>;

/** What a reader wants; what is left out is all. */
export interface FrameQuery {
  readonly after?: number;
  readonly wire?: string;
  readonly direction?: string;
  readonly account?: string;
  readonly connection?: string;
  /** A part of the path. */
  readonly path?: string;
  readonly limit?: number;
}

const MOST_FRAMES = 20_000;
const MOST_CHARACTERS = 32 * 1024 * 1024;
const LONGEST_TEXT = 64 * 1024;
const COMPACT_AFTER = 1_024;

/** The last frames on every wire, bounded in number and in size. */
export class FrameLog {
  private frames: Frame[] = [];
  private first = 0;
  private characters = 0;
  private last = 0;

  add(entry: FrameEntry): void {
    const text = entry.text.length > LONGEST_TEXT ? `${entry.text.slice(0, LONGEST_TEXT)}…` : entry.text;
    this.last += 1;
    this.frames.push({ ...entry, text, number: this.last });
    this.characters += text.length;
    while (this.frames.length - this.first > MOST_FRAMES || this.characters > MOST_CHARACTERS) this.forget();
  }

  /** Oldest first; of too many, the newest, unless the reader goes on after a number. */
  read(query: FrameQuery = {}): readonly Frame[] {
    const { after = 0, limit = 1_000 } = query;
    const found = this.frames.slice(this.first).filter((frame) => frame.number > after && fits(frame, query));
    return query.after === undefined ? found.slice(-limit) : found.slice(0, limit);
  }

  private forget(): void {
    this.characters -= this.frames[this.first]!.text.length;
    this.first += 1;
    if (this.first < COMPACT_AFTER) return;
    this.frames = this.frames.slice(this.first);
    this.first = 0;
  }
}

function fits(frame: Frame, { wire, direction, account, connection, path }: FrameQuery): boolean {
  return (
    (wire === undefined || frame.wire === wire) &&
    (direction === undefined || frame.direction === direction) &&
    (account === undefined || frame.account === account) &&
    (connection === undefined || frame.connection === connection) &&
    (path === undefined || frame.path.includes(path))
  );
}
