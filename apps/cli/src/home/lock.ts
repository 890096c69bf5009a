import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { CommandError, EXIT } from '../exit-code';
import { isMissing } from './home';
import { identify, isAlive, type ProcessIdentity } from './process-identity';

/** Held by the one launcher of a data folder. */
export interface Lock {
  release(): Promise<void>;
}

/** Takes the lock; a live holder is an error, in the sentence that `refusal` makes of its process, a dead one's lock is taken over. */
export async function takeLock(file: string, refusal: (holder: number) => string = launcherRuns(file)): Promise<Lock> {
  const self = own();
  const draft = `${file}.${self.pid}.${randomUUID()}`;
  await writeFile(draft, JSON.stringify(self), { mode: 0o600 });
  try {
    for (let tries = 0; tries < 20; tries += 1) {
      if (await linked(draft, file)) return { release: () => release(file, self) };
      const holder = await holderOf(file);
      if (holder && isAlive(holder)) throw new CommandError(EXIT.failed, refusal(holder.pid));
      if (await replace(draft, file, holder)) return { release: () => release(file, self) };
    }
  } finally {
    await rm(draft, { force: true });
  }
  throw new CommandError(EXIT.failed, `The lock ${file} changes hands all the time; delete it when no launcher runs.`);
}

function launcherRuns(file: string): (holder: number) => string {
  return (holder) =>
    `Plimsoll already runs on this data folder as process ${holder} (${file}); stop it first, or set PLIMSOLL_HOME to another folder.`;
}

export async function holderOf(file: string): Promise<ProcessIdentity | undefined> {
  try {
    const holder = JSON.parse(await readFile(file, 'utf8')) as Partial<ProcessIdentity>;
    return typeof holder.pid === 'number' && typeof holder.started === 'string' ? { pid: holder.pid, started: holder.started } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || isMissing(error)) return undefined;
    throw error;
  }
}

// A hard link is made or refused in one step, and the file it shows is complete.
async function linked(draft: string, file: string): Promise<boolean> {
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

// Whoever links the claim for exactly this dead holder replaces its lock. The claim goes after the replacement, so a late
// claimant finds another holder in the lock and leaves it alone.
async function replace(draft: string, file: string, stale: ProcessIdentity | undefined): Promise<boolean> {
  const claim = `${file}.claim.${stale ? `${stale.pid}.${stale.started.replaceAll(/[^\w]/g, '-')}` : 'torn'}`;
  if (!(await linked(draft, claim))) {
    const claimant = await holderOf(claim);
    if (!claimant || !isAlive(claimant)) await rm(claim, { force: true });
    return false;
  }
  try {
    const holder = await holderOf(file);
    if (holder?.pid !== stale?.pid || holder?.started !== stale?.started) return false;
    await rename(draft, file);
    return true;
  } finally {
    await rm(claim, { force: true });
  }
}

async function release(file: string, self: ProcessIdentity): Promise<void> {
  const holder = await holderOf(file);
  if (holder?.pid === self.pid && holder.started === self.started) await rm(file, { force: true });
}

function own(): ProcessIdentity {
  const self = identify(process.pid);
  if (!self) throw new Error('this process cannot read its own start time');
  return self;
}
