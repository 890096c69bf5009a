const CATEGORIES = ['spot', 'linear', 'inverse', 'option'] as const;

/** Topics that come whole or by category, never both in one request. */
const CATEGORISED: Readonly<Record<string, readonly string[]>> = {
  order: CATEGORIES,
  execution: CATEGORIES,
  'execution.fast': CATEGORIES,
  position: ['linear', 'inverse', 'option'],
};

/** Each known name and the topic it is, or is a part of. */
const KNOWN: ReadonlyMap<string, string> = new Map([
  ...Object.entries(CATEGORISED).flatMap(([topic, parts]) =>
    [topic, ...parts.map((part) => `${topic}.${part}`)].map((name) => [name, topic] as const),
  ),
  ...['wallet', 'greeks', 'strategy', 'dcp', 'dcp.future', 'dcp.spot', 'dcp.option'].map((name) => [name, name] as const),
]);

export interface CheckedTopics {
  readonly good: readonly string[];
  readonly bad: readonly string[];
}

/** Sorts out names that do not exist, and those of the other kind than an earlier one of the same request. */
export function checkPrivateTopics(names: readonly string[]): CheckedTopics {
  const good: string[] = [];
  const bad: string[] = [];
  const wholeness = new Map<string, boolean>();
  for (const name of names) {
    const topic = KNOWN.get(name);
    const isWhole = name === topic;
    const fits = topic !== undefined && (wholeness.get(topic) ?? isWhole) === isWhole;
    (fits ? good : bad).push(name);
    if (fits) wholeness.set(topic, isWhole);
  }
  return { good, bad };
}

/** The name under which a connection with these topics hears of a topic's category; undefined when it does not. */
export function heardAs(topics: ReadonlySet<string>, topic: string, category: string): string | undefined {
  if (topics.has(topic)) return topic;
  const part = `${topic}.${category}`;
  return topics.has(part) ? part : undefined;
}

/** Whether a connection with these topics hears of anything in a topic. */
export function hearsAnyOf(topics: ReadonlySet<string>, topic: string): boolean {
  return topics.has(topic) || CATEGORIES.some((category) => topics.has(`${topic}.${category}`));
}
