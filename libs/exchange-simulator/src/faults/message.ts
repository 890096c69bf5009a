/** A data message of a topic, opened to be changed. Fields keep the order in which they came. */
export interface Message {
  readonly topic: string;
  readonly type?: string;
  readonly data: Readonly<Record<string, unknown>> | readonly Readonly<Record<string, unknown>>[];
}

export function readMessage(text: string): Message {
  return JSON.parse(text) as Message;
}

export function itemsOf(message: Message): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(message.data)
    ? (message.data as readonly Readonly<Record<string, unknown>>[])
    : [message.data as Readonly<Record<string, unknown>>];
}

/** The message with each item changed; data that was an object stays one. */
export function withItems(
  message: Message,
  change: (item: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>,
): string {
  const changed = itemsOf(message).map(change);
  return JSON.stringify({ ...message, data: Array.isArray(message.data) ? changed : changed[0] });
}
