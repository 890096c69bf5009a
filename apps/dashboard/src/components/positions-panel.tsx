import type { DataTrust, Position } from '@libs/client';
import { memo } from 'react';
import { formatAmount, magnitude, signOf } from '../format/amount';
import { DataTable } from './data-table';
import type { Column } from './data-table';
import { Signed } from './figures';
import { useDigits } from './instruments';
import type { Digits } from './instruments';
import { Empty, Panel } from './panel';
import { TrustBadge } from './trust-badge';

export interface PositionsPanelProps {
  readonly isLoaded: boolean;
  readonly positions: readonly Position[];
  readonly trust: readonly DataTrust[];
  readonly settleAsset: string;
}

/** Memoised: the account's value moves many times a second and this does not. */
export const PositionsPanel = memo(function PositionsPanel({ isLoaded, positions, trust, settleAsset }: PositionsPanelProps) {
  const digits = useDigits();
  return (
    <Panel id="positions" title="Positions" aside={<span className="count">in {settleAsset}</span>}>
      {positions.length === 0 ? (
        <Empty>{isLoaded ? 'Flat. Nothing was bought or sold on this account yet.' : 'Loading positions…'}</Empty>
      ) : (
        <DataTable label="Positions" columns={columns(digits, trust)} rows={positions} keyOf={(position) => position.symbol} />
      )}
    </Panel>
  );
});

function columns(digits: (symbol: string) => Digits, trust: readonly DataTrust[]): readonly Column<Position>[] {
  return [
    { key: 'symbol', header: 'Symbol', narrow: 'lead', cell: ({ symbol }) => <Held symbol={symbol} trust={trust} /> },
    {
      key: 'quantity',
      header: 'Position',
      isNumber: true,
      narrow: 'trail',
      cell: ({ quantity, symbol }) => <Holding quantity={quantity} digits={digits(symbol)} />,
    },
    {
      key: 'average',
      header: 'Average',
      isNumber: true,
      cell: ({ averagePrice, symbol }) =>
        averagePrice === null ? <span className="even">–</span> : formatAmount(averagePrice, digits(symbol).price),
    },
    { key: 'realised', header: 'Realised', isNumber: true, cell: ({ realised }) => <Signed text={realised} /> },
    { key: 'fees', header: 'Fees', isNumber: true, cell: ({ fees }) => formatAmount(fees, { digits: 2 }) },
  ];
}

/** A symbol says so when its data may not be right; that all is well is said once, beside the price. */
function Held({ symbol, trust }: { readonly symbol: string; readonly trust: readonly DataTrust[] }) {
  const isTrusted = trust.some((item) => item.symbol === symbol && item.level === 'TRUSTED');
  return (
    <>
      {symbol} {!isTrusted && <TrustBadge symbol={symbol} trust={trust} />}
    </>
  );
}

/** Which way and how much. */
export function Holding({ quantity, digits }: { readonly quantity: string; readonly digits: Digits }) {
  const sign = signOf(quantity);
  if (sign === 0) return <span className="even">flat</span>;
  return (
    <span className={sign > 0 ? 'side gain' : 'side loss'}>
      <span aria-hidden="true">{sign > 0 ? '↑' : '↓'}</span>
      {sign > 0 ? 'Long' : 'Short'} {formatAmount(magnitude(quantity), digits.quantity)}
    </span>
  );
}
