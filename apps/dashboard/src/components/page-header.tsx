import type { Account, ConnectionState, PlatformStatus } from '@libs/client';
import { HEALTH } from '../format/words';
import type { ThemeChoice } from '../hooks/use-theme';
import { Badge } from './badge';
import { Logo } from './logo';
import { MarketClock } from './market-clock';
import { ThemeButton } from './theme-button';
import { TradingControl } from './trading-control';

export interface PageHeaderProps {
  readonly status: PlatformStatus | null;
  readonly connection: ConnectionState;
  readonly accounts: readonly Account[];
  readonly account: Account | null;
  readonly choose: (id: string) => void;
  readonly refresh: () => Promise<void>;
  readonly theme: ThemeChoice;
}

export function PageHeader({ status, connection, accounts, account, choose, refresh, theme }: PageHeaderProps) {
  return (
    <header className="page-head">
      <h1>
        <Logo />
        <span className="wordmark">Plimsoll</span>
      </h1>
      {account && <AccountSwitch accounts={accounts} account={account} choose={choose} />}
      <MarketClock market={status?.market ?? null} />
      <div className="head-status">
        <PlatformBadge status={status} connection={connection} />
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

/** The platform's own state; while the line is down nothing is known of it, and that is what is said. */
function PlatformBadge({ status, connection }: { readonly status: PlatformStatus | null; readonly connection: ConnectionState }) {
  if (connection !== 'live') return <Badge word={CONNECTION[connection]} />;
  if (!status) return <Badge word={CONNECTION.connecting} />;
  const word = HEALTH[status.status];
  const troubled = status.components
    .filter((component) => component.status !== 'OK')
    .map(({ component, reason }) => `${component}: ${reason ?? 'no reason given'}`);
  return <Badge word={{ ...word, label: status.status === 'OK' ? 'All well' : word.label }} detail={troubled.join('\n') || word.meaning} />;
}
