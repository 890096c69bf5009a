import { mkdir } from 'node:fs/promises';
import { basename } from 'node:path';
import { makeRoom, type Room, type RoomParts, type RoomRule } from '@libs/market-data';
import { megabytes } from '../doctor/check';
import { CommandError, EXIT } from '../exit-code';
import type { Terminal } from '../terminal/terminal';
import type { RecordCommand } from './commands';
import { durationOption, sizeOption } from './data-options';

const LOOK_EVERY = 5_000;

export function roomRuleOf({ budget, keep, free }: RecordCommand): RoomRule {
  return {
    budget: budget === undefined ? null : sizeOption('budget', budget),
    keepMs: keep === undefined ? null : durationOption('keep', keep),
    free: sizeOption('free', free),
  };
}

/** Refuses to begin what would have to end at once. */
export async function requireRoom(room: RoomParts, terminal: Terminal): Promise<void> {
  await mkdir(room.data, { recursive: true });
  const why = told(await makeRoom(room), terminal);
  if (why !== null) throw new CommandError(EXIT.failed, `${why} Nothing was recorded.`);
}

/** Keeps a recording within its room, and ends it where that cannot be done. */
export class RoomWatch {
  /** Settles once there is no room. */
  readonly full: Promise<void>;
  /** Why there is none; null while there is. */
  why: string | null = null;
  private readonly fill: () => void;
  private readonly timer: NodeJS.Timeout;
  private looking: Promise<void> | null = null;

  constructor(
    private readonly room: RoomParts,
    private readonly terminal: Terminal,
    every = LOOK_EVERY,
  ) {
    const { promise, resolve } = Promise.withResolvers<void>();
    [this.full, this.fill] = [promise, resolve];
    this.timer = setInterval(() => (this.looking ??= this.look().finally(() => (this.looking = null))), every);
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
  }

  private async look(): Promise<void> {
    try {
      this.why ??= told(await makeRoom(this.room), this.terminal);
      if (this.why !== null) this.fill();
    } catch (error) {
      this.terminal.say(`the room on the disk cannot be seen: ${String(error)}`, 'warn');
    }
  }
}

/** Says what was dropped; why there is no room, or null when there is. */
function told({ dropped, over }: Room, terminal: Terminal): string | null {
  for (const folder of dropped) terminal.say(`dropped the recording ${basename(folder)} to make room`, 'warn');
  if (over === 0) return null;
  return `The data takes ${megabytes(over)} more than it may and nothing else may be dropped; see --budget, --free and "plimsoll data list".`;
}
