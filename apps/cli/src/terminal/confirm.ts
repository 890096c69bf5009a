import { createInterface } from 'node:readline/promises';
import type { Readable, Writable } from 'node:stream';

/** Where a person may be asked; null where nobody sits at it. */
export type Asking = { readonly input: Readable; readonly output: Writable } | null;

export function ownTerminal(): Asking {
  const { stdin: input, stderr: output } = process;
  return input.isTTY && output.isTTY ? { input, output } : null;
}

/** Asks a question that only a clear yes answers. */
export async function confirmed(question: string, { input, output }: NonNullable<Asking>): Promise<boolean> {
  const reader = createInterface({ input, output });
  try {
    const ended = new Promise<string>((resolve) => reader.once('close', () => resolve('')));
    return /^y(es)?$/i.test((await Promise.race([reader.question(`${question} [y/N] `), ended])).trim());
  } finally {
    reader.close();
  }
}
