import { useEffect, useEffectEvent, useState } from 'react';
import { useApi } from '../api/api';

const RETRY_MS = 3_000;
/** How long a stream may take to begin after it was asked for; a query sent then sees what came before. Soon for the eye, and once more for a busy server. */
const SETTLE_MS = [250, 1_500];

/**
 * Runs `load` now, again each time the connection comes up, and again after a failure; `key` is what it loads for.
 * Gives the failure that stands, if one does.
 */
export function useReload(key: string, load: () => Promise<void>): Error | null {
  const { live } = useApi();
  const [failure, setFailure] = useState<Error | null>(null);
  const run = useEffectEvent(load);
  useEffect(() => {
    let isGone = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const attempt = async (): Promise<void> => {
      clearTimeout(timer);
      try {
        await run();
        if (!isGone) setFailure(null);
      } catch (error) {
        if (isGone) return;
        setFailure(error instanceof Error ? error : new Error(String(error)));
        timer = setTimeout(() => void attempt(), RETRY_MS);
      }
    };
    void attempt();
    const settled: ReturnType<typeof setTimeout>[] = [];
    const unlisten = live.onState((state) => {
      if (state === 'live') settled.push(...SETTLE_MS.map((wait) => setTimeout(() => void attempt(), wait)));
    });
    return () => {
      isGone = true;
      clearTimeout(timer);
      settled.forEach(clearTimeout);
      unlisten();
    };
  }, [live, key]);
  return failure;
}
