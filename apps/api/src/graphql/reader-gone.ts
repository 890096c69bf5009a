import type { GraphQLError } from 'graphql';

const BROKEN = new Set(['EPIPE', 'ECONNRESET']);

/** Whether a stream ended because its reader's line broke in the middle of a message: a closed laptop, no fault of ours. */
export function isReaderGone({ originalError }: GraphQLError): boolean {
  const { syscall, code = '' } = (originalError ?? {}) as NodeJS.ErrnoException;
  return syscall === 'write' && BROKEN.has(code);
}
