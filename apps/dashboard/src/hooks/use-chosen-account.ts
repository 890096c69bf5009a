import { useEffect, useState } from 'react';

const PREFIX = '#account=';

/** The account in the address, so that a link opens the same one. */
export function useChosenAccount(): readonly [string | null, (id: string) => void] {
  const [chosen, setChosen] = useState(fromAddress);
  useEffect(() => {
    const onChange = (): void => setChosen(fromAddress());
    // A link within the dashboard triggers only the second event.
    const names = ['hashchange', 'popstate'] as const;
    for (const name of names) addEventListener(name, onChange);
    return () => names.forEach((name) => removeEventListener(name, onChange));
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
