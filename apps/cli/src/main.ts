import { runCli } from './cli';

// A reader that goes away (`| head`) is no failure of ours.
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);

// Whatever a command left open (a pooled connection, a timer) must not keep it from ending.
process.exit(await runCli(process.argv.slice(2)));
