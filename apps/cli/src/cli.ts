import { Command, CommanderError } from 'commander';
import { SettingsError } from '@libs/platform';
import { CommandError, EXIT, type ExitCode } from './exit-code';
import { addBacktest } from './verbs/backtest';
import { addClose } from './verbs/close';
import { addCompare } from './verbs/compare';
import { addData } from './verbs/data';
import { addDeploy } from './verbs/deploy';
import { addDoctor } from './verbs/doctor';
import { addExchange } from './verbs/exchange';
import { addHalt } from './verbs/halt';
import { addLogs } from './verbs/logs';
import { addLookaheadAnalysis } from './verbs/lookahead-analysis';
import { addOptimize } from './verbs/optimize';
import { addParity } from './verbs/parity';
import { addReplay } from './verbs/replay';
import { addSimulator } from './verbs/simulator';
import { addStatus } from './verbs/status';
import { addStop } from './verbs/stop';
import { addStrategy } from './verbs/strategy';
import { addUp } from './verbs/up';
import { addWalkForward } from './verbs/walk-forward';
import { VERSION } from './version';

/** Runs one command line as typed after `plimsoll`; everything that goes wrong ends as one sentence and a code. */
export async function runCli(args: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = EXIT.ok;
  const program = new Command('plimsoll').description('Self-hosted platform that runs trading bots').version(VERSION).exitOverride();
  for (const add of [
    addUp,
    addDoctor,
    addStatus,
    addLogs,
    addDeploy,
    addStop,
    addClose,
    addHalt,
    addReplay,
    addParity,
    addSimulator,
    addExchange,
    addData,
    addBacktest,
    addCompare,
    addOptimize,
    addWalkForward,
    addLookaheadAnalysis,
    addStrategy,
  ])
    add(program, (ended) => (code = ended));
  // Subcommands were made before they could inherit it.
  for (const command of program.commands) for (const one of [command, ...command.commands]) one.exitOverride();
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    const [verb = ''] = args;
    if (error instanceof CommanderError)
      sayHowParametersAreGiven(
        error,
        program.commands.find((one) => one.name() === verb),
      );
    return explain(error, args.includes('--json'));
  }
}

/** People of other tools write `--symbol`, which is a parameter of the strategy here. */
function sayHowParametersAreGiven({ code, message }: CommanderError, verb: Command | undefined): void {
  const name = /'--([A-Za-z][\w-]*)/.exec(message)?.[1];
  if (code !== 'commander.unknownOption' || name === undefined || !verb?.options.some(({ long }) => long === '--param')) return;
  process.stderr.write(`A parameter of the strategy is given as --param ${name}=<value>.\n`);
}

function explain(error: unknown, json: boolean): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.badInput;
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(json ? `${JSON.stringify({ error: message })}\n` : `plimsoll: ${message}\n`);
  if (error instanceof CommandError) return error.exitCode;
  if (error instanceof SettingsError) return EXIT.badInput;
  return EXIT.failed;
}
