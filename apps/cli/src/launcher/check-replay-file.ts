import { join } from 'node:path';
import type { SimulatorSource } from '@libs/platform';
import { startNodeChild } from './child';
import { runOnce } from './run-once';

type Replay = Extract<SimulatorSource, { kind: 'replay' | 'l2' }>;

const SCRIPT = join(import.meta.dirname, '../check-replay.js');

/** Reads the file as the simulator will; a file that is not what it says stops the start with one sentence. */
export function checkReplayFile({ kind, file, symbol }: Replay): Promise<void> {
  const args = symbol === undefined ? [kind, file] : [kind, file, symbol];
  return runOnce(
    'the check of the file',
    { script: SCRIPT, args, nodeFlags: [], env: {} },
    { start: startNodeChild, line: () => undefined },
  );
}
