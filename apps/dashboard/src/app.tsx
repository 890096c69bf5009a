import { AccountView } from './components/account-view';
import { Banner } from './components/banner';
import { ExchangesPanel } from './components/exchanges-panel';
import { HealthPanel } from './components/health-panel';
import { PageFooter } from './components/page-footer';
import { PageHeader } from './components/page-header';
import { useChosenAccount } from './hooks/use-chosen-account';
import { useConnection } from './hooks/use-connection';
import { useAccounts, useExchanges, useStatus, useStrategies } from './hooks/use-platform';
import { useTheme } from './hooks/use-theme';

export function App() {
  const theme = useTheme();
  const connection = useConnection();
  const status = useStatus();
  const strategies = useStrategies();
  const exchanges = useExchanges();
  const { accounts, failure, refresh } = useAccounts();
  const [chosen, choose] = useChosenAccount();
  const known = accounts ?? [];
  const account = known.find(({ id }) => id === chosen) ?? known.find((other) => other.status !== 'DISABLED') ?? known[0] ?? null;
  const health = <HealthPanel status={status} accounts={known} />;
  return (
    <>
      <a className="skip" href="#main">
        Skip to the account
      </a>
      <PageHeader
        status={status}
        connection={connection}
        accounts={known}
        account={account}
        choose={choose}
        refresh={refresh}
        theme={theme}
      />
      <Banner connection={connection} status={status} account={account} failure={failure} />
      <main id="main" tabIndex={-1}>
        {account ? (
          <AccountView key={account.id} account={account} strategies={strategies} isDark={theme.isDark}>
            {health}
          </AccountView>
        ) : (
          <div className="no-account">
            <p className="empty">
              {accounts === null
                ? 'Waiting for the platform…'
                : 'There is no account yet. The platform makes its demo account when it starts; this page shows it as soon as it is there.'}
            </p>
            {health}
          </div>
        )}
      </main>
      <ExchangesPanel exchanges={exchanges} />
      <PageFooter status={status} />
    </>
  );
}
