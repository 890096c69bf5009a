import type { Timers } from './clock';

/** Runs `task` repeatedly with a pause of `pause` ms; a failure is reported and does not stop the repetition. */
export function repeat(timers: Timers, pause: number, task: () => Promise<void>, failed: (error: unknown) => void): { cancel(): void } {
  let timer: { cancel(): void } | null = null;
  let cancelled = false;
  const run = (): void => {
    task()
      .catch(failed)
      .finally(() => {
        if (!cancelled) timer = timers.after(pause, run);
      });
  };
  timer = timers.after(pause, run);
  return {
    cancel: () => {
      cancelled = true;
      timer?.cancel();
    },
  };
}
