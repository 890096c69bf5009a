import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { mutation, query, type Account, type Request } from '@libs/client';
import { accepted, findAccount, localApi } from '../api/local-api';
import { CommandError, EXIT, type End, type ExitCode } from '../exit-code';
import { Terminal } from '../terminal/terminal';

/** How long it looks for what it asked to happen, before it says what has not. */
const PATIENCE = 5_000;
const LOOK_EVERY = 100;
const PAGE = 500;
/** Known to the platform alone: what they wait for, the halt keeps them from. */
const NOT_AT_EXCHANGE: ReadonlySet<string> = new Set(['EMULATED', 'RELEASED']);

export function addHalt(program: Command, end: End): void {
  program
    .command('halt')
    .description('cancel all open orders of one account, or of all, and refuse new ones; stops that protect a position wait')
    .argument('[account]', 'name or id; default: all accounts')
    .requiredOption('--reason <text>', 'recorded in the audit trail')
    .option('--json', 'print one JSON object', false)
    .action(async (account: string | undefined, options: { reason: string; json: boolean }) => {
      end(await halt(account, options));
    });
}

async function halt(wanted: string | undefined, { reason, json }: { reason: string; json: boolean }): Promise<ExitCode> {
  const terminal = new Terminal({ json });
  const request = await localApi(terminal);
  const all = async (): Promise<Account[]> => (await request(query.accounts, {})).filter(({ status }) => status !== 'DISABLED');
  const accounts = wanted === undefined ? await all() : [await findAccount(request, wanted)];
  // One account that cannot be halted must not keep the others trading.
  const results = await Promise.all(
    accounts.map(async (account) => {
      try {
        return await haltAccount(request, account, reason);
      } catch (error) {
        if (!(error instanceof CommandError)) throw error;
        return { account: account.name, halted: false, message: `${account.name}: ${error.message}`, exitCode: error.exitCode };
      }
    }),
  );
  terminal.result(results.map(({ message }) => message).join('\n') || 'there is no account to halt', results);
  return results.find(({ halted }) => !halted)?.exitCode ?? results.find(({ exitCode }) => exitCode !== EXIT.ok)?.exitCode ?? EXIT.ok;
}

interface Halted {
  readonly account: string;
  readonly halted: boolean;
  /** Orders that are not cancelled yet. */
  readonly openOrders?: number;
  readonly message: string;
  readonly exitCode: ExitCode;
}

async function haltAccount(request: Request, { id, name }: Account, reason: string): Promise<Halted> {
  const input = { accountId: id, state: 'HALTED', reason } as const;
  const answer = await request(mutation.setTradingState, { input });
  const now = async (): Promise<Account> => findAccount(request, id);
  const account = answer.__typename === 'Pending' ? await awaited(now, isHalted) : accepted(answer);
  if (!isHalted(account)) {
    const message =
      `${name}: NOT HALTED YET: neither its trader nor its executor answers. It halts as soon as one of them runs; ` +
      'until then what is open stays open at the exchange. Look again with: npx plimsoll status';
    return { account: name, halted: false, message, exitCode: EXIT.pending };
  }
  const openOrders = await awaited(
    () => openAtExchange(request, id),
    (count) => count === 0,
  );
  const words = `${name}: ${account.tradingState}, ${account.tradingReason}`;
  if (openOrders === 0) return { account: name, halted: true, openOrders, message: words, exitCode: EXIT.ok };
  const message = `${words}; ${count(openOrders)} not known to be cancelled yet and may still fill; the dashboard lists them`;
  return { account: name, halted: true, openOrders, message, exitCode: EXIT.pending };
}

function isHalted({ tradingState }: Account): boolean {
  return tradingState === 'HALTED';
}

async function openAtExchange(request: Request, accountId: string): Promise<number> {
  const { items } = await request(query.orders, { accountId, open: true, first: PAGE });
  return items.filter(({ status }) => !NOT_AT_EXCHANGE.has(status)).length;
}

/** The first answer that will do, or the last within its patience. */
async function awaited<T>(ask: () => Promise<T>, willDo: (answer: T) => boolean): Promise<T> {
  const started = performance.now();
  for (;;) {
    const answer = await ask();
    if (willDo(answer) || performance.now() - started > PATIENCE) return answer;
    await sleep(LOOK_EVERY);
  }
}

function count(orders: number): string {
  return orders === 1 ? 'one order is' : `${orders} orders are`;
}
