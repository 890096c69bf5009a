import type { DataTrust } from '@libs/client';
import { clock, exact, fullDay } from '../format/time';
import { reasonSentence } from '../format/trust';

/** Shows for which symbols entries are denied, why, and since when. */
export function TrustBanner({ trust }: { readonly trust: readonly DataTrust[] }) {
  const blocked = trust.filter(({ level }) => level === 'UNTRUSTED');
  return (
    <div role="status" aria-live="polite" aria-label="Data trust">
      {blocked.length > 0 && (
        <div className="banner trust-banner">
          <p>Entries wait, exits go: market data is not trusted.</p>
          <ul>
            {blocked.map(({ symbol, reasons, since }) => (
              <li key={symbol}>
                {symbol}: {reasonSentence({ reasons })}, since{' '}
                <time dateTime={since} title={exact(since)}>
                  {fullDay(since)} {clock(since)}
                </time>{' '}
                market time
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
