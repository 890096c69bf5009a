import type { Account, ComponentHealth, PlatformStatus } from '@libs/client';
import { elapsed, exact } from '../format/time';
import { HEALTH, readable } from '../format/words';
import { useNow } from '../hooks/use-now';
import { Badge } from './badge';
import { Empty, Panel } from './panel';

export interface HealthPanelProps {
  readonly status: PlatformStatus | null;
  readonly accounts: readonly Account[];
}

export function HealthPanel({ status, accounts }: HealthPanelProps) {
  const now = useNow();
  const nameOf = (id: string | null): string | null => (id === null ? null : (accounts.find((account) => account.id === id)?.name ?? id));
  return (
    <Panel id="health" title="Health" aside={status && <Badge word={HEALTH[status.status]} />}>
      {!status || status.components.length === 0 ? (
        <Empty>Waiting for the components to report.</Empty>
      ) : (
        <ul className="health" aria-label="Components">
          {status.components.map((component) => (
            <Component
              key={`${component.component} ${component.accountId}`}
              health={component}
              account={nameOf(component.accountId)}
              now={now}
            />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Component({ health, account, now }: { readonly health: ComponentHealth; readonly account: string | null; readonly now: number }) {
  return (
    <li>
      <Badge word={HEALTH[health.status]} detail={health.reason} />
      <span className="component">
        {readable(health.component)}
        {account !== null && <span className="terms"> {account}</span>}
      </span>
      <time className="since" dateTime={health.since} title={`since ${exact(health.since)} (wall time)`}>
        {elapsed(health.since, now)}
      </time>
      {health.reason && <span className="reason">{health.reason}</span>}
    </li>
  );
}
