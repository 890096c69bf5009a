import { StringDecoder } from 'node:string_decoder';
import { createReadStream, type ReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { pipeline, type Readable } from 'node:stream';
import { basename } from 'node:path';
import { asInvalid } from './read-lines';
import { InvalidSource } from './invalid-source';

const CHUNK = 256 * 1024;
/** Nobody's message is longer; without an end a file would fill the memory. */
const LONGEST_LINE = 32 * 1024 * 1024;

/** Lines of a text or gzip file, one chunk in memory at a time: taken at once while there are any, else read. */
export class LineReader {
  private readonly raw: ReadStream;
  private readonly chunks: AsyncIterator<Buffer>;
  private readonly decoder = new StringDecoder('utf8');
  private lines: string[] = [];
  private at = 0;
  private rest = '';
  private ended = false;

  constructor(private readonly file: string) {
    this.raw = createReadStream(file, { highWaterMark: CHUNK });
    let text: Readable = this.raw;
    // The reader sees the error; pipeline only passes it on and closes both ends.
    if (file.endsWith('.gz')) pipeline(this.raw, (text = createGunzip({ chunkSize: CHUNK })), () => undefined);
    this.chunks = (text as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  }

  /** Bytes of the file that were read so far. */
  get bytesRead(): number {
    return this.raw.bytesRead;
  }

  /** No line is left and none will come. */
  get isOver(): boolean {
    return this.ended && this.at === this.lines.length;
  }

  get isEmpty(): boolean {
    return this.at === this.lines.length;
  }

  /** The next line; undefined when more has to be read first, or at the end. */
  next(): string | undefined {
    const line = this.lines[this.at];
    if (line !== undefined) this.at += 1;
    return line;
  }

  /** Reads until there is a line or the file is over; throws `InvalidSource` when it cannot be read. */
  async read(): Promise<void> {
    try {
      while (this.isEmpty && !this.ended) this.take(await this.chunks.next());
    } catch (error) {
      this.ended = true;
      throw asInvalid(this.file, error);
    }
  }

  close(): void {
    this.ended = true;
    this.lines = [];
    this.at = 0;
    this.raw.destroy();
  }

  private take({ done, value }: IteratorResult<Buffer>): void {
    if (done) this.ended = true;
    const text = this.rest + (done ? this.decoder.end() : this.decoder.write(value));
    const lines = text.split('\n');
    this.rest = done ? '' : lines.pop()!;
    if (this.rest.length > LONGEST_LINE)
      throw new InvalidSource(`${basename(this.file)} has a line of more than ${LONGEST_LINE} bytes; give a file of raw stream lines.`);
    this.lines = lines.filter((line) => line !== '');
    this.at = 0;
  }
}
