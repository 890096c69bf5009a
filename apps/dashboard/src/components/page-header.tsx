import type { Account, ConnectionState, PlatformStatus } from '@libs/client';
import type { ThemeChoice } from '../hooks/use-theme';
import type { Trouble } from '../state/troubles';
import { Badge } from './badge';
import { Link } from './link';
import { Logo } from './logo';
import { MarketClock } from './market-clock';
import { ThemeButton } from './theme-button';
import { TradingControl } from './trading-control';

export interface PageHeaderProps {
  readonly status: PlatformStatus | null;
  /** Current problems, the worst first; null until known. */
  readonly troubles: readonly Trouble[] | null;
  readonly connection: ConnectionState;
  readonly accounts: readonly Account[];
  readonly account: Account | null;
  readonly choose: (id: string) => void;
  readonly refresh: () => Promise<void>;
  readonly theme: ThemeChoice;
}

export function PageHeader({ status, troubles, connection, accounts, account, choose, refresh, theme }: PageHeaderProps) {
  return (
    <header className="page-head">
      <h1>
        <Logo />
        <span className="wordmark">Plimsoll</span>
      </h1>
      {account && <AccountSwitch accounts={accounts} account={account} choose={choose} />}
      <MarketClock market={status?.market ?? null} />
      <div className="head-status">
        <PlatformBadge troubles={troubles} connection={connection} />
      </div>
      {account && <TradingControl key={account.id} account={account} refresh={refresh} />}
      <ThemeButton choice={theme} />
    </header>
  );
}

function AccountSwitch({
  accounts,
  account,
  choose,
}: {
  readonly accounts: readonly Account[];
  readonly account: Account;
  readonly choose: (id: string) => void;
}) {
  return (
    <label className="account-switch">
      <span className="label">Account</span>
      <select value={account.id} onChange={(event) => choose(event.target.value)}>
        {accounts.map(({ id, name, mode }) => (
          <option key={id} value={id}>
            {name} · {mode.toLowerCase()}
          </option>
        ))}
      </select>
    </label>
  );
}

const CONNECTION = {
  connecting: { label: 'Connecting', tone: 'live', meaning: 'Waiting for the first answer of the platform' },
  reconnecting: { label: 'Reconnecting', tone: 'warn', meaning: 'The line to the platform is down; what you see is the last that arrived' },
} as const;

const ALL_WELL = { label: 'All well', tone: 'good', meaning: 'Every component works, and no strategy broke' } as const;

interface PlatformBadgeProps {
  readonly troubles: readonly Trouble[] | null;
  readonly connection: ConnectionState;
}

/** State of the platform; while disconnected it is unknown, and the header says so. */
function PlatformBadge({ troubles, connection }: PlatformBadgeProps) {
  if (connection !== 'live') return <Badge word={CONNECTION[connection]} />;
  if (!troubles) return <Badge word={CONNECTION.connecting} />;
  const [first, ...others] = troubles;
  if (!first) return <Badge word={ALL_WELL} />;
  return (
    <>
      <Link to={first.to} panel={first.panel}>
        <Badge word={first.word} />
      </Link>
      {others.length > 0 && <span title={others.map(({ word }) => word.label).join(', ')}>and {others.length} more</span>}
    </>
  );
}
