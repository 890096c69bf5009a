import { createHash, randomUUID } from 'node:crypto';

/** A new id, or the same one again for the same key, so that a repeated request is the same command. */
export function commandIdFor(scope: string, idempotencyKey?: string | null): string {
  if (!idempotencyKey) return randomUUID();
  const hex = createHash('sha256').update(`${scope}\n${idempotencyKey}`).digest('hex');
  // Version 8 is the UUID layout for ids that an application derives in its own way (RFC 9562).
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
