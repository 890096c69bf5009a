export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export type LogFields = Readonly<Record<string, unknown>>;

/** Writes one JSON object per line; `child` adds fields to every line. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  child(fields: LogFields): Logger;
}

export interface LoggerOptions {
  readonly component: string;
  readonly account?: string;
  /** Lines below this level are dropped. */
  readonly level?: LogLevel;
  readonly write?: (line: string) => void;
  readonly now?: () => number;
}

const RANK: Readonly<Record<LogLevel, number>> = { debug: 10, info: 20, warn: 30, error: 40 };
const SECRET_NAME = /secret|password|token|api_?key|authorization|signature/i;

/** JSON-lines logger on standard output; fields named like a secret are hidden and errors keep their cause. */
export function createLogger(options: LoggerOptions): Logger {
  const write = options.write ?? ((line) => process.stdout.write(line));
  const now = options.now ?? Date.now;
  const threshold = RANK[options.level ?? 'info'];
  const base = { component: options.component, ...(options.account ? { account: options.account } : {}) };
  return withFields(base);

  function withFields(fixed: LogFields): Logger {
    const log = (level: LogLevel, msg: string, fields?: LogFields): void => {
      if (RANK[level] < threshold) return;
      const own = { t: new Date(now()).toISOString(), level, ...fixed, msg };
      // Standard fields cannot be replaced by a field of the same name.
      write(`${JSON.stringify({ ...own, ...fields, ...own }, plain)}\n`);
    };
    return {
      debug: (message, fields) => log('debug', message, fields),
      info: (message, fields) => log('info', message, fields),
      warn: (message, fields) => log('warn', message, fields),
      error: (message, fields) => log('error', message, fields),
      child: (fields) => withFields({ ...fixed, ...fields }),
    };
  }
}

function plain(key: string, value: unknown): unknown {
  if (value instanceof Error) return describeError(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'string' && SECRET_NAME.test(key)) return '[hidden]';
  return value;
}

function describeError(error: Error): Record<string, unknown> {
  const code = (error as { code?: unknown }).code;
  return {
    name: error.name,
    message: error.message,
    ...(code === undefined ? {} : { code }),
    stack: error.stack,
    ...(error.cause === undefined ? {} : { cause: error.cause }),
  };
}
