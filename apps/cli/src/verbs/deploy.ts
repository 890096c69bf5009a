import type { Command } from 'commander';
import { mutation, query } from '@libs/client';
import { accepted, findAccount, localApi } from '../api/local-api';
import { CommandError, EXIT } from '../exit-code';
import { Terminal } from '../terminal/terminal';

interface DeployOptions {
  readonly account: string;
  readonly param: readonly string[];
  readonly json: boolean;
}

export function addDeploy(program: Command): void {
  program
    .command('deploy')
    .description('deploy a strategy to an account')
    .argument('<strategy>', 'name of an installed strategy')
    .requiredOption('--account <name>', 'name or id of the account')
    .option('--param <name=value>', 'a parameter of the strategy; repeatable', (text: string, all: string[]) => [...all, text], [])
    .option('--json', 'print one JSON object', false)
    .action((strategy: string, options: DeployOptions) => deploy(strategy, options));
}

async function deploy(name: string, { account, param, json }: DeployOptions): Promise<void> {
  const terminal = new Terminal({ json });
  const request = await localApi(terminal);
  const { id: accountId, name: accountName } = await findAccount(request, account);
  const strategies = await request(query.strategies, {});
  const strategy = strategies.find((candidate) => candidate.name === name);
  if (!strategy) {
    // Loaded here, because no other deployment needs plugins in this process.
    const { noSuchStrategy } = await import('@libs/plugin-host');
    const known = strategies.map((one) => one.name);
    throw new CommandError(EXIT.badInput, noSuchStrategy(name, known));
  }
  const deployment = accepted(
    await request(mutation.deploy, { input: { accountId, strategy: name, params: parseParams(param, strategy) } }),
  );
  terminal.result(
    `deployed ${name} on account ${accountName} as ${deployment.id}: ${deployment.status.toLowerCase().replace('_', ' ')}`,
    deployment,
  );
}

/** Of the api or of a sandbox; `type` in either's letters. */
interface DeclaredParams {
  readonly name: string;
  readonly parameters: readonly { readonly name: string; readonly type: string }[];
}

/** `fast=5` becomes the number 5 where the strategy declares a number; what the values may be is the api's to judge. */
export function parseParams(texts: readonly string[], strategy: DeclaredParams): Record<string, unknown> {
  const params: Record<string, unknown> = {};
  for (const text of texts) {
    const at = text.indexOf('=');
    if (at < 1) throw new CommandError(EXIT.badInput, `--param is "${text}"; write it as name=value.`);
    const parameter = strategy.parameters.find(({ name }) => name === text.slice(0, at));
    if (!parameter) {
      const known = strategy.parameters.map(({ name }) => name).join(', ');
      throw new CommandError(EXIT.badInput, `${strategy.name} has no parameter "${text.slice(0, at)}"; it has ${known}.`);
    }
    params[parameter.name] = parseValue(text.slice(at + 1), parameter);
  }
  return params;
}

function parseValue(text: string, { name, type }: DeclaredParams['parameters'][number]): unknown {
  const kind = type.toLowerCase();
  if (kind === 'boolean') {
    if (text !== 'true' && text !== 'false')
      throw new CommandError(EXIT.badInput, `Parameter ${name} is "${text}"; it must be true or false.`);
    return text === 'true';
  }
  if (kind !== 'integer' && kind !== 'number') return text;
  if (!/^-?\d+(\.\d+)?$/.test(text)) throw new CommandError(EXIT.badInput, `Parameter ${name} is "${text}"; it must be a number.`);
  return Number(text);
}
