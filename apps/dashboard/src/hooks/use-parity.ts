import { mutation, query, subscription } from '@libs/client';
import type { Deployment, ParityScore, ResearchRun } from '@libs/client';
import { useCallback, useState } from 'react';
import { useApi } from '../api/api';
import { newKey } from '../state/idempotency-key';
import { isOver } from '../state/runs';
import { useReload } from './use-reload';
import { useSubscription } from './use-subscription';

export interface Parity {
  /** Newest first; null until loaded. */
  readonly deployments: readonly Deployment[] | null;
  readonly scores: ReadonlyMap<string, ParityScore>;
  /** The newest measurement of a deployment since the page was opened. */
  readonly runs: ReadonlyMap<string, ResearchRun>;
  readonly measure: (deploymentId: string) => Promise<void>;
  readonly trouble: string | null;
}

/** Deployments with their scores. */
export function useParity(): Parity {
  const { request } = useApi();
  const [deployments, setDeployments] = useState<readonly Deployment[] | null>(null);
  const [scores, setScores] = useState<Parity['scores']>(new Map());
  const [runs, setRuns] = useState<Parity['runs']>(new Map());
  const [trouble, setTrouble] = useState<string | null>(null);
  const load = useCallback(async (): Promise<void> => {
    const [known, measured] = await Promise.all([request(query.deployments, {}), request(query.parityScores, {})]);
    setDeployments(known.toSorted((one, other) => (one.startedAt < other.startedAt ? 1 : -1)));
    // Newest first, so iterate in reverse to let the newest of a deployment win.
    setScores(new Map(measured.toReversed().map((score) => [score.deploymentId, score])));
  }, [request]);
  const failure = useReload('parity', load);
  const follow = useCallback(
    (run: ResearchRun): void => {
      if (run.kind !== 'PARITY') return;
      setRuns((known) => new Map(known).set(deploymentOf(run), run));
      if (isOver(run)) void load().catch(() => undefined);
    },
    [load],
  );
  useSubscription(subscription.researchRunChanges, {}, follow);
  const measure = useCallback(
    async (deploymentId: string): Promise<void> => {
      const result = await request(mutation.startParity, { input: { deploymentId, idempotencyKey: newKey() } });
      if (result.__typename === 'ResearchRun') follow(result);
      setTrouble(result.__typename === 'ResearchRun' ? null : result.message);
    },
    [request, follow],
  );
  return { deployments, scores, runs, measure, trouble: trouble ?? failure?.message ?? null };
}

function deploymentOf({ spec }: ResearchRun): string {
  return (spec as { readonly deploymentId?: string }).deploymentId ?? '';
}
