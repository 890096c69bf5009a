import { defined } from '@libs/kernel';
import type { Saying } from './signal-rules';

const FIELDS = new Set(['name', 'value', 'expiresInSeconds', 'id']);
export const HOOK_NAME = 'webhook';

/** What a service posted, and the id under which its repeats drop out. */
export interface HookMessage {
  readonly saying: Saying;
  readonly id: string | null;
}

/**
 * Reads the body of a webhook: `{ "name", "value", "expiresInSeconds", "id" }` says it as the API does; any other JSON, or text, is the
 * value itself under the name "webhook". A sentence where it looks like the former and is not.
 */
export function readHookMessage(body: unknown): HookMessage | string {
  const content = typeof body === 'string' ? jsonOrText(body) : body;
  if (typeof content !== 'object' || content === null || !('name' in content) || !('value' in content))
    return { saying: { name: HOOK_NAME, value: content ?? '' }, id: null };
  const odd = Object.keys(content).find((field) => !FIELDS.has(field));
  if (odd !== undefined) return `There is no field "${odd}" beside name and value; there are ${[...FIELDS].join(', ')}.`;
  const { name, value, expiresInSeconds, id } = content as Readonly<Record<string, unknown>>;
  if (typeof name !== 'string') return `name is ${JSON.stringify(name)}; it must be text.`;
  if (expiresInSeconds !== undefined && typeof expiresInSeconds !== 'number')
    return `expiresInSeconds is ${JSON.stringify(expiresInSeconds)}; it must be a number.`;
  if (id !== undefined && (typeof id !== 'string' || id === '' || id.length > 200))
    return `id is ${JSON.stringify(id)?.slice(0, 80)}; it must be a text of 1 to 200 characters.`;
  return { saying: { name, value, ...defined({ expiresInSeconds }) }, id: id ?? null };
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
