import type { Deployment, Position } from '@libs/client';
import { memo } from 'react';
import { formatAmount } from '../format/amount';
import { DataTable } from './data-table';
import type { Column } from './data-table';
import { Signed } from './figures';
import { HandHoldings } from './hand-holdings';
import { Holding } from './holding';
import { useDigits } from './instruments';
import type { Digits } from './instruments';
import { MarkPrice, Unrealised } from './mark';
import { Empty, Panel } from './panel';

export interface PositionsPanelProps {
  readonly isLoaded: boolean;
  readonly positions: readonly Position[];
  /** Each deployment's share, and that of manual orders. */
  readonly shares: readonly Position[];
  readonly deployments: readonly Deployment[];
  readonly settleAsset: string;
}

/** Memoised: the account's value moves many times a second and this once. */
export const PositionsPanel = memo(function PositionsPanel(props: PositionsPanelProps) {
  const { isLoaded, positions, shares, deployments, settleAsset } = props;
  const digits = useDigits();
  return (
    <Panel id="positions" title="Positions" aside={<span className="count">in {settleAsset}</span>}>
      {positions.length === 0 ? (
        <Empty>{isLoaded ? 'Flat. Nothing was bought or sold on this account yet.' : 'Loading positions…'}</Empty>
      ) : (
        <DataTable label="Positions" columns={columns(digits)} rows={positions} keyOf={(position) => position.symbol} />
      )}
      {isLoaded && <HandHoldings deployments={deployments} shares={shares} />}
    </Panel>
  );
});

function columns(digits: (symbol: string) => Digits): readonly Column<Position>[] {
  return [
    { key: 'symbol', header: 'Symbol', narrow: 'lead', cell: ({ symbol }) => symbol },
    {
      key: 'quantity',
      header: 'Position',
      isNumber: true,
      narrow: 'trail',
      cell: ({ quantity, symbol }) => <Holding quantity={quantity} digits={digits(symbol)} />,
    },
    { key: 'unrealised', header: 'Unrealised', isNumber: true, cell: ({ mark }) => <Unrealised mark={mark} /> },
    {
      key: 'average',
      header: 'Entry',
      isNumber: true,
      cell: ({ averagePrice, symbol }) =>
        averagePrice === null ? <span className="even">–</span> : formatAmount(averagePrice, digits(symbol).price),
    },
    { key: 'mark', header: 'Mark', isNumber: true, cell: ({ mark, symbol }) => <MarkPrice mark={mark} digits={digits(symbol)} /> },
    { key: 'realised', header: 'Realised', isNumber: true, cell: ({ realised }) => <Signed text={realised} /> },
    { key: 'fees', header: 'Fees', isNumber: true, cell: ({ fees }) => formatAmount(fees, { digits: 2 }) },
  ];
}
