/** One row of a message or an answer, as clients read it. */
export type Item = Readonly<Record<string, unknown>>;

/** A data message of a topic, opened to be changed. Fields keep the order in which they came. */
export interface TopicMessage {
  readonly topic: string;
  readonly type?: string;
  readonly data: Item | readonly Item[];
}

export function readMessage(text: string): TopicMessage {
  return JSON.parse(text) as TopicMessage;
}

export function itemsOf({ data }: TopicMessage): readonly Item[] {
  return isList(data) ? data : [data];
}

/** The message with each item changed; data that was an object stays one. */
export function withItems(message: TopicMessage, change: (item: Item) => Item): string {
  const { data } = message;
  return JSON.stringify({ ...message, data: isList(data) ? data.map(change) : change(data) });
}

/** `Array.isArray` does not narrow read-only lists. */
function isList(data: Item | readonly Item[]): data is readonly Item[] {
  return Array.isArray(data);
}
