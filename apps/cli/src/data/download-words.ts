import { CommandError, EXIT } from '../exit-code';
import type { Terminal } from '../terminal/terminal';
import type { Venue } from './venue';

/** A download that ended before its end. */
export function stopped(error: unknown, { from }: Venue): CommandError {
  const message = `The download from ${from} stopped: ${wordsOf(error)} What came before is stored; the same command goes on there.`;
  return new CommandError(EXIT.failed, message, { cause: error });
}

export function sayRetry(terminal: Terminal): (error: unknown, delay: number) => void {
  return (error, delay) => terminal.say(`${wordsOf(error)}; asking again in ${(delay / 1_000).toFixed(1)} s`, 'warn');
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
