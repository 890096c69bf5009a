import { readFileSync, readlinkSync } from 'node:fs';

/** Identifies a process uniquely across time and machines; null if that is not possible. */
export function processIdentity(): string | null {
  const here = whereProcessesAreSeen();
  return here === null ? null : `${here}/${process.pid}/${Math.round(performance.timeOrigin)}`;
}

/** True only if the process of this identity has provably ended; a stalled one has not. */
export function hasEnded(identity: string): boolean {
  const mine = processIdentity();
  if (mine === null || identity === mine) return false;
  const end = identity.lastIndexOf('/', identity.lastIndexOf('/') - 1);
  if (identity.slice(0, end) !== whereProcessesAreSeen()) return false;
  const pid = Number(identity.slice(end + 1, identity.lastIndexOf('/')));
  // Our own process id with another start time: it was reused after that process had ended.
  return Number.isInteger(pid) && pid > 0 && (pid === process.pid || !isAlive(pid));
}

/** This boot of this machine, and its process id namespace; containers have their own. */
function whereProcessesAreSeen(): string | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot}/${readlinkSync('/proc/self/ns/pid').replace(/\D/g, '')}`;
  } catch {
    // Not Linux: a lease must then expire.
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
