import { useSyncExternalStore } from 'react';

/** True if the window matches a media query. */
export function useMedia(text: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const media = matchMedia(text);
      media.addEventListener('change', changed);
      return () => media.removeEventListener('change', changed);
    },
    () => matchMedia(text).matches,
  );
}
