import { useState } from 'react';

export function OlderButton({ what, load }: { readonly what: string; readonly load: () => Promise<void> }) {
  const [state, setState] = useState<'idle' | 'loading' | 'failed'>('idle');
  const run = (): void => {
    setState('loading');
    load().then(
      () => setState('idle'),
      () => setState('failed'),
    );
  };
  return (
    <button type="button" className="older" onClick={run} disabled={state === 'loading'}>
      {state === 'loading' ? 'Loading…' : state === 'failed' ? `No answer. Try again for older ${what}` : `Older ${what}`}
    </button>
  );
}
