import type { Deployment, Position } from '@libs/client';
import { handsIn } from '../state/owners';
import { CloseControl } from './close-control';

export interface HandHoldingsProps {
  readonly deployments: readonly Deployment[];
  /** The holdings of each deployment, and of manual orders. */
  readonly shares: readonly Position[];
}

/** Manual holdings, with a control that closes them; holdings of strategies are closed where those are shown. */
export function HandHoldings({ deployments, shares }: HandHoldingsProps) {
  const hands = handsIn(shares, deployments);
  if (hands.length === 0) return null;
  return (
    <section className="hand-holdings" aria-labelledby="hand-holdings">
      <h3 id="hand-holdings">Held by hand</h3>
      {hands.map((id) => (
        <CloseControl key={id} holder={{ id, words: 'held by hand', note: null }} shares={shares} />
      ))}
    </section>
  );
}
