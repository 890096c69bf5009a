export type Leaf = number | string | boolean | null;

/** Every value of a state by its path, `fast.value` or `window[3]`. */
export function leavesOf(stateText: string): ReadonlyMap<string, Leaf> {
  const leaves = new Map<string, Leaf>();
  collect(JSON.parse(stateText) as unknown, '', leaves);
  return leaves;
}

/** Paths whose values differ, in the order of the first state. */
export function differingPaths(first: string, second: string): readonly string[] {
  const [mine, others] = [leavesOf(first), leavesOf(second)];
  return [...new Set([...mine.keys(), ...others.keys()])].filter((path) => mine.get(path) !== others.get(path));
}

/** Paths of the values that the second state has not, in the order of the first; null said nothing and may become anything. */
export function revisedPaths(first: string, second: string): readonly string[] {
  const [mine, others] = [leavesOf(first), leavesOf(second)];
  return [...mine].flatMap(([path, leaf]) => (leaf === null || others.get(path) === leaf ? [] : [path]));
}

function collect(value: unknown, path: string, leaves: Map<string, Leaf>): void {
  if (typeof value !== 'object' || value === null) return void leaves.set(path, value as Leaf);
  for (const [key, inner] of Object.entries(value))
    collect(inner, Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`, leaves);
}
