import type { Command } from 'commander';
import type { End } from '../exit-code';
import { Terminal } from '../terminal/terminal';

interface CheckOptions {
  readonly param: readonly string[];
  readonly json: boolean;
}

// What each does is loaded only when it is asked for.
export function addStrategy(program: Command, end: End): void {
  const strategy = program.command('strategy').description('make, check, test and list strategies');
  strategy
    .command('new')
    .description('create a working strategy with spec and README, to build yours on')
    .argument('<name>', 'lower-case words with dashes')
    .option('--folder <path>', 'parent folder; default: plugins/strategies')
    .option('--json', 'print one JSON object', false)
    .action(async (name: string, options: { readonly folder?: string; readonly json: boolean }) => {
      const { newStrategy } = await import('../strategy/new-strategy');
      end(await newStrategy(name, options, new Terminal(options)));
    });
  withCheckOptions(
    strategy.command('lint').description('check definition, parameters, page, imports and warm-up; ends with 4 on an error'),
  ).action(async (nameOrPath: string, options: CheckOptions) => {
    const { lintVerb } = await import('../strategy/check-strategy');
    end(await lintVerb(nameOrPath, options.param, new Terminal(options)));
  });
  withCheckOptions(
    strategy
      .command('test')
      .description('play generated markets, normal and hostile, twice each, and look for look-ahead; exits with 4 on an error'),
  )
    .option('--signals <file>', 'external signals for onSignal, as for "plimsoll backtest"; the markets begin with the first')
    .action(async (nameOrPath: string, options: CheckOptions & { readonly signals?: string }) => {
      const { testVerb } = await import('../strategy/check-strategy');
      end(await testVerb(nameOrPath, options, new Terminal(options)));
    });
  strategy
    .command('list')
    .description('list the installed strategies with their parameters')
    .option('--json', 'print one JSON object', false)
    .action(async (options: { readonly json: boolean }) => {
      const { listStrategies } = await import('../strategy/list-strategies');
      end(await listStrategies(new Terminal(options)));
    });
}

function withCheckOptions(command: Command): Command {
  return command
    .argument('<name-or-path>', 'name of a strategy under plugins/strategies, or its folder')
    .option('--param <name=value>', 'a parameter; repeatable', (text: string, all: string[]) => [...all, text], [])
    .option('--json', 'print one JSON object', false);
}
