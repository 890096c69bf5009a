import { createLogger, type Logger } from '../logging/logger';
import type { Environment } from '../settings/load-settings';
import type { ProcessMessage } from './message';
import { StartRefused } from './start-refused';

/** What `start` returns once the component is running. */
export interface RunningComponent {
  /** Sent to the launcher with the ready message, such as the port in use. */
  readonly detail?: Readonly<Record<string, unknown>>;
  stop(): Promise<void> | void;
}

export interface ProcessContext {
  readonly env: Environment;
  readonly logger: Logger;
  /** Aborted when the process is told to stop, even while it is still starting. */
  readonly stopping: AbortSignal;
  /** Ends the process as a crash: its state cannot be trusted any more, and a restart recovers it. */
  fail(error: unknown): void;
}

export interface ProcessOptions {
  readonly component: string;
  readonly start: (context: ProcessContext) => Promise<RunningComponent>;
  /** Milliseconds that `stop` may take before the process exits anyway. */
  readonly stopWithin?: number;
}

const CRASHED = 1;
const BAD_INPUT = 2;

/**
 * Runs one component as this process: ready message, graceful stop on a signal or on the launcher's end, and a crash on any unhandled
 * error.
 */
export function runProcess(options: ProcessOptions): void {
  const account = process.env['PLIMSOLL_ACCOUNT_ID'];
  const logger = createLogger({ component: options.component, ...(account ? { account } : {}) });
  const stopping = new AbortController();
  let running: RunningComponent | undefined;

  const crash = (error: unknown): never => {
    const isRefusal = error instanceof StartRefused;
    if (isRefusal) tell({ type: 'refused', message: error.message });
    // A launcher that receives a refusal reports it itself.
    logger[isRefusal && process.connected ? 'info' : 'error'](error instanceof Error ? error.message : String(error), { error });
    process.exit(isRefusal ? BAD_INPUT : CRASHED);
  };
  const stop = (why: string): void => {
    if (stopping.signal.aborted) return;
    logger.info('stopping', { why });
    stopping.abort();
    setTimeout(() => {
      logger.warn('did not stop in time');
      process.exit(CRASHED);
    }, options.stopWithin ?? 4_500).unref();
    // A component that is still starting is abandoned: the next start recovers from whatever it left.
    Promise.resolve(running?.stop()).then(() => process.exit(0), crash);
  };

  hear(stop, crash);
  options.start({ env: process.env, logger, stopping: stopping.signal, fail: crash }).then((component) => {
    if (stopping.signal.aborted) return;
    running = component;
    logger.info('ready', { ...component.detail });
    tell({ type: 'ready', ...(component.detail ? { detail: component.detail } : {}) });
  }, crash);
}

function hear(stop: (why: string) => void, crash: (error: unknown) => void): void {
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
  process.on('disconnect', () => stop('the launcher is gone'));
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);
  // Without the launcher nobody reads the pipe; the disconnect above already stops us.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
}

function tell(message: ProcessMessage): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
}
