import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Verification } from '@libs/market-data';
import { EXIT, type ExitCode } from '../exit-code';
import type { Progress, Terminal } from '../terminal/terminal';
import type { ImportCommand } from './commands';
import { noteInIndex, openHouse, whileWriting, type DataHouse } from './data-house';
import { bad, explained } from './data-options';
import { freqtradeFiles, oddLines } from './freqtrade-files';
import { importTask, type ImportTask } from './import-task';
import { describeMerge, type MergeResult } from './merge-result';

/** Takes files in, each as a whole: one that cannot be read to its end changes nothing. */
export async function importData(paths: readonly string[], options: ImportCommand, terminal: Terminal): Promise<ExitCode> {
  return explained(async () => {
    const house = openHouse();
    const files = options.freqtrade ? await freqtradeFiles(paths, terminal) : paths;
    for (const file of files) await checkThere(file, options);
    const tasks = files.map((file) => importTask(file, options));
    const results = await whileWriting(house, async () => {
      for (const task of tasks) {
        const checked = await terminal.measure(`checking ${basename(task.file)}`, (progress) => readThrough(task, progress));
        if (checked?.rows === 0) terminal.say(`${basename(task.file)} has no rows, so nothing of it is taken in.`, 'warn');
        if (checked) for (const line of oddLines(basename(task.file), checked)) terminal.say(line, 'warn');
      }
      const done: MergeResult[] = [];
      for (const task of tasks)
        done.push(await terminal.measure(basename(task.file), (progress) => importFile(house, { task, options, progress })));
      return done;
    });
    await noteInIndex(house, terminal);
    terminal.result(results.map(describeMerge).join('\n'), { imported: results });
    return results.some(({ conflicts }) => conflicts > 0) ? EXIT.different : EXIT.ok;
  });
}

/** Before its name is read: that of no file at all tells nothing. */
async function checkThere(file: string, { freqtrade }: ImportCommand): Promise<void> {
  const wanted = freqtrade
    ? 'the folder of freqtrade that holds the data, or a file in it'
    : 'the path of a file of candles, trades or funding';
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw bad(`${file} does not exist; give ${wanted}.`);
    throw error;
  });
  if (found.isDirectory()) throw bad(`${file} is a folder; name the files in it, or give --freqtrade where it is one of freqtrade's.`);
}

async function readThrough({ file, check }: ImportTask, progress: Progress): Promise<Verification | null> {
  return check(await bytesOf(file, progress));
}

interface ImportWork {
  readonly task: ImportTask;
  readonly options: ImportCommand;
  readonly progress: Progress;
}

async function importFile({ store }: DataHouse, { task, options, progress }: ImportWork): Promise<MergeResult> {
  const source = { how: 'import' as const, from: basename(task.file) };
  return task.store(store, await bytesOf(task.file, progress), { source, replace: options.replace });
}

async function bytesOf(file: string, progress: Progress): Promise<(bytes: number) => void> {
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  );
  return (bytes) => progress(bytes, size);
}
