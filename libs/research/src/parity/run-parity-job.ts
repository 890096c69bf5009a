import type { HistoryStore } from '@libs/market-data';
import { ResearchFailed, ResearchRefused } from '../refusals';
import { findDeployments } from './find-deployment';
import { runParity } from './run-parity';
import { scoresOf, storeParity, verdictOf } from './score-parity';

/** A request about the newest recorded session of a deployment. */
export interface ParitySpec {
  readonly deploymentId: string;
}

export interface ParityJobParts {
  readonly store: HistoryStore;
  readonly home?: string;
  readonly databaseUrl?: string;
  readonly strategies?: string | undefined;
  readonly progress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Progress is reported in so many steps. */
const STEPS = 100;

/** Measures a deployment in the newest session in which it ran, and stores score and report. */
export async function runParityJob({ deploymentId }: ParitySpec, parts: ParityJobParts): Promise<{ readonly summary: object }> {
  const { store, home, databaseUrl, strategies, progress, signal } = parts;
  if (home === undefined || databaseUrl === undefined) throw new ResearchFailed('Recorded sessions cannot be read here.');
  const [place, ...others] = await findDeployments(databaseUrl, deploymentId);
  if (!place || others.length > 0) throw new ResearchRefused(`Deployment ${deploymentId} ran in no recorded session.`);
  const outcome = await runParity(
    { home, ...place, fills: null, candles: 'auto' },
    {
      store,
      databaseUrl,
      progress: (_stage: string, done: number) => progress?.(Math.round(done * STEPS), STEPS),
      strategies,
      signal,
    },
  );
  await storeParity(databaseUrl, outcome);
  const [score] = scoresOf(outcome);
  const { report: _kept, ...figures } = score ?? { report: null };
  return { summary: { ...figures, verdict: verdictOf(outcome) } };
}
