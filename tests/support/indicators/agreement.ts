/** Numbers agree when they differ by no more than this share of the larger one, or of `scale` where values may pass through zero. */
const RELATIVE = 1e-9;

/** Expects two lists of results to agree: numbers to nine digits, all else exactly. Says where they part. */
export function expectAgreement(ours: readonly unknown[], theirs: readonly unknown[], { scale = 0 } = {}): void {
  expect(ours).toHaveLength(theirs.length);
  const at = ours.findIndex((value, index) => !agrees(value, theirs[index], scale));
  if (at >= 0) expect({ at, value: ours[at] }).toEqual({ at, value: theirs[at] });
  expect(at).toBe(-1);
}

function agrees(ours: unknown, theirs: unknown, scale: number): boolean {
  if (typeof ours === 'number' && typeof theirs === 'number') {
    return Math.abs(ours - theirs) <= RELATIVE * Math.max(Math.abs(ours), Math.abs(theirs), scale);
  }
  if (typeof ours !== 'object' || typeof theirs !== 'object' || ours === null || theirs === null) return ours === theirs;
  const [a, b] = [Object.entries(ours), Object.entries(theirs)];
  return (
    a.length === b.length && a.every(([key, value]) => key in theirs && agrees(value, (theirs as Record<string, unknown>)[key], scale))
  );
}
