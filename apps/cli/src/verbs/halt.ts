import type { Command } from 'commander';
import { mutation, query, type Account } from '@libs/client';
import { accepted, findAccount, localApi } from '../api/local-api';
import { CommandError, EXIT, type End, type ExitCode } from '../exit-code';
import { Terminal } from '../terminal/terminal';

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
    accounts.map(async ({ id, name }) => {
      try {
        const input = { accountId: id, state: 'HALTED', reason } as const;
        const { tradingState, tradingReason } = accepted(await request(mutation.setTradingState, { input }));
        return { account: name, halted: true, message: `${name}: ${tradingState}, ${tradingReason}`, exitCode: EXIT.ok };
      } catch (error) {
        if (!(error instanceof CommandError)) throw error;
        return { account: name, halted: false, message: `${name}: ${error.message}`, exitCode: error.exitCode };
      }
    }),
  );
  terminal.result(results.map(({ message }) => message).join('\n') || 'there is no account to halt', results);
  return results.find(({ halted }) => !halted)?.exitCode ?? EXIT.ok;
}
