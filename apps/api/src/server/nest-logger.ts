import type { LoggerService } from '@nestjs/common';
import type { Logger } from '@libs/platform';

/** Lets the framework speak through our log; its chatter about routes is for debugging only. */
export function nestLogger(logger: Logger): LoggerService {
  const fields = (rest: readonly unknown[]): Record<string, unknown> => ({
    context: rest.at(-1),
    ...(rest.length > 1 ? { detail: rest[0] } : {}),
  });
  return {
    log: (message: unknown, ...rest: unknown[]) => logger.debug(String(message), fields(rest)),
    debug: (message: unknown, ...rest: unknown[]) => logger.debug(String(message), fields(rest)),
    verbose: (message: unknown, ...rest: unknown[]) => logger.debug(String(message), fields(rest)),
    warn: (message: unknown, ...rest: unknown[]) => logger.warn(String(message), fields(rest)),
    error: (message: unknown, ...rest: unknown[]) => logger.error(String(message), fields(rest)),
    fatal: (message: unknown, ...rest: unknown[]) => logger.error(String(message), fields(rest)),
  };
}
