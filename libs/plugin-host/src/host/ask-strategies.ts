import { StrategySandbox } from './strategy-sandbox';

/** Answers what strategies say of themselves: their description, and their plan for parameters. */
export type Asked = Pick<StrategySandbox, 'describe'>;

/** A sandbox for the time of the questions; the strategies in it are described and never run. `strategies` is the folder of built ones. */
export async function askStrategies<Result>(strategies: string | undefined, ask: (asked: Asked) => Promise<Result>): Promise<Result> {
  const sandbox = new StrategySandbox({ strategies, onAnswer: () => undefined, onFault: () => undefined });
  try {
    return await ask(sandbox);
  } finally {
    await sandbox.close();
  }
}
