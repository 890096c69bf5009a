import { useSyncExternalStore } from 'react';

/** Whether the window is as a media query says. */
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
