import type { DataTrust } from '@libs/client';
import { exact } from '../format/time';
import { trustWord } from '../format/trust';
import { Badge } from './badge';

/** How far the data of a symbol can be believed: shape, words and colour; nothing while that is not known. */
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
