import { runCli } from './cli';

// A reader that goes away (`| head`) is no failure of ours.
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);

const code = await runCli(process.argv.slice(2));
// A pipe takes only as much at once as its reader has room for, and what still waits is lost with the process.
await Promise.all([process.stdout, process.stderr].map(allWritten));
// Whatever a command left open (a pooled connection, a timer) must not keep it from ending.
process.exit(code);

function allWritten(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => void stream.write('', () => resolve()));
}
