import type { Fill } from '@libs/client';
import { useEffect, useRef, useState } from 'react';
import { fillSentence } from '../format/words';

/** A fast market would talk without end. */
const SAY_EVERY_MS = 5_000;

/** Says new fills to those who hear the page: the newest, and how many came with it. */
export function FillAnnouncer({ isLoaded, fills }: { readonly isLoaded: boolean; readonly fills: readonly Fill[] }) {
  const [said, setSaid] = useState('');
  const newest = useRef(fills);
  newest.current = fills;
  useEffect(() => {
    if (!isLoaded) return undefined;
    let last = newest.current[0]?.executionId;
    const timer = setInterval(() => {
      const fill = newest.current[0];
      if (!fill || fill.executionId === last) return;
      const count = newest.current.findIndex(({ executionId }) => executionId === last);
      setSaid(`${count > 1 ? `${count} new fills. Last: ` : 'New fill: '}${fillSentence(fill)}.`);
      last = fill.executionId;
    }, SAY_EVERY_MS);
    return () => clearInterval(timer);
  }, [isLoaded]);
  return (
    <p className="heard-only" role="status" aria-live="polite">
      {said}
    </p>
  );
}
