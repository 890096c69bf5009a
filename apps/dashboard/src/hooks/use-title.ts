import { useEffect } from 'react';

/** Shows the account's equity in the browser tab. */
export function useTitle(text: string): void {
  useEffect(() => {
    document.title = text === '' ? 'Plimsoll' : `${text} · Plimsoll`;
  }, [text]);
}
