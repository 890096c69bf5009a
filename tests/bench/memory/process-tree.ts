import { readFileSync, readdirSync } from 'node:fs';

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** Processes whose command line mentions `text`, with all their descendants. */
export function processesOf(text: string, root: number): readonly Process[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => read(Number(name)));
  const members = new Map(all.filter(({ pid, command }) => pid === root || command.includes(text)).map((one) => [one.pid, one]));
  for (let grown = true; grown;) {
    const size = members.size;
    for (const one of all) if (members.has(one.parent)) members.set(one.pid, one);
    grown = members.size > size;
  }
  return [...members.values()];
}

/** Proportional set size in bytes: shared pages count once over all who share them. */
export function pss(pid: number): number {
  const match = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
  if (!match) throw new Error(`The kernel tells no Pss for process ${pid}`);
  return Number(match[1]) * 1024;
}

function read(pid: number): Process[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return [{ pid, parent: Number(parent), command }];
  } catch {
    // It ended between the listing and the reading.
    return [];
  }
}
