import { useEffect, useState } from 'react';
import type { Dispatch, SetStateAction } from 'react';

const kept = new Map<string, unknown>();

/** State that outlives its page: who looks at another one finds it again, until the dashboard is reloaded. A key has one type of value. */
export function useKept<T>(key: string, first: T): readonly [T, Dispatch<SetStateAction<T>>] {
  const [value, set] = useState<T>(() => (kept.has(key) ? (kept.get(key) as T) : first));
  useEffect(() => {
    kept.set(key, value);
  }, [key, value]);
  return [value, set];
}
