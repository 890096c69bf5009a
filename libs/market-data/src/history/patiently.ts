import { backoffDelay } from '@libs/platform';

/** How a question that fails is asked again. */
export interface Patience {
  readonly sleep: (milliseconds: number) => Promise<unknown>;
  /** It failed and is asked again after the delay. */
  readonly onRetry?: (error: unknown, delay: number) => void;
}

const TRIES = 6;
const BACKOFF = { step: 1_000, cap: 60_000 };

/** Asks again after a growing delay; after six tries the error is thrown. */
export async function patiently<T>(ask: () => Promise<T>, { sleep, onRetry }: Patience): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await ask();
    } catch (error) {
      if (tries === TRIES) throw error;
      const delay = backoffDelay(tries, BACKOFF);
      onRetry?.(error, delay);
      await sleep(delay);
    }
  }
}
