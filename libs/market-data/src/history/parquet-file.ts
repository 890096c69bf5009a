import { open, mkdir, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { parquetMetadataAsync, parquetScan } from 'hyparquet';
import type { AsyncBuffer, FileMetaData, SchemaElement } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import type { ColumnSource } from 'hyparquet-writer';
import { syncFolder } from '@libs/persistence';
import { DIGITS } from './scaled';

const ROW_GROUP = 50_000;
const FOOTER_KEY = 'plimsoll';

/** A file that is not one of ours, or is damaged. */
export class UnreadableDataFile extends Error {
  constructor(path: string, what: string, cause?: unknown) {
    super(`The data file ${path} ${what}; remove it, or restore it from where it came.`, { cause });
    this.name = 'UnreadableDataFile';
  }
}

export type FileColumn =
  | { readonly name: string; readonly type: 'time' | 'decimal'; readonly units: BigInt64Array; readonly scale: number }
  | { readonly name: string; readonly type: 'text'; readonly texts: readonly string[] };

export interface ParquetContent {
  readonly columns: readonly FileColumn[];
  /** Goes into the footer as JSON. */
  readonly footer: unknown;
  readonly createdBy: string;
}

/** Writes the whole file beside its place and moves it there: a kill leaves the old one, or the new one. */
export async function writeParquet(path: string, { columns, footer, createdBy }: ParquetContent): Promise<void> {
  const bytes = parquetWriteBuffer({
    columnData: columns.map(source),
    schema: [{ name: 'root', num_children: columns.length }, ...columns.map(element)],
    codec: 'ZSTD',
    compressors: { ZSTD: (input) => zstdCompressSync(input) },
    rowGroupSize: ROW_GROUP,
    kvMetadata: [{ key: FOOTER_KEY, value: JSON.stringify(footer) }],
    createdBy,
  });
  const unfinished = `${path}.${process.pid}.tmp`;
  await mkdir(dirname(path), { recursive: true });
  try {
    const file = await open(unfinished, 'w');
    try {
      await file.writeFile(new Uint8Array(bytes));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

function source(column: FileColumn): ColumnSource {
  if (column.type === 'text') return { name: column.name, data: [...column.texts] };
  return { name: column.name, data: column.units, encoding: 'DELTA_BINARY_PACKED' };
}

function element(column: FileColumn): SchemaElement {
  const base = { name: column.name, repetition_type: 'REQUIRED' } as const;
  if (column.type === 'text') return { ...base, type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } };
  if (column.type === 'time')
    return {
      ...base,
      type: 'INT64',
      converted_type: 'TIMESTAMP_MILLIS',
      logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
    };
  const numbers = { precision: DIGITS, scale: column.scale };
  return { ...base, type: 'INT64', converted_type: 'DECIMAL', ...numbers, logical_type: { type: 'DECIMAL', ...numbers } };
}

/** A data file that is open for reading; a writer that replaces it meanwhile changes nothing for its reader. */
export class ParquetReader {
  private constructor(
    private readonly path: string,
    private readonly file: FileHandle,
    private readonly buffer: AsyncBuffer,
    private readonly metadata: FileMetaData,
  ) {}

  static async open(path: string): Promise<ParquetReader> {
    const file = await open(path, 'r');
    try {
      const buffer = await bufferOf(file);
      return new ParquetReader(path, file, buffer, await parquetMetadataAsync(buffer));
    } catch (error) {
      await file.close();
      throw new UnreadableDataFile(path, 'is not a whole Parquet file', error);
    }
  }

  get rows(): number {
    return Number(this.metadata.num_rows);
  }

  /** The footer's JSON; throws where the file has none of ours. */
  footer(): unknown {
    const text = this.metadata.key_value_metadata?.find(({ key }) => key === FOOTER_KEY)?.value;
    if (text === undefined) throw new UnreadableDataFile(this.path, 'was not written by Plimsoll');
    return JSON.parse(text);
  }

  /** The columns, a group of rows at a time. */
  async *groups(): AsyncGenerator<ReadonlyMap<string, FileColumn>, void, undefined> {
    const elements = this.metadata.schema.slice(1);
    // Read by its type, a decimal would come as a float; without one it comes as the integer it is.
    const plain = this.metadata.schema.map((each) => (each.type === 'INT64' ? untyped(each) : each));
    const compressors = { ZSTD: (input: Uint8Array): Uint8Array => zstdDecompressSync(input) };
    const scan = await parquetScan({ file: this.buffer, metadata: { ...this.metadata, schema: plain }, compressors });
    for (const { rowStart, rowEnd } of scan.ranges) {
      const columns = new Map<string, FileColumn>();
      for (const each of elements) {
        const data = await scan.readColumn({ column: each.name, rowStart, rowEnd });
        columns.set(each.name, columnOf(each, data as ArrayLike<unknown>));
      }
      yield columns;
    }
  }

  close(): Promise<void> {
    return this.file.close();
  }
}

function untyped({ name, type, repetition_type }: SchemaElement): SchemaElement {
  return { name, ...(type ? { type } : {}), ...(repetition_type ? { repetition_type } : {}) };
}

function columnOf({ name, type, converted_type, scale }: SchemaElement, data: ArrayLike<unknown>): FileColumn {
  if (type !== 'INT64') return { name, type: 'text', texts: Array.from(data as ArrayLike<string>) };
  const units = data instanceof BigInt64Array ? data : BigInt64Array.from(data as ArrayLike<bigint>);
  return { name, type: converted_type === 'DECIMAL' ? 'decimal' : 'time', units, scale: scale ?? 0 };
}

async function bufferOf(file: FileHandle): Promise<AsyncBuffer> {
  const { size } = await file.stat();
  return {
    byteLength: size,
    async slice(start, end = size) {
      const bytes = new Uint8Array(end - start);
      let read = 0;
      while (read < bytes.length) {
        const { bytesRead } = await file.read(bytes, read, bytes.length - read, start + read);
        if (bytesRead === 0) throw new Error(`the file ends before byte ${end}`);
        read += bytesRead;
      }
      return bytes.buffer;
    },
  };
}
