/** When the made-up messages begin: the start of a minute. */
export const START = 1_700_000_040_000;

export function isoAfter(ms: number): string {
  return new Date(START + ms).toISOString();
}
