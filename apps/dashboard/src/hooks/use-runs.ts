import { query, subscription } from '@libs/client';
import type { ResearchKind, ResearchRun } from '@libs/client';
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

/** Runs of these kinds, updated live. */
export function useRuns(kinds: readonly ResearchKind[]): Runs {
  const { request } = useApi();
  const [runs, setRuns] = useState<readonly ResearchRun[] | null>(null);
  const [cursor, setCursor] = useState<string | null>(null);
  const add = useCallback((run: ResearchRun) => setRuns((known) => put(known ?? [], run, RUNS)), []);
  const failure = useReload('runs', async () => {
    const { items, nextCursor } = await request(query.researchRuns, { first: PAGE, kinds });
    setRuns((known) => putPage(known ?? [], items, RUNS));
    setCursor((known) => known ?? nextCursor);
  });
  useSubscription(subscription.researchRunChanges, {}, (run) => kinds.includes(run.kind) && add(run));
  const loadOlder = useCallback(async () => {
    const { items, nextCursor } = await request(query.researchRuns, { first: PAGE, after: cursor, kinds });
    setRuns((known) => putPage(known ?? [], items, RUNS));
    setCursor(nextCursor);
  }, [request, cursor, kinds]);
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
