import { useSyncExternalStore } from 'react';

/** The path of the page and what follows its `?`, as text; a new one re-renders. */
export function useAddress(): string {
  return useSyncExternalStore(listen, () => `${location.pathname}${location.search}`);
}

/**
 * Shows another page, or a panel of it, without loading this one again; the chosen account, which is behind the `#`, stays where the
 * address names none.
 */
export function navigate(to: string, panel?: string): void {
  history.pushState(null, '', withAccount(to));
  dispatchEvent(new PopStateEvent('popstate'));
  scrollTo(0, 0);
  document.getElementById('main')?.focus({ preventScroll: true });
  // A panel of another page is there once that is drawn.
  if (panel !== undefined) requestAnimationFrame(() => document.getElementById(panel)?.focus());
}

function withAccount(to: string): string {
  return to.includes('#') ? to : `${to}${location.hash}`;
}

function listen(onChange: () => void): () => void {
  addEventListener('popstate', onChange);
  return () => removeEventListener('popstate', onChange);
}
