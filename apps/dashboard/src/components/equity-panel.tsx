import type { AccountValue, EquityPoint } from '@libs/client';
import { useEffect, useMemo } from 'react';
import { createEquityPainter } from '../charts/equity-painter';
import { equityPoints } from '../charts/equity-points';
import { formatAmount } from '../format/amount';
import { usePainter } from './chart-box';
import { Empty, Panel } from './panel';

export interface EquityPanelProps {
  readonly isLoaded: boolean;
  readonly equity: readonly EquityPoint[];
  readonly value: AccountValue | null;
  readonly settleAsset: string;
  readonly isDark: boolean;
}

export function EquityPanel({ isLoaded, equity, value, settleAsset, isDark }: EquityPanelProps) {
  const [container, painter] = usePainter(createEquityPainter, isDark);
  const points = useMemo(() => equityPoints(equity), [equity]);
  useEffect(() => painter?.points(points), [painter, points]);
  const now = value === null ? '' : `, now ${formatAmount(value.equity, { digits: 2 })} ${settleAsset}`;
  return (
    <Panel id="equity" title="Equity" aside={<span className="count">market time, in {settleAsset}</span>}>
      <div className="chart equity-chart">
        <div className="chart-canvas" ref={container} role="img" aria-label={`Equity over market time${now}`} />
        {points.length === 0 && <Empty>{isLoaded ? 'The curve begins with the first value of this account.' : 'Loading equity…'}</Empty>}
      </div>
    </Panel>
  );
}
