import type { Deployment, Order, Position } from '@libs/client';
import { openOrders } from '../state/open-orders';
import { CloseControl } from './close-control';

export interface StakeProps {
  readonly deployment: Deployment;
  readonly shares: readonly Position[];
  readonly orders: readonly Order[];
}

/** What a deployment has in the market: what it holds, with a way to close it, and how many orders of it are open. */
export function Stake({ deployment, shares, orders }: StakeProps) {
  const open = openOrders(deployment.id, orders);
  return (
    <>
      <CloseControl deployment={deployment} shares={shares} />
      {open > 0 && <p className="open-orders terms">{open === 1 ? '1 order is open' : `${open} orders are open`}</p>}
    </>
  );
}
