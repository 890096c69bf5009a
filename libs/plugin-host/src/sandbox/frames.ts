import { Buffer } from 'node:buffer';
import { readSync, writeSync } from 'node:fs';
import type { HostFrame, SandboxFrame } from '@libs/sdk';

const INPUT = 0;
const OUTPUT = 1;
const NEWLINE = 10;

/** Reads complete frames from standard input, blocking in the kernel; null at its end. */
export class FrameReader {
  private buffer = Buffer.allocUnsafe(64 * 1024);
  private filled = 0;

  /** At least one frame, in order; null once the host is gone. */
  read(): readonly HostFrame[] | null {
    for (;;) {
      if (this.filled === this.buffer.length) this.grow();
      const count = readSync(INPUT, this.buffer, this.filled, this.buffer.length - this.filled, null);
      if (count === 0) return null;
      const before = this.filled;
      this.filled += count;
      const end = this.buffer.subarray(0, this.filled).lastIndexOf(NEWLINE);
      if (end >= before) return this.take(end);
    }
  }

  private take(end: number): HostFrame[] {
    const frames = this.buffer
      .toString('utf8', 0, end)
      .split('\n')
      .map((line) => JSON.parse(line) as HostFrame);
    this.buffer.copy(this.buffer, 0, end + 1, this.filled);
    this.filled -= end + 1;
    return frames;
  }

  private grow(): void {
    const larger = Buffer.allocUnsafe(this.buffer.length * 2);
    this.buffer.copy(larger, 0, 0, this.filled);
    this.buffer = larger;
  }
}

/** Writes one frame with one call; continues only if the pipe accepted a part of it. */
export function writeFrame(frame: SandboxFrame): void {
  const bytes = Buffer.from(`${JSON.stringify(frame)}\n`);
  for (let written = 0; written < bytes.length;) written += writeSync(OUTPUT, bytes, written, bytes.length - written);
}
