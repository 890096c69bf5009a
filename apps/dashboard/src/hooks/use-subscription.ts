import type { Operation } from '@libs/client';
import { useEffect, useEffectEvent } from 'react';
import { useApi } from '../api/api';

/** Follows a value stream while the component is mounted; null variables follow nothing. */
export function useSubscription<Result, Variables>(
  operation: Operation<Result, Variables>,
  variables: Variables | null,
  onValue: (value: Result) => void,
): void {
  const { live } = useApi();
  const receive = useEffectEvent(onValue);
  const key = variables === null ? null : JSON.stringify(variables);
  useEffect(() => {
    if (key === null) return undefined;
    const parsed = JSON.parse(key) as Variables;
    return live.subscribe(operation, () => parsed, { next: (value) => receive(value) });
  }, [live, operation, key]);
}
