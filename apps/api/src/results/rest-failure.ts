import type { Failure } from './errors.types';
import { Problem } from './problem';

type Told = Exclude<Failure, { readonly __typename: 'Pending' }>;

/** What was refused, as REST says it. */
export function problemOf(failure: Told): Problem {
  switch (failure.__typename) {
    case 'InvalidInput':
      return new Problem(400, 'Bad input', failure.message, { field: failure.field, limit: failure.limit, value: failure.value });
    case 'NotFound':
      return new Problem(404, `There is no such ${failure.what}`, failure.message);
    case 'Refused':
      return new Problem(409, failure.code, failure.message);
  }
}
