import { Buffer } from 'node:buffer';
import { readSync } from 'node:fs';

const INPUT = 0;
const CHUNK = 65_536;

/** The lines of standard input. Waits for each without letting anything else run; made before the realm is locked down. */
export class InputLines {
  private rest = Buffer.alloc(0);
  private readonly chunk = Buffer.alloc(CHUNK);

  /** Null when there are no more. */
  next(): string | null {
    for (;;) {
      const end = this.rest.indexOf(10);
      if (end >= 0) {
        const line = this.rest.toString('utf8', 0, end);
        this.rest = this.rest.subarray(end + 1);
        return line;
      }
      const read = readSync(INPUT, this.chunk, 0, CHUNK, null);
      if (read === 0) return null;
      this.rest = Buffer.concat([this.rest, this.chunk.subarray(0, read)]);
    }
  }
}
