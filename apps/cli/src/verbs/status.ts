import type { Command } from 'commander';
import { query, type Account, type ComponentHealth, type DataTrust, type Deployment, type PlatformStatus } from '@libs/client';
import { localApi } from '../api/local-api';
import { EXIT, type End, type ExitCode } from '../exit-code';
import { Terminal } from '../terminal/terminal';

export function addStatus(program: Command, end: End): void {
  program
    .command('status')
    .description('show market, accounts, deployments and the health of each component')
    .option('--json', 'print one JSON object', false)
    .action(async ({ json }: { json: boolean }) => {
      end(await status(new Terminal({ json })));
    });
}

async function status(terminal: Terminal): Promise<ExitCode> {
  const request = await localApi();
  const [platform, accounts, deployments] = await Promise.all([
    request(query.status, {}),
    request(query.accounts, {}),
    request(query.deployments, {}),
  ]);
  const dataTrust = await Promise.all(
    accounts.map(async ({ id }) => ({ accountId: id, symbols: await request(query.dataTrust, { accountId: id }) })),
  );
  const trust = new Map(dataTrust.map(({ accountId, symbols }) => [accountId, symbols]));
  terminal.result(describe({ platform, accounts, deployments, trust }), { ...platform, accounts, deployments, dataTrust });
  return platform.status === 'DOWN' ? EXIT.failed : EXIT.ok;
}

interface Shown {
  readonly platform: PlatformStatus;
  readonly accounts: readonly Account[];
  readonly deployments: readonly Deployment[];
  /** By account. */
  readonly trust: ReadonlyMap<string, readonly DataTrust[]>;
}

function describe({ platform, accounts, deployments, trust }: Shown): string {
  const names = new Map(accounts.map(({ id, name }) => [id, name]));
  return [
    `Plimsoll ${platform.version}: ${platform.status.toLowerCase()}, trading mode ${platform.tradingMode}, since ${platform.startedAt}`,
    ...(platform.market ? [describeMarket(platform.market)] : []),
    '',
    ...accounts.flatMap((account) => [
      describeAccount(account),
      ...(trust.get(account.id) ?? []).filter(({ level }) => level !== 'TRUSTED').map(describeTrust),
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

function describeAccount({ name, mode, status, statusReason, tradingState, settleAsset, value }: Account): string {
  const worth = value
    ? `, equity ${value.equity} ${settleAsset}, realised ${value.realised}, unrealised ${value.unrealised}, fees ${value.fees}`
    : '';
  return `${name}: ${mode.toLowerCase()}, ${status.toLowerCase()}${statusReason ? ` (${statusReason})` : ''}, ${tradingState}${worth}`;
}

function describeTrust({ symbol, level, reasons, since }: DataTrust): string {
  const effect = level === 'UNTRUSTED' ? '; entries wait, exits go' : '';
  return `  ${symbol}: data ${level} (${reasons.join(', ')}) since ${since} market time${effect}`;
}

function describeDeployment({ id, strategy, symbol, interval, status, reason, lastDecision }: Deployment): string {
  const decision = lastDecision ? `; last: ${lastDecision.action}, ${lastDecision.why}` : '';
  return `  ${id}  ${strategy} on ${symbol} ${interval}: ${status.toLowerCase().replace('_', ' ')}${reason ? ` (${reason})` : ''}${decision}`;
}

function describeComponent({ component, accountId, status, reason, since }: ComponentHealth, names: ReadonlyMap<string, string>): string {
  const whose = accountId ? ` of ${names.get(accountId) ?? accountId}` : '';
  return `${status.toLowerCase().padEnd(9)}${component}${whose}, since ${since}${reason ? `: ${reason}` : ''}`;
}
