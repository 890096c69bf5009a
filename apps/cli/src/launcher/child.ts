import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { isProcessMessage, type ProcessMessage } from '@libs/platform';
import { identify, type ProcessIdentity } from '../home/process-identity';

/** How to start one component. */
export interface ChildCommand {
  readonly script: string;
  readonly args?: readonly string[];
  readonly nodeFlags: readonly string[];
  /** Everything the child may know; nothing of the launcher's own environment is added. */
  readonly env: Readonly<Record<string, string>>;
}

export interface ChildEvents {
  message(message: ProcessMessage): void;
  line(line: string, stream: 'stdout' | 'stderr'): void;
  exit(code: number | null, signal: NodeJS.Signals | null): void;
}

/** A running component; the supervisor sees no more of the system than this. */
export interface Child {
  readonly identity: ProcessIdentity | undefined;
  signal(signal: NodeJS.Signals): void;
}

export type StartChild = (command: ChildCommand, events: ChildEvents) => Child;

/** Starts it in a process group of its own, so a terminal's Ctrl-C reaches the launcher alone. */
export const startNodeChild: StartChild = (command, events) => {
  const child: ChildProcess = spawn(process.execPath, [...command.nodeFlags, command.script, ...(command.args ?? [])], {
    detached: true,
    env: command.env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const group = child.pid;
  for (const stream of ['stdout', 'stderr'] as const) {
    const input = child[stream];
    if (input) createInterface({ input }).on('line', (line) => events.line(line, stream));
  }
  child.on('message', (message) => {
    if (isProcessMessage(message)) events.message(message);
  });
  child.once('error', (error) => events.line(error.message, 'stderr'));
  // A process that could not be started at all has no exit, only a close.
  child.once('close', (code, signal) => events.exit(code, signal));
  child.once('exit', () => sweep(group));
  const identity = group === undefined ? undefined : identify(group);
  return { identity, signal: (signal) => void child.kill(signal) };
};

// What a dead component started (a sandbox) dies with it, also when it could not see to that itself.
function sweep(group: number | undefined): void {
  if (group === undefined) return;
  try {
    process.kill(-group, 'SIGKILL');
  } catch {
    // The group is empty, which is what we want.
  }
}
