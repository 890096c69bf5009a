import type { Deployment, Order, Position } from '@libs/client';
import { DEPLOYMENT, OUTDATED } from '../format/words';
import { Badge } from './badge';
import { Link } from './link';
import { Stake } from './stake';
import { StopControl } from './stop-control';

export interface OtherDeploymentsProps {
  readonly deployments: readonly Deployment[];
  /** The holdings of each deployment of the account. */
  readonly shares: readonly Position[];
  readonly orders: readonly Order[];
}

/** The account's strategies other than the one shown: their state, and what they still have in the market. */
export function OtherDeployments({ deployments, shares, orders }: OtherDeploymentsProps) {
  if (deployments.length === 0) return null;
  return (
    <section className="other-deployments" aria-labelledby="other-deployments">
      <h3 id="other-deployments">Others on this account</h3>
      <ul>
        {deployments.map((deployment) => (
          <li key={deployment.id}>
            <div className="strategy-head">
              <Link to={`/?deployment=${deployment.id}`} panel="strategy">
                {deployment.strategy}
              </Link>
              <Badge word={DEPLOYMENT[deployment.status]} detail={deployment.reason} />
            </div>
            <p className="terms">{[deployment.symbol, deployment.interval, deployment.id.slice(0, 8)].filter(Boolean).join(' · ')}</p>
            {deployment.isOutdated && <p className="terms">{OUTDATED}</p>}
            <Stake deployment={deployment} shares={shares} orders={orders} />
            {deployment.status === 'FAULTED' && (
              <div className="strategy-head">
                <StopControl deployment={deployment} />
              </div>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
