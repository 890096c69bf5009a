import { useEffect, useEffectEvent, useState } from 'react';
import { useApi } from '../api/api';

const RETRY_MS = 3_000;
/**
 * Delays before reloading: a stream takes a moment to start, and a query sent then covers what came before. Short for the eye, then once
 * more for a busy server.
 */
const SETTLE_MS = [250, 1_500];

/**
 * Runs `load` now, on each reconnection, and again after a failure; `key` identifies what is loaded. Returns the current failure, if any.
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
