import { HttpStatus } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Failure } from './errors.types';
import { Problem } from './problem';

type Told = Exclude<Failure, { readonly __typename: 'Pending' }>;

/** The result of a command as REST gives it: 202 where it is not done yet, a thrown problem where it was refused. */
export function restOf<T extends { readonly __typename: string }>(result: T | Failure, reply: FastifyReply): object {
  if (!isFailure(result)) {
    const { __typename: _, ...done } = result;
    return done;
  }
  if (result.__typename !== 'Pending') throw problemOf(result);
  void reply.status(HttpStatus.ACCEPTED);
  return { commandId: result.commandId };
}

const FAILURES: ReadonlySet<string> = new Set<Failure['__typename']>(['Pending', 'InvalidInput', 'NotFound', 'Refused']);

function isFailure(result: { readonly __typename: string }): result is Failure {
  return FAILURES.has(result.__typename);
}

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
