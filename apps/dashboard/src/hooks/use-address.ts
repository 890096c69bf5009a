import { useSyncExternalStore } from 'react';

/** The page's path and query, as text; a change re-renders. */
export function useAddress(): string {
  return useSyncExternalStore(listen, () => `${location.pathname}${location.search}`);
}

/**
 * Shows another page, or one of its panels, without reloading; keeps the chosen account in the fragment unless the address names another.
 */
export function navigate(to: string, panel?: string): void {
  history.pushState(null, '', withAccount(to));
  dispatchEvent(new PopStateEvent('popstate'));
  scrollTo(0, 0);
  document.getElementById('main')?.focus({ preventScroll: true });
  // A panel of another page exists once that page is drawn.
  if (panel !== undefined) requestAnimationFrame(() => document.getElementById(panel)?.focus());
}

function withAccount(to: string): string {
  return to.includes('#') ? to : `${to}${location.hash}`;
}

function listen(onChange: () => void): () => void {
  addEventListener('popstate', onChange);
  return () => removeEventListener('popstate', onChange);
}
