import type { Account, Deployment, Strategy } from '@libs/client';
import { useMemo } from 'react';
import { useAccountFeed, type AccountFeed } from '../hooks/use-account-feed';
import { useChosenDeployment } from '../hooks/use-chosen-deployment';
import { formatAmount } from '../format/amount';
import { useInstruments } from '../hooks/use-market';
import { useTitle } from '../hooks/use-title';
import { isDoubted } from '../state/doubt';
import { ownersOf, type OwnerOf } from '../state/owners';
import { botsOf, marketOf } from '../state/shown-deployment';
import { EquityPanel } from './equity-panel';
import { FeedsPanel } from './feeds-panel';
import { FillAnnouncer } from './fill-announcer';
import { FillsPanel } from './fills-panel';
import { InstrumentsContext } from './instruments';
import { KeyFigures } from './key-figures';
import { OrderAnnouncer } from './order-announcer';
import { OrdersPanel } from './orders-panel';
import { Empty, Panel } from './panel';
import { PositionsPanel } from './positions-panel';
import { PricePanel } from './price-panel';
import { TrustBanner } from './trust-banner';
import { StrategyPanel } from './strategy-panel';
import type { ReactNode } from 'react';

export interface AccountViewProps {
  readonly account: Account;
  readonly strategies: readonly Strategy[];
  readonly isDark: boolean;
  /** Panels that are not about one account. */
  readonly children: ReactNode;
}

/** Everything about one account; keyed by it, so another account starts fresh. */
export function AccountView({ account, strategies, isDark, children }: AccountViewProps) {
  const accountFeed = useAccountFeed(account.id);
  const { feed, failure } = accountFeed;
  const instruments = useInstruments(account.id);
  const bots = useMemo(
    () => botsOf(feed.deployments, { shares: feed.shares, orders: feed.orders }),
    [feed.deployments, feed.shares, feed.orders],
  );
  const ownerOf = useMemo(() => ownersOf(feed.deployments), [feed.deployments]);
  const chosen = useChosenDeployment();
  const deployment = feed.deployments.find(({ id }) => id === chosen) ?? bots[0] ?? null;
  const strategy = strategies.find(({ name }) => name === deployment?.strategy) ?? null;
  // Otherwise another market would be drawn briefly before the strategy's market is known.
  const market = feed.loaded ? marketOf(account.id, deployment, instruments) : null;
  useTitle(feed.value ? `${formatAmount(feed.value.equity, { digits: 2 })} ${account.settleAsset}` : account.name);
  const waitingFor = waitingWords(account, deployment, strategy);
  return (
    <InstrumentsContext value={instruments}>
      <TrustBanner trust={feed.trust} />
      <KeyFigures account={account} value={feed.value} isDoubted={isDoubted(feed.positions)} />
      {failure && !feed.loaded && <p className="notice">{failure.message}. Trying again.</p>}
      <div className="board">
        <div className="charts">
          <MarketPanel market={market} feed={feed} isDark={isDark} />
          <EquityPanel isLoaded={feed.loaded} equity={feed.equity} value={feed.value} settleAsset={account.settleAsset} isDark={isDark} />
        </div>
        <div className="side-column">
          <StrategyPanel
            accountName={account.name}
            isLoaded={feed.loaded}
            deployment={deployment}
            bots={bots}
            strategy={strategy}
            decisions={feed.decisions}
            shares={feed.shares}
            orders={feed.orders}
          />
          <PositionsPanel
            isLoaded={feed.loaded}
            positions={feed.positions}
            shares={feed.shares}
            deployments={feed.deployments}
            settleAsset={account.settleAsset}
          />
          {children}
        </div>
        <Tables accountFeed={accountFeed} ownerOf={ownerOf} waitingFor={waitingFor} />
      </div>
      <FillAnnouncer isLoaded={feed.loaded} fills={feed.fills} />
      <OrderAnnouncer isLoaded={feed.loaded} orders={feed.orders} />
    </InstrumentsContext>
  );
}

interface MarketPanelProps {
  readonly market: ReturnType<typeof marketOf>;
  readonly feed: AccountFeed['feed'];
  readonly isDark: boolean;
}

function MarketPanel({ market, feed, isDark }: MarketPanelProps) {
  if (market === null) return <NoMarket isLoaded={feed.loaded} />;
  return (
    <PricePanel
      key={`${market.symbol} ${market.interval}`}
      market={market}
      fills={feed.fills}
      hasAllFills={feed.olderFills === null}
      position={feed.positions.find(({ symbol }) => symbol === market.symbol) ?? null}
      trust={feed.trust}
      isDark={isDark}
    />
  );
}

interface TablesProps {
  readonly accountFeed: AccountFeed;
  readonly ownerOf: OwnerOf;
  readonly waitingFor: string;
}

function Tables({ accountFeed: { feed, loadOlderFills, loadOlderOrders }, ownerOf, waitingFor }: TablesProps) {
  return (
    <div className="tables">
      <FillsPanel
        isLoaded={feed.loaded}
        fills={feed.fills}
        ownerOf={ownerOf}
        waitingFor={waitingFor}
        loadOlder={feed.olderFills === null ? null : loadOlderFills}
      />
      <OrdersPanel
        isLoaded={feed.loaded}
        orders={feed.orders}
        ownerOf={ownerOf}
        waitingFor={waitingFor}
        loadOlder={feed.olderOrders === null ? null : loadOlderOrders}
      />
      <FeedsPanel feeds={feed.feeds} />
    </div>
  );
}

function NoMarket({ isLoaded }: { readonly isLoaded: boolean }) {
  return (
    <Panel id="price" title="Price">
      <div className="chart price-chart">
        <Empty>{isLoaded ? 'The market of this account shows here as soon as its instruments are known.' : 'Loading the market…'}</Empty>
      </div>
    </Panel>
  );
}

/** What must happen before the first order, as far as known. */
function waitingWords(account: Account, deployment: Deployment | null, strategy: Strategy | null): string {
  if (account.status === 'STARTING') return 'The account is starting.';
  if (account.status === 'REFUSED') return 'The account is not traded; why is said above.';
  if (account.tradingState === 'HALTED') return 'Trading is halted on this account.';
  if (!deployment) return 'Nothing is deployed on this account.';
  if (deployment.status === 'STARTING') return 'The strategy is starting.';
  if (deployment.status === 'WARMING_UP') return `The strategy is warming up${deployment.reason ? `: ${deployment.reason}` : ''}.`;
  if (deployment.status !== 'RUNNING') return `The strategy is ${deployment.status.toLowerCase()}.`;
  return strategy ? `${strategy.title}: ${strategy.description}` : 'The strategy has not seen its moment yet.';
}
