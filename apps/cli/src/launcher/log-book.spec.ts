import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogBook } from './log-book';

describe('LogBook', () => {
  let folder: string;
  let shown: string[];
  let book: LogBook;
  let now: number;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plimsoll-logs-'));
    shown = [];
    now = 0;
    book = new LogBook(folder, (text) => shown.push(text), { now: () => now });
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('keeps every line of a component in its own file', async () => {
    book.write('trader of demo', '{"level":"info","msg":"one"}', 'stdout');
    book.write('trader of demo', 'two', 'stderr');
    book.write('api', '{"level":"info","msg":"three"}', 'stdout');
    await book.close();
    expect(await readFile(join(folder, 'trader-demo.log'), 'utf8')).toBe('{"level":"info","msg":"one"}\ntwo\n');
    expect(await readFile(join(folder, 'api.log'), 'utf8')).toBe('{"level":"info","msg":"three"}\n');
  });

  it('shows warnings and errors with their cause, and no more', () => {
    book.write('api', '{"level":"info","msg":"calm"}', 'stdout');
    book.write('api', '{"level":"warn","msg":"careful"}', 'stdout');
    book.write('api', '{"level":"error","msg":"query failed","error":{"message":"no table"}}', 'stdout');
    expect(shown).toEqual(['api: careful', 'api: query failed (no table)']);
  });

  it('shows the all-clear of a warning', () => {
    book.write('api', '{"level":"info","msg":"well again","allClear":true}', 'stdout');
    expect(shown).toEqual(['api: well again']);
  });

  it('shows the error of a crash without its stack', () => {
    for (const line of ['node:internal/x:1', '  throw err;', 'Error: lost', '    at f (x.js:1)', '', 'Node.js v26'])
      book.write('api', line, 'stderr');
    expect(shown).toEqual(['api: Error: lost']);
  });

  it('shows what is said over and over once in ten seconds', () => {
    const line = '{"level":"warn","msg":"no database"}';
    for (now of [0, 100, 9_999, 10_000]) book.write('api', line, 'stdout');
    expect(shown).toEqual(['api: no database', 'api: no database (and 2 times more)']);
  });
});
