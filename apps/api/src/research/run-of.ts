import { Problem } from '../results/problem';
import type { ResearchRun, ResearchRunResult } from './research.types';

/** The run as REST answers it; what was refused is a problem. */
export function runOf(result: ResearchRunResult): ResearchRun {
  switch (result.__typename) {
    case 'ResearchRun': {
      const { __typename: _, ...run } = result;
      return run;
    }
    case 'InvalidInput':
      throw new Problem(400, 'Bad input', result.message, { field: result.field, limit: result.limit, value: result.value });
    case 'NotFound':
      throw new Problem(404, `There is no such ${result.what}`, result.message);
    case 'Refused':
      throw new Problem(409, result.code, result.message);
  }
}
