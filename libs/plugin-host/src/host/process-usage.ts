import { readFileSync } from 'node:fs';

const PAGE = 4_096;
const TICK = 10;

/** Resource use of a process: resident memory in megabytes, processor time in milliseconds. */
export interface ProcessUsage {
  readonly memory: number;
  readonly processor: number;
}

/** Null if the system does not say (not Linux), or if the process has ended. https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
export function processUsage(pid: number | undefined): ProcessUsage | null {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return null;
  }
  // Fields from the third on; the second is the name in brackets and can contain anything.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { processor: (Number(fields[11]) + Number(fields[12])) * TICK, memory: (Number(fields[21]) * PAGE) / 1_048_576 };
}
