import type { MouseEvent } from 'react';
import { Banner } from './components/banner';
import { PageFooter } from './components/page-footer';
import { PageHeader } from './components/page-header';
import { PageNav } from './components/page-nav';
import { useAddress } from './hooks/use-address';
import { useChosenAccount } from './hooks/use-chosen-account';
import { useConnection } from './hooks/use-connection';
import { useAccounts, useDeployments, useExchanges, useStatus, useStrategies } from './hooks/use-platform';
import { useTheme } from './hooks/use-theme';
import { MissingPage } from './pages/missing-page';
import { NAVIGATION, ROUTES } from './pages/routes';
import { matchRoute } from './state/route';
import { troublesOf } from './state/troubles';

export function App() {
  const [path = '/'] = useAddress().split('?', 1);
  const theme = useTheme();
  const connection = useConnection();
  const status = useStatus();
  const strategies = useStrategies();
  const exchanges = useExchanges();
  const { accounts, failure, refresh } = useAccounts();
  const [chosen, choose] = useChosenAccount();
  const known = accounts ?? [];
  const account = known.find(({ id }) => id === chosen) ?? known.find((other) => other.status !== 'DISABLED') ?? known[0] ?? null;
  const deployments = useDeployments(known);
  const troubles = status && deployments && troublesOf({ status, deployments, accounts: known });
  const found = matchRoute(ROUTES, path);
  const given = { status, accounts, account, strategies, exchanges, isDark: theme.isDark };
  return (
    <>
      <a className="skip" href="#main" onClick={skipToContent}>
        Skip to the content
      </a>
      <PageHeader {...{ status, troubles, connection, accounts: known, account, choose, refresh, theme }} />
      <PageNav entries={NAVIGATION} path={path} />
      <Banner connection={connection} status={status} account={account} failure={failure} />
      <main id="main" tabIndex={-1}>
        {found ? <found.route.Page {...given} parts={found.parts} /> : <MissingPage path={path} />}
      </main>
      <PageFooter status={status} />
    </>
  );
}

/** The address fragment holds the chosen account, so the browser must not put the skip link's target there. */
function skipToContent(event: MouseEvent): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}
