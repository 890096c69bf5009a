import type { Account, Deployment, Request } from '@libs/client';
import { mutation, query } from '@libs/client';
import { until, type LauncherDatabase } from './database';
import type { SimulatorStatus, SimulatorSymbol } from './simulator-client';

export interface DemoOptions {
  readonly request: Request;
  readonly database: LauncherDatabase;
  readonly market: SimulatorStatus;
  readonly generated: boolean;
  readonly maxPositionSize: string;
  readonly refresh: () => Promise<void>;
}

const STRATEGY = 'ema-cross';
const CASH = '100000';
/** A generated minute market is meant to be watched: its averages cross every few minutes at the default speed. */
const QUICK = { fast: 5, slow: 13 };
const READY = { every: 100, within: 20_000 };

/** Gives a market that nobody has traded on yet a paper account with the bundled strategy, by the way any user would. */
export async function ensureDemo(options: DemoOptions): Promise<void> {
  const { database, market } = options;
  const mine = (await database.accounts()).filter(({ sourceId }) => sourceId === null || sourceId === market.sourceId);
  const demo = mine.find(({ name }) => name === demoName(market, false) || name === demoName(market, true));
  // A demo that somebody disabled is not brought back.
  if (mine.length > 0 && (!demo || demo.status === 'disabled' || (await database.hasDeployments(demo.id)))) return;
  const symbol = market.symbols[0];
  if (!symbol) throw new Error('the exchange simulator names no symbol to trade');
  const accountId = demo?.id ?? (await createAccount(options, symbol));
  await until(async () => ((await isReady(options, accountId)) ? true : undefined), READY);
  await deploy(options, accountId, symbol);
}

async function createAccount(options: DemoOptions, symbol: SimulatorSymbol): Promise<string> {
  const taken = (await options.database.accounts()).some(
    ({ name, status }) => status !== 'disabled' && name === demoName(options.market, false),
  );
  const name = demoName(options.market, taken);
  const answer = options.request(mutation.createAccount, {
    input: {
      name,
      startingBalances: [{ asset: settleAsset(symbol.symbol), total: CASH }],
      maxPositionSize: options.maxPositionSize,
      idempotencyKey: `demo-account-${options.market.sourceId}`,
    },
  });
  const result = await answer;
  await options.refresh();
  if (result.__typename === 'Account') return result.id;
  if (result.__typename !== 'Pending') throw new Error(`the demo account was refused: ${result.message}`);
  const found = await until(
    async () => (await options.database.accounts()).find((account) => account.name === name && account.status !== 'disabled'),
    READY,
  );
  if (!found) throw new Error('the demo account was asked for and did not appear');
  return found.id;
}

async function isReady({ request, refresh }: DemoOptions, accountId: string): Promise<boolean> {
  await refresh();
  const account = await request(query.account, { id: accountId });
  return account?.status === 'READY';
}

async function deploy(options: DemoOptions, accountId: string, { symbol, interval }: SimulatorSymbol): Promise<void> {
  const params = { symbol, interval, ...(options.generated ? QUICK : {}) };
  const result = await options.request(mutation.deploy, {
    input: { accountId, strategy: STRATEGY, params, idempotencyKey: `demo-deployment-${accountId}` },
  });
  if (result.__typename !== 'Deployment' && result.__typename !== 'Pending')
    throw new Error(`the demo strategy was refused: ${result.message}`);
}

/** Account names are unique, and every market has a demo of its own. */
function demoName(market: SimulatorStatus, taken: boolean): string {
  return taken ? `demo-${market.sourceId.replaceAll(/[^\w-]+/g, '-').slice(0, 24)}` : 'demo';
}

function settleAsset(symbol: string): string {
  const [pair = '', settle] = symbol.split(':');
  return settle ?? pair.split('/')[1] ?? 'USDT';
}

/** "demo (paper, 100000 USDT): ema-cross on BTC/USDT:USDT 1m, fast 5, slow 13" */
export function describeTrading(accounts: readonly Account[], deployments: readonly Deployment[]): string[] {
  return accounts.map((account) => {
    const cash = account.balances.map(({ asset, total }) => `${total} ${asset}`).join(', ');
    const active = deployments.filter(({ accountId, status }) => accountId === account.id && status !== 'STOPPED' && status !== 'FAULTED');
    const what = active.map(describeDeployment).join('; ') || 'nothing deployed';
    const terms = [
      account.mode.toLowerCase(),
      ...(account.status === 'REFUSED' ? ['refused, not trading'] : []),
      ...(account.tradingState === 'ACTIVE' ? [] : [account.tradingState]),
      ...(cash ? [cash] : []),
    ];
    return `${account.name} (${terms.join(', ')}): ${what}`;
  });
}

function describeDeployment({ strategy, symbol, interval, params }: Deployment): string {
  const shown = Object.entries((params ?? {}) as Record<string, unknown>)
    .filter(([name]) => name !== 'symbol' && name !== 'interval')
    .map(([name, value]) => `${name} ${String(value)}`);
  return `${strategy} on ${symbol} ${interval}${shown.length > 0 ? `, ${shown.join(', ')}` : ''}`;
}
