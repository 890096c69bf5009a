import type { DataTrust } from '@libs/client';
import { exact } from '../format/time';
import { trustWord } from '../format/trust';
import { Badge } from './badge';

/** Trust level of a symbol's data: shape, words and colour; nothing while unknown. */
export function TrustBadge({ symbol, trust }: { readonly symbol: string; readonly trust: readonly DataTrust[] }) {
  const found = trust.find((item) => item.symbol === symbol);
  if (!found) return null;
  const word = trustWord(found);
  return (
    <span className="trust" data-level={found.level}>
      <Badge word={word} detail={`${word.meaning}. Since ${exact(found.since)} market time`} />
    </span>
  );
}
