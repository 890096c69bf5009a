import type { Deployment, Order, Position } from '@libs/client';
import { openOrders } from '../state/open-orders';
import { CloseControl } from './close-control';

export interface StakeProps {
  readonly deployment: Deployment;
  readonly shares: readonly Position[];
  readonly orders: readonly Order[];
}

const GOES_ON = 'The strategy goes on and may enter again; stop it first if it should not.';

/** What a deployment has in the market: its position, with a control that closes it, and the number of open orders. */
export function Stake({ deployment, shares, orders }: StakeProps) {
  const { id, strategy, status } = deployment;
  const isOver = status === 'STOPPED' || status === 'FAULTED';
  const open = openOrders(id, orders);
  return (
    <>
      <CloseControl holder={{ id, words: `of ${strategy}`, note: isOver ? null : GOES_ON }} shares={shares} />
      {open > 0 && <p className="open-orders terms">{open === 1 ? '1 order is open' : `${open} orders are open`}</p>}
    </>
  );
}
