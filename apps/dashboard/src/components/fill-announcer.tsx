import type { Fill } from '@libs/client';
import { useRef } from 'react';
import { fillSentence } from '../format/words';
import { Announcer } from './announcer';

/** Announces new fills to screen readers: the newest, and the number of others. */
export function FillAnnouncer({ isLoaded, fills }: { readonly isLoaded: boolean; readonly fills: readonly Fill[] }) {
  const last = useRef<string | undefined>(undefined);
  const news = (isFirst: boolean): string | null => {
    const [fill] = fills;
    const known = last.current;
    last.current = fill?.executionId;
    if (isFirst || !fill || fill.executionId === known) return null;
    const count = fills.findIndex(({ executionId }) => executionId === known);
    return `${count > 1 ? `${count} new fills. Last: ` : 'New fill: '}${fillSentence(fill)}.`;
  };
  return <Announcer isLoaded={isLoaded} news={news} />;
}
