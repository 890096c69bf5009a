/** A message of a child process to the launcher. */
export type ProcessMessage =
  | { readonly type: 'ready'; readonly detail?: Readonly<Record<string, unknown>> }
  /** It refuses to start with its settings; the message is one sentence. */
  | { readonly type: 'refused'; readonly message: string };

export function isProcessMessage(value: unknown): value is ProcessMessage {
  if (typeof value !== 'object' || value === null) return false;
  const type = (value as { type?: unknown }).type;
  return type === 'ready' || (type === 'refused' && typeof (value as { message?: unknown }).message === 'string');
}
