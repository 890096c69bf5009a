import { defined } from '@libs/kernel';
import { InvalidSource, openSource } from '@libs/exchange-simulator';
import type { ProcessMessage } from '@libs/platform';
import { EXIT } from './exit-code';

/** Reads a market file as the simulator will and ends; in a process of its own, because a year of minutes is a lot of memory. */
async function main(): Promise<void> {
  const [kind, file = '', symbol] = process.argv.slice(2);
  await openSource({ kind: kind === 'l2' ? kind : 'replay', file, speed: 1, ...defined({ symbol }) });
}

main().then(
  () => process.disconnect?.(),
  (error: unknown) => {
    process.exitCode = error instanceof InvalidSource ? EXIT.badInput : EXIT.failed;
    const message = error instanceof Error ? error.message : String(error);
    process.send?.({ type: 'refused', message } satisfies ProcessMessage, undefined, undefined, () => process.disconnect?.());
  },
);
