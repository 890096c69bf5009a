import type { Command } from 'commander';
import { mutation, query, type Deployment } from '@libs/client';
import { accepted, localApi } from '../api/local-api';
import { CommandError, EXIT } from '../exit-code';
import { Terminal } from '../terminal/terminal';

export function addStop(program: Command): void {
  program
    .command('stop')
    .description('stop a deployment and cancel its open orders, or dismiss its fault; its position stays open')
    .argument('<deployment>', 'id of the deployment, or its beginning; see "plimsoll status"')
    .option('--reason <text>', 'recorded in the audit trail', 'stopped from the command line')
    .option('--json', 'print one JSON object', false)
    .action((deployment: string, options: { reason: string; json: boolean }) => stop(deployment, options));
}

async function stop(wanted: string, { reason, json }: { reason: string; json: boolean }): Promise<void> {
  const terminal = new Terminal({ json });
  const request = await localApi(terminal);
  const { id, status } = findDeployment(await request(query.deployments, {}), wanted);
  const stopped = accepted(await request(mutation.stopDeployment, { id, reason }));
  const done = status === 'FAULTED' ? 'dismissed the fault of' : 'stopped';
  terminal.result(`${done} ${stopped.strategy} on ${stopped.symbol} (${stopped.id})`, stopped);
}

/** The deployment whose id begins so. */
export function findDeployment<T extends Pick<Deployment, 'id' | 'strategy' | 'status'>>(deployments: readonly T[], wanted: string): T {
  const found = deployments.filter(({ id }) => wanted !== '' && id.startsWith(wanted));
  if (found.length === 1 && found[0]) return found[0];
  if (found.length > 1)
    throw new CommandError(EXIT.badInput, `"${wanted}" is the beginning of ${found.length} deployments; give more of the id.`);
  const active = deployments
    .filter(({ status }) => status !== 'STOPPED' && status !== 'FAULTED')
    .map(({ id, strategy }) => `${id} (${strategy})`);
  throw new CommandError(EXIT.badInput, `There is no deployment "${wanted}"; active: ${active.join(', ') || 'none'}.`);
}
