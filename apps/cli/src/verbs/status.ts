import type { Command } from 'commander';
import {
  query,
  type Account,
  type ComponentHealth,
  type DataTrust,
  type Deployment,
  type FeedLatency,
  type FeedQuality,
  type PlatformStatus,
  type Position,
} from '@libs/client';
import { formatMoney } from '@libs/kernel';
import { handsIn, heldPositions } from '../api/held-positions';
import { localApi } from '../api/local-api';
import { EXIT, type End, type ExitCode } from '../exit-code';
import { describeDeployment } from '../status/describe-deployment';
import { describePosition, sided } from '../status/describe-position';
import { Terminal } from '../terminal/terminal';

/** More would push accounts and health off the screen. */
const FEEDS_SHOWN = 12;

export function addStatus(program: Command, end: End): void {
  program
    .command('status')
    .description('show market, accounts, positions, deployments and the health of each component')
    .option('--json', 'print one JSON object', false)
    .action(async ({ json }: { json: boolean }) => {
      end(await status(new Terminal({ json })));
    });
}

async function status(terminal: Terminal): Promise<ExitCode> {
  const request = await localApi(terminal);
  const [platform, accounts, deployments] = await Promise.all([
    request(query.status, {}),
    request(query.accounts, {}),
    request(query.deployments, {}),
  ]);
  const dataTrust = await Promise.all(
    accounts.map(async ({ id }) => ({ accountId: id, symbols: await request(query.dataTrust, { accountId: id }) })),
  );
  const feeds = await Promise.all(
    accounts.map(async ({ id }) => ({ accountId: id, feeds: await request(query.feeds, { accountId: id }) })),
  );
  const positions = (await Promise.all([false, true].map((byDeployment) => heldPositions(request, accounts, byDeployment)))).flat();
  const trustOf = new Map(dataTrust.map(({ accountId, symbols }) => [accountId, symbols]));
  const feedsOf = new Map(feeds.map(({ accountId, feeds: found }) => [accountId, found]));
  const shown = { platform, accounts, deployments, positions, trust: trustOf, feeds: feedsOf };
  terminal.result(describe(shown), { ...platform, accounts, positions, deployments, dataTrust, feeds });
  return platform.status === 'DOWN' ? EXIT.failed : EXIT.ok;
}

interface Shown {
  readonly platform: PlatformStatus;
  readonly accounts: readonly Account[];
  readonly deployments: readonly Deployment[];
  /** Of accounts, and what deployments hold of them. */
  readonly positions: readonly Position[];
  /** By account. */
  readonly trust: ReadonlyMap<string, readonly DataTrust[]>;
  readonly feeds: ReadonlyMap<string, readonly FeedQuality[]>;
}

function describe({ platform, accounts, deployments, positions, trust, feeds }: Shown): string {
  const names = new Map(accounts.map(({ id, name }) => [id, name]));
  return [
    `Plimsoll ${platform.version}: ${platform.status.toLowerCase()}, trading mode ${platform.tradingMode}, since ${platform.startedAt}`,
    ...(platform.market ? [describeMarket(platform.market)] : []),
    '',
    ...accounts.flatMap((account) => [
      describeAccount(account, platform.components),
      ...describePositions(
        account,
        positions.filter(({ accountId }) => accountId === account.id),
        deployments,
      ),
      ...(trust.get(account.id) ?? []).filter(({ level }) => level !== 'TRUSTED').map(describeTrust),
      ...describeFeeds(feeds.get(account.id) ?? []),
      ...deployments.filter(({ accountId }) => accountId === account.id).map(describeDeployment),
    ]),
    ...(accounts.length === 0 ? ['no accounts'] : []),
    '',
    ...platform.components.map((component) => describeComponent(component, names)),
  ].join('\n');
}

function describeMarket({ label, state, reason, speed, marketTime }: NonNullable<PlatformStatus['market']>): string {
  return `Market: ${label}, ${state}${reason ? ` (${reason})` : ''}, ${speed}×, ${marketTime}`;
}

function describeAccount(account: Account, components: readonly ComponentHealth[]): string {
  const { name, mode, statusReason, status, tradingState, tradingReason, settleAsset, value } = account;
  const worth = value
    ? `, equity ${formatMoney(value.equity)} ${settleAsset}, realised ${formatMoney(value.realised)}, unrealised ${formatMoney(value.unrealised)}, fees ${formatMoney(value.fees)}`
    : '';
  const words = `${name}: ${mode.toLowerCase()}, ${describeService(account, components)}`;
  // What a refused account would do if it traded is no news.
  const trading = status === 'REFUSED' && tradingState === 'ACTIVE' ? '' : `, ${tradingState}${tradingReason ? ` (${tradingReason})` : ''}`;
  return `${words}${statusReason ? ` (${statusReason})` : ''}${trading}${worth}`;
}

/** An account was made ready once; whether anybody trades on it is what its processes say now. */
function describeService({ id, status }: Account, components: readonly ComponentHealth[]): string {
  if (status === 'REFUSED') return 'refused, not trading';
  const isDown = (name: string): boolean =>
    components.some(({ component, accountId, ...health }) => component === name && accountId === id && health.status === 'DOWN');
  const down = status === 'READY' ? ['trader', 'executor'].filter(isDown) : [];
  return down.length === 0 ? status.toLowerCase() : `${down.join(' and ')} down`;
}

function describePositions({ settleAsset }: Account, held: readonly Position[], deployments: readonly Deployment[]): string[] {
  const hands = new Set(handsIn(held, deployments).map(({ id }) => id));
  return held.flatMap((position) => {
    const { deploymentId, quantity, symbol } = position;
    if (deploymentId === null) return [`  ${describePosition(position, settleAsset)}`];
    return hands.has(deploymentId) ? [`  ${deploymentId}  by hand: ${sided(quantity)} ${symbol}`] : [];
  });
}

function describeTrust({ symbol, level, reasons, since }: DataTrust): string {
  const effect = level === 'UNTRUSTED' ? '; entries wait, exits go' : '';
  return `  ${symbol}: data ${level} (${reasons.join(', ')}) since ${since} market time${effect}`;
}

/** Of many feeds those that are not well now; that the others are is one line. */
function describeFeeds(feeds: readonly FeedQuality[]): string[] {
  const shown = feeds.length <= FEEDS_SHOWN ? feeds : feeds.filter(({ reasons }) => reasons.length > 0);
  const others = feeds.length - shown.length;
  return [...shown.map(describeFeed), ...(others > 0 ? [`  ${others} of ${feeds.length} market data feeds are well`] : [])];
}

function describeFeed({ symbol, feed, reasons, uptime, messages, ...feedQuality }: FeedQuality): string {
  const { gaps, restarts, interruptions, dropped, exchangeToReceived, receivedToStrategy } = feedQuality;
  const troubles = Object.entries({ gaps, restarts, interruptions, dropped }).filter(([, count]) => count > 0);
  return [
    `  ${symbol} ${feed}: up ${percent(uptime)}`,
    ...(reasons.length > 0 ? [`now ${reasons.join(', ')}`] : []),
    `${messages} messages`,
    ...troubles.map(([name, count]) => `${count} ${name}`),
    ...describeLatency('from exchange', exchangeToReceived),
    ...describeLatency('to strategy', receivedToStrategy),
  ].join(', ');
}

/** Never rounded up: 100 % is said only of a feed that was never away. */
function percent(share: number): string {
  return `${(Math.floor(share * 10_000) / 100).toFixed(2)} %`;
}

function describeLatency(what: string, latency: FeedLatency | null): string[] {
  return latency ? [`${what} p50 ${latency.p50} ms p99 ${latency.p99} ms`] : [];
}

function describeComponent({ component, accountId, status, reason, since }: ComponentHealth, names: ReadonlyMap<string, string>): string {
  const whose = accountId ? ` of ${names.get(accountId) ?? accountId}` : '';
  return `${status.toLowerCase().padEnd(9)}${component}${whose}, since ${since}${reason ? `: ${reason}` : ''}`;
}
