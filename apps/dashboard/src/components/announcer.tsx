import { useEffect, useEffectEvent, useState } from 'react';

/** A fast market would talk without end. */
const SAY_EVERY_MS = 5_000;

export interface AnnouncerProps {
  readonly isLoaded: boolean;
  /** What there is to say since it was asked before, or null; the first time it only learns what is there already. */
  readonly news: (isFirst: boolean) => string | null;
}

/** Words for those who hear the page, said when nothing else is being said. */
export function Announcer({ isLoaded, news }: AnnouncerProps) {
  const [said, setSaid] = useState('');
  const ask = useEffectEvent(news);
  useEffect(() => {
    if (!isLoaded) return undefined;
    ask(true);
    const timer = setInterval(() => {
      const words = ask(false);
      if (words !== null) setSaid(words);
    }, SAY_EVERY_MS);
    return () => clearInterval(timer);
  }, [isLoaded]);
  return (
    <p className="heard-only" role="status" aria-live="polite">
      {said}
    </p>
  );
}
