import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { homeOfSettings } from '../api/local-api';
import { CommandError, EXIT } from '../exit-code';
import { logName } from '../launcher/log-book';

interface LogsOptions {
  readonly follow: boolean;
  readonly lines: string;
  readonly json: boolean;
}

const TAIL_BYTES = 256 * 1024;
const LOOK_EVERY = 300;

export function addLogs(program: Command): void {
  program
    .command('logs')
    .description('show the logs of the components')
    .argument('[component]', 'api, exchange-simulator, trader-demo, …; default: all')
    .option('-f, --follow', 'keep printing new lines', false)
    .option('-n, --lines <n>', 'number of last lines', '50')
    .option('--json', 'print the lines as JSON', false)
    .action((component: string | undefined, options: LogsOptions) => logs(component, options));
}

async function logs(component: string | undefined, { follow, lines, json }: LogsOptions): Promise<void> {
  if (!/^\d{1,6}$/.test(lines)) throw new CommandError(EXIT.badInput, `--lines is "${lines}"; it must be a whole number.`);
  const folder = homeOfSettings().logs;
  const files = await filesOf(folder, component);
  const print = (line: LogLine): void => void process.stdout.write(`${json ? line.text : pretty(line)}\n`);
  const ends = new Map<string, number>();
  const tail: LogLine[] = [];
  for (const file of files) {
    const { size } = await stat(join(folder, file));
    ends.set(file, size);
    tail.push(...(await read(folder, file, Math.max(0, size - TAIL_BYTES), size)));
  }
  tail.sort((a, b) => a.time.localeCompare(b.time));
  if (Number(lines) > 0) tail.slice(-Number(lines)).forEach(print);
  while (follow) {
    await sleep(LOOK_EVERY);
    for (const file of await filesOf(folder, component)) await news(folder, file, ends, print);
  }
}

async function news(folder: string, file: string, ends: Map<string, number>, print: (line: LogLine) => void): Promise<void> {
  const { size } = await stat(join(folder, file));
  const end = ends.get(file) ?? 0;
  // A shorter file is a new one: the old was set aside.
  const lines = size === end ? [] : await read(folder, file, size < end ? 0 : end, size);
  ends.set(file, size);
  lines.forEach(print);
}

async function filesOf(folder: string, component: string | undefined): Promise<string[]> {
  const all = (await readdir(folder).catch(() => [])).filter((file) => file.endsWith('.log')).sort();
  const wanted =
    component === undefined ? all : all.filter((file) => file === `${logName(component)}.log` || file.startsWith(`${component}-`));
  if (wanted.length > 0) return wanted;
  const known = all.map((file) => file.replace(/\.log$/, '')).join(', ');
  throw new CommandError(
    EXIT.badInput,
    `There is no log of "${component ?? 'any component'}" in ${folder}; ${known ? `there is ${known}` : 'nothing has run there yet'}.`,
  );
}

interface LogLine {
  readonly file: string;
  readonly text: string;
  readonly time: string;
}

async function read(folder: string, file: string, from: number, to: number): Promise<LogLine[]> {
  const handle = await open(join(folder, file));
  try {
    const buffer = Buffer.alloc(to - from);
    await handle.read(buffer, 0, buffer.length, from);
    const lines = buffer.toString('utf8').split('\n');
    // The first line of a tail is most likely the end of one.
    return lines
      .slice(from > 0 && buffer.length >= TAIL_BYTES ? 1 : 0)
      .flatMap((text) => (text === '' ? [] : [{ file, text, time: /"t":"([^"]+)"/.exec(text)?.[1] ?? '' }]));
  } finally {
    await handle.close();
  }
}

function pretty({ file, text, time }: LogLine): string {
  const name = file.replace(/\.log$/, '').padEnd(20);
  try {
    const { t: _t, level, component: _component, account: _account, msg, ...rest } = JSON.parse(text) as Record<string, unknown>;
    const fields = Object.entries(rest).map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
    return [time, name, String(level).padEnd(5), String(msg), ...fields].join(' ');
  } catch {
    return `${time.padEnd(24)} ${name} ${text}`;
  }
}
