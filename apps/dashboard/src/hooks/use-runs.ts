import { query, subscription } from '@libs/client';
import type { ResearchRun } from '@libs/client';
import { useCallback, useState } from 'react';
import { useApi } from '../api/api';
import { put, putPage } from '../state/newest-first';
import { RUNS } from '../state/runs';
import { useReload } from './use-reload';
import { useSubscription } from './use-subscription';

const PAGE = 50;

export interface Runs {
  /** Newest first; null until the first answer. */
  readonly runs: readonly ResearchRun[] | null;
  readonly failure: Error | null;
  readonly add: (run: ResearchRun) => void;
  readonly loadOlder: (() => Promise<void>) | null;
}

/** Runs of every kind, updated live. */
export function useRuns(): Runs {
  const { request } = useApi();
  const [runs, setRuns] = useState<readonly ResearchRun[] | null>(null);
  const [cursor, setCursor] = useState<string | null>(null);
  const add = useCallback((run: ResearchRun) => setRuns((known) => put(known ?? [], run, RUNS)), []);
  const failure = useReload('runs', async () => {
    const { items, nextCursor } = await request(query.researchRuns, { first: PAGE });
    setRuns((known) => putPage(known ?? [], items, RUNS));
    setCursor((known) => known ?? nextCursor);
  });
  useSubscription(subscription.researchRunChanges, {}, add);
  const loadOlder = useCallback(async () => {
    const { items, nextCursor } = await request(query.researchRuns, { first: PAGE, after: cursor });
    setRuns((known) => putPage(known ?? [], items, RUNS));
    setCursor(nextCursor);
  }, [request, cursor]);
  return { runs, failure, add, loadOlder: cursor === null ? null : loadOlder };
}

/** One run, updated live; undefined until loaded, null if there is none. */
export function useRun(id: string): ResearchRun | null | undefined {
  const { request } = useApi();
  const [run, setRun] = useState<ResearchRun | null | undefined>(undefined);
  useReload(id, async () => setRun(await request(query.researchRun, { id })));
  useSubscription(subscription.researchRunChanges, { id }, setRun);
  return run;
}
