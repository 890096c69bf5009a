import { Buffer } from 'node:buffer';
import { writeSync } from 'node:fs';

const OUTPUT = 1;

/** Writes one JSON object as a line on standard output, completely before it returns. */
export function writeFrame(frame: object): void {
  const bytes = Buffer.from(`${JSON.stringify(frame)}\n`);
  for (let written = 0; written < bytes.length;) written += writeSync(OUTPUT, bytes, written, bytes.length - written);
}
