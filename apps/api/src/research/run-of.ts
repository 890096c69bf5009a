import { problemOf } from '../results/rest-failure';
import type { ResearchRun, ResearchRunResult } from './research.types';

/** The run as REST answers it; what was refused is a problem. */
export function runOf(result: ResearchRunResult): ResearchRun {
  if (result.__typename !== 'ResearchRun') throw problemOf(result);
  const { __typename: _, ...run } = result;
  return run;
}
