import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(process.cwd(), '..', 'shared', 'data', 'ws-recordings', 'bybit-v5');

/** `it`, or a skip that names its reason where the recorded messages are absent. */
export const itWithRecordings: typeof it = existsSync(FOLDER)
  ? it
  : (((name: string) =>
      it.skip(`${name} (skipped: ../shared/data/ws-recordings/bybit-v5 is absent)`, () => undefined)) as unknown as typeof it);

/** The text of one recorded message. */
export function recording(name: string): string {
  return readFileSync(join(FOLDER, `${name}.json`), 'utf8');
}
