import { Command, CommanderError } from 'commander';
import { SettingsError } from '@libs/platform';
import { CommandError, EXIT, type ExitCode } from './exit-code';
import { addUp } from './verbs/up';
import { VERSION } from './version';

const program = new Command('plimsoll')
  .description('Self-hosted platform that runs trading bots')
  .version(VERSION)
  .exitOverride()
  .configureHelp({ sortSubcommands: false });

addUp(program);

// A reader that goes away (`| head`) is no failure of ours.
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = explain(error);
}
// Whatever a command left open (a pooled connection, a timer) must not keep it from ending.
process.exit();

function explain(error: unknown): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.badInput;
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(process.argv.includes('--json') ? `${JSON.stringify({ error: message })}\n` : `plimsoll: ${message}\n`);
  if (error instanceof CommandError) return error.exitCode;
  if (error instanceof SettingsError) return EXIT.badInput;
  return EXIT.failed;
}
