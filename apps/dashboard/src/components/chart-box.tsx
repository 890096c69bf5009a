import { useEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';
import { readColours } from '../charts/colours';
import type { ChartColours } from '../charts/colours';

interface Painter {
  colours(colours: ChartColours): void;
  remove(): void;
}

/** Ties a painter to an element's lifetime and to the theme; null until the element exists. */
export function usePainter<P extends Painter>(
  create: (container: HTMLElement, colours: ChartColours) => P,
  isDark: boolean,
): readonly [RefObject<HTMLDivElement | null>, P | null] {
  const container = useRef<HTMLDivElement>(null);
  const [painter, setPainter] = useState<P | null>(null);
  useEffect(() => {
    if (!container.current) return undefined;
    const made = create(container.current, readColours());
    setPainter(made);
    return () => {
      setPainter(null);
      made.remove();
    };
  }, [create]);
  useEffect(() => painter?.colours(readColours()), [painter, isDark]);
  return [container, painter];
}
