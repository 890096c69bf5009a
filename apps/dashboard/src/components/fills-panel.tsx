import type { Fill } from '@libs/client';
import { memo, useRef } from 'react';
import { formatAmount, shownSign, signOf } from '../format/amount';
import { readable } from '../format/words';
import { DataTable } from './data-table';
import type { Column } from './data-table';
import { MarketTime, Side, Signed } from './figures';
import { OlderButton } from './older-button';
import { Empty, Panel } from './panel';
import { hasSeveralOwners } from '../state/owners';
import type { OwnerOf } from '../state/owners';
import { useDigits } from './instruments';
import type { Digits } from './instruments';

export interface FillsPanelProps {
  readonly isLoaded: boolean;
  readonly fills: readonly Fill[];
  readonly ownerOf: OwnerOf;
  /** Shown while there are none: when the strategy would trade. */
  readonly waitingFor: string;
  readonly loadOlder: (() => Promise<void>) | null;
}

/** Memoised: the account's value changes many times a second and this does not. */
export const FillsPanel = memo(function FillsPanel({ isLoaded, fills, ownerOf, waitingFor, loadOlder }: FillsPanelProps) {
  const digits = useDigits();
  const isNew = useArrivals(isLoaded, fills);
  return (
    <Panel id="fills" title="Fills" aside={<Count count={fills.length} hasMore={loadOlder !== null} />}>
      {fills.length === 0 ? (
        <Empty>{isLoaded ? `No fills yet. ${waitingFor}` : 'Loading fills…'}</Empty>
      ) : (
        <DataTable
          label="Fills, newest first"
          columns={hasSeveralOwners(fills) ? [...columns(digits), owner(ownerOf)] : columns(digits)}
          rows={fills}
          keyOf={(fill) => fill.executionId}
          isNew={isNew}
          footer={loadOlder && <OlderButton what="fills" load={loadOlder} />}
        />
      )}
    </Panel>
  );
});

function owner(ownerOf: OwnerOf): Column<Fill> {
  return { key: 'owner', header: 'Strategy', narrow: 'plain', cell: (fill) => ownerOf(fill) };
}

function columns(digits: (symbol: string) => Digits): readonly Column<Fill>[] {
  return [
    { key: 'at', header: 'Market time', narrow: 'plain', cell: ({ at }) => <MarketTime at={at} /> },
    { key: 'side', header: 'Side', narrow: 'lead', cell: ({ side }) => <Side side={side} /> },
    {
      key: 'quantity',
      header: 'Quantity',
      isNumber: true,
      narrow: 'lead',
      cell: ({ quantity, symbol }) => formatAmount(quantity, digits(symbol).quantity),
    },
    {
      key: 'price',
      header: 'Price',
      isNumber: true,
      narrow: 'lead',
      cell: ({ price, symbol }) => formatAmount(price, digits(symbol).price),
    },
    {
      key: 'realised',
      header: 'Realised',
      isNumber: true,
      narrow: 'trail',
      cell: ({ realised }) => (signOf(realised) === 0 ? <span className="even">–</span> : <Signed text={realised} />),
    },
    { key: 'fee', header: 'Fee', isNumber: true, cell: ({ fee, feeAsset }) => <Fee fee={fee} asset={feeAsset} /> },
    { key: 'symbol', header: 'Symbol', narrow: 'plain', cell: ({ symbol }) => symbol },
    { key: 'liquidity', header: 'Liquidity', narrow: 'plain', cell: ({ liquidity }) => readable(liquidity) },
  ];
}

function Fee({ fee, asset }: { readonly fee: string; readonly asset: string }) {
  const digits = [2, 4].find((some) => shownSign(fee, some) !== 0) ?? 8;
  return (
    <span title={`${fee} ${asset}`}>
      {formatAmount(fee, { digits })} <span className="unit">{asset}</span>
    </span>
  );
}

export function Count({ count, hasMore }: { readonly count: number; readonly hasMore: boolean }) {
  return <span className="count">{count === 0 ? '' : `${count}${hasMore ? '+' : ''}`}</span>;
}

/** Separates fills that arrived after the first load from those it contained. */
function useArrivals(isLoaded: boolean, fills: readonly Fill[]): (fill: Fill) => boolean {
  const known = useRef<ReadonlySet<string> | null>(null);
  if (isLoaded && known.current === null) known.current = new Set(fills.map(({ executionId }) => executionId));
  const newestKnown = useRef('');
  if (isLoaded && newestKnown.current === '') newestKnown.current = fills[0]?.at ?? '0';
  return ({ executionId, at }) => known.current !== null && !known.current.has(executionId) && at >= newestKnown.current;
}
