import { useEffect, useEffectEvent, useState } from 'react';

/** Limits announcements in a fast market. */
const SAY_EVERY_MS = 5_000;

export interface AnnouncerProps {
  readonly isLoaded: boolean;
  /** The next announcement since the last call, or null; the first call only records what exists. */
  readonly news: (isFirst: boolean) => string | null;
}

/** Screen reader announcements, made when nothing else is being said. */
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
