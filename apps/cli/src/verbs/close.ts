import type { Command } from 'commander';
import { mutation, query, type Position } from '@libs/client';
import { handsIn, heldPositions, type Holder } from '../api/held-positions';
import { accepted, localApi } from '../api/local-api';
import { CommandError, EXIT } from '../exit-code';
import { Terminal } from '../terminal/terminal';
import { findDeployment } from './stop';

interface CloseOptions {
  readonly symbol?: string;
  readonly json: boolean;
}

export function addClose(program: Command): void {
  program
    .command('close')
    .description('close the position of a deployment at the market, running or not; exits in the way are cancelled first')
    .argument('<deployment>', 'id of the deployment or of a holding by hand, or its beginning; see "plimsoll status"')
    .option('--symbol <symbol>', 'symbol, if it holds several')
    .option('--json', 'print one JSON object', false)
    .action((deployment: string, options: CloseOptions) => close(deployment, options));
}

async function close(wanted: string, { symbol: asked, json }: CloseOptions): Promise<void> {
  const terminal = new Terminal({ json });
  const request = await localApi(terminal);
  const [accounts, deployments] = await Promise.all([request(query.accounts, {}), request(query.deployments, {})]);
  const held = await heldPositions(request, accounts, true);
  const { id, strategy } = findDeployment<Holder>([...deployments, ...handsIn(held, deployments)], wanted);
  const own = held.filter(({ deploymentId }) => deploymentId === id);
  const symbol = asked ?? onlySymbol(own, strategy);
  const order = accepted(await request(mutation.closePosition, { deploymentId: id, symbol }));
  const waits = order.status === 'RELEASED' ? '; it waits until the exits in its way are gone' : '';
  const text = `${order.side} ${order.quantity} ${symbol} for ${strategy} (${id}): ${order.status}${waits}`;
  terminal.result(text, order);
}

function onlySymbol(held: readonly Position[], strategy: string): string {
  const [first, ...others] = held;
  if (first === undefined) throw new CommandError(EXIT.failed, `${strategy} holds nothing.`);
  if (others.length === 0) return first.symbol;
  const symbols = held.map(({ symbol }) => symbol).join(', ');
  throw new CommandError(EXIT.badInput, `${strategy} holds ${symbols}; say which with --symbol.`);
}
