import { AccountView } from '../components/account-view';
import { HealthPanel } from '../components/health-panel';
import type { PageProps } from './page-props';

export function AccountPage({ status, accounts, account, strategies, isDark }: PageProps) {
  const health = <HealthPanel status={status} accounts={accounts ?? []} />;
  if (account)
    return (
      <AccountView key={account.id} account={account} strategies={strategies} isDark={isDark}>
        {health}
      </AccountView>
    );
  return (
    <div className="no-account">
      <p className="empty">
        {accounts === null
          ? 'Waiting for the platform…'
          : 'There is no account yet. The platform makes its demo account when it starts; this page shows it as soon as it is there.'}
      </p>
      {health}
    </div>
  );
}
