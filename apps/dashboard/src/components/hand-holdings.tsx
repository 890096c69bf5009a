import type { Deployment, Position } from '@libs/client';
import { handsIn } from '../state/owners';
import { CloseControl } from './close-control';

export interface HandHoldingsProps {
  readonly deployments: readonly Deployment[];
  /** What each deployment of the account holds, and what is held by hand. */
  readonly shares: readonly Position[];
}

/** What was bought or sold by hand, with a way to close it; what strategies hold is closed where they are shown. */
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
