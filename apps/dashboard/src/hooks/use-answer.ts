import type { Operation } from '@libs/client';
import { useState } from 'react';
import { useApi } from '../api/api';
import { useReload } from './use-reload';

/** The result of a query, requested again after a reconnection and for another `version` of it; null variables request nothing. */
export function useAnswer<Result, Variables>(
  operation: Operation<Result, Variables>,
  variables: Variables | null,
  version = '',
): { readonly answer: Result | null; readonly failure: Error | null } {
  const { request } = useApi();
  const [known, setKnown] = useState<{ readonly key: string; readonly answer: Result } | null>(null);
  const key = variables === null ? '' : `${operation.field} ${JSON.stringify(variables)} ${version}`;
  const failure = useReload(key, async () => {
    if (variables !== null) setKnown({ key, answer: await request(operation, variables) });
  });
  return { answer: known?.key === key ? known.answer : null, failure };
}
