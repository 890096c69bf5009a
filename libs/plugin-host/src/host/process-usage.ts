import { readFileSync } from 'node:fs';

const PAGE = 4_096;
const TICK = 10;

/** What a process has used: resident memory in megabytes, processor time in milliseconds. */
export interface ProcessUsage {
  readonly memory: number;
  readonly processor: number;
}

/** Null where the system does not tell (not Linux), or when the process is gone. https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
export function processUsage(pid: number | undefined): ProcessUsage | null {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return null;
  }
  // Fields from the third on; the second is the name in brackets and may hold anything.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { processor: (Number(fields[11]) + Number(fields[12])) * TICK, memory: (Number(fields[21]) * PAGE) / 1_048_576 };
}
