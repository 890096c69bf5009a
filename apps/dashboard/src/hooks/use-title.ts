import { useEffect } from 'react';

/** The tab says what the account is worth. */
export function useTitle(text: string): void {
  useEffect(() => {
    document.title = text === '' ? 'Plimsoll' : `${text} · Plimsoll`;
  }, [text]);
}
