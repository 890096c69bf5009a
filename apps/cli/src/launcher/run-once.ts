import { CommandError, EXIT } from '../exit-code';
import type { ChildCommand } from './child';
import type { SupervisorPorts } from './supervised';

/** Runs a process that does one thing and ends; what it refuses is the command's own failure. */
export function runOnce(label: string, command: ChildCommand, ports: Pick<SupervisorPorts, 'start' | 'line'>): Promise<void> {
  return new Promise((resolve, reject) => {
    let refusal: string | undefined;
    let last = '';
    ports.start(command, {
      message: (message) => {
        if (message.type === 'refused') refusal = message.message;
      },
      line: (line, stream) => {
        last = line;
        ports.line(label, line, stream);
      },
      exit: (code, signal) => {
        if (code === 0) resolve();
        else
          reject(
            new CommandError(
              code === EXIT.badInput ? EXIT.badInput : EXIT.failed,
              refusal ?? `${label} ended with ${signal ?? `code ${code}`}: ${last}`,
            ),
          );
      },
    });
  });
}
