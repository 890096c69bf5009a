import { useEffect, useState } from 'react';

const PREFIX = '#account=';

/** The account in the address, so that a link opens the same one. */
export function useChosenAccount(): readonly [string | null, (id: string) => void] {
  const [chosen, setChosen] = useState(fromAddress);
  useEffect(() => {
    const onChange = (): void => setChosen(fromAddress());
    addEventListener('hashchange', onChange);
    return () => removeEventListener('hashchange', onChange);
  }, []);
  return [
    chosen,
    (id) => {
      location.hash = `${PREFIX}${encodeURIComponent(id)}`;
    },
  ];
}

function fromAddress(): string | null {
  return location.hash.startsWith(PREFIX) ? decodeURIComponent(location.hash.slice(PREFIX.length)) : null;
}
