import type { Decision, Deployment, Order, Position, Strategy } from '@libs/client';
import { memo } from 'react';
import { formatValue } from '../format/amount';
import { reasonWords } from '../format/trust';
import { DEPLOYMENT, OUTDATED, readable } from '../format/words';
import type { DecisionEntry } from '../state/feed';
import { Badge } from './badge';
import { MarketTime } from './figures';
import { OtherDeployments } from './other-deployments';
import { Empty, Panel } from './panel';
import { Stake } from './stake';
import { StopControl } from './stop-control';

export interface StrategyPanelProps {
  readonly accountName: string;
  readonly isLoaded: boolean;
  readonly deployment: Deployment | null;
  /** All that can be shown. */
  readonly bots: readonly Deployment[];
  readonly strategy: Strategy | null;
  readonly decisions: readonly DecisionEntry[];
  /** The holdings of each deployment of the account. */
  readonly shares: readonly Position[];
  readonly orders: readonly Order[];
}

const EARLIER = 4;

/** Memoised: the account's value changes many times a second and this does not. */
export const StrategyPanel = memo(function StrategyPanel(props: StrategyPanelProps) {
  const { accountName, isLoaded, deployment, bots, strategy, decisions, shares, orders } = props;
  if (!deployment) {
    return (
      <Panel id="strategy" title="Strategy">
        <Empty>
          {isLoaded ? 'Nothing is deployed on this account.' : 'Loading the strategy…'}
          {isLoaded && <code className="command">npx plimsoll deploy ema-cross --account {accountName}</code>}
        </Empty>
      </Panel>
    );
  }
  const [last, ...earlier] = decisions.filter(({ deploymentId }) => deploymentId === deployment.id).map(({ decision }) => decision);
  return (
    <Panel id="strategy" title="Strategy" aside={<Badge word={DEPLOYMENT[deployment.status]} />}>
      <div className="strategy-head">
        <p className="strategy-name">
          <strong>{strategy?.title ?? deployment.strategy}</strong> <span className="terms">{deployment.strategyVersion}</span>
        </p>
        <StopControl key={deployment.id} deployment={deployment} />
      </div>
      {deployment.isOutdated && <p className="terms outdated">{OUTDATED}</p>}
      <Stake key={`stake ${deployment.id}`} deployment={deployment} shares={shares} orders={orders} />
      {deployment.reason && <p className="notice">{deployment.reason}</p>}
      {last ? <LastDecision decision={last} /> : <Empty>{DEPLOYMENT[deployment.status].meaning}. Its first decision will show here.</Empty>}
      {earlier.length > 0 && <Earlier decisions={earlier.slice(0, EARLIER)} />}
      <Params params={deployment.params} />
      <OtherDeployments deployments={bots.filter(({ id }) => id !== deployment.id)} shares={shares} orders={orders} />
    </Panel>
  );
});

function LastDecision({ decision }: { readonly decision: Decision }) {
  return (
    <div className="decision" role="group" aria-label="Last decision">
      <p className="decision-head">
        <span className="action">{readable(decision.action)}</span>
        <span className="since">
          <MarketTime at={decision.marketTime} /> market
        </span>
      </p>
      <p className="why">{decision.why}</p>
      {decision.trust.map((trust) => (
        <p key={trust.symbol} className="notice">
          Decided while data of {trust.symbol} was {trust.level === 'DEGRADED' ? 'late' : 'not trusted'} ({reasonWords(trust)}).
        </p>
      ))}
      <Values values={entriesOf(decision.values)} className="values" />
    </div>
  );
}

function Earlier({ decisions }: { readonly decisions: readonly Decision[] }) {
  return (
    <ol className="earlier" aria-label="Decisions before it, newest first">
      {decisions.map((decision) => (
        <li key={`${decision.marketTime} ${decision.action}`} title={decision.why}>
          <MarketTime at={decision.marketTime} withDay={false} />
          <span className="action">{readable(decision.action)}</span>
          <span className="why">{decision.why}</span>
        </li>
      ))}
    </ol>
  );
}

function Params({ params }: { readonly params: unknown }) {
  const entries = entriesOf(params);
  if (entries.length === 0) return null;
  return (
    <details className="params">
      <summary>Parameters</summary>
      <Values values={entries} className="values" />
    </details>
  );
}

function Values({ values, className }: { readonly values: readonly (readonly [string, unknown])[]; readonly className: string }) {
  if (values.length === 0) return null;
  return (
    <dl className={className}>
      {values.map(([name, value]) => (
        <div key={name}>
          <dt>{readable(name)}</dt>
          <dd>{formatValue(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}
