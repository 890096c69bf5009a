import { useSyncExternalStore } from 'react';

/** The path of the page and what follows its `?`, as text; a new one re-renders. */
export function useAddress(): string {
  return useSyncExternalStore(listen, () => `${location.pathname}${location.search}`);
}

/** Shows another page without loading this one again; the chosen account, which is behind the `#`, stays. */
export function navigate(to: string): void {
  history.pushState(null, '', `${to}${location.hash}`);
  dispatchEvent(new PopStateEvent('popstate'));
  scrollTo(0, 0);
  document.getElementById('main')?.focus({ preventScroll: true });
}

function listen(onChange: () => void): () => void {
  addEventListener('popstate', onChange);
  return () => removeEventListener('popstate', onChange);
}
