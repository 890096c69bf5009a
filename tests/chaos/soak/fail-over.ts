import { Observer } from './observer';
import { PRIMARY } from './loop-venue';
import type { Death } from './loop-venue';
import { World } from './world';

const DEATHS: readonly Death[] = ['silent', 'refused', 'unreachable'];
const CONTRACTS = 3;
const CALM_MS = 30_000;
const LIMIT_MS = 120_000;

export interface FailOver {
  readonly death: Death;
  /** Milliseconds from the death of the first address until all is trusted over the second; null when it never was. */
  readonly after: number | null;
}

/** Lets the primary address die while it carries everything. */
export async function failOver(seed: number): Promise<readonly FailOver[]> {
  const found: FailOver[] = [];
  for (const death of DEATHS) found.push({ death, after: await failOverFrom(death, seed) });
  return found;
}

async function failOverFrom(death: Death, seed: number): Promise<number | null> {
  const world = await World.open({ seed, contracts: CONTRACTS });
  const observer = new Observer(() => world.now);
  const feed = world.openFeed(
    observer.handlersOf(() => feed.take()),
    { mostTopics: 5 },
  );
  for (const instrument of await world.truth.instruments()) {
    observer.watch(instrument);
    feed.watch({ kind: 'quote', instrument });
    feed.watch({ kind: 'book', instrument, depth: 50 });
  }
  await world.pass(CALM_MS);
  const diedAt = world.now;
  world.venue.kill(PRIMARY, death);
  let seen = false;
  while (world.now - diedAt < LIMIT_MS) {
    await world.pass(100);
    seen ||= !observer.isAllTrusted;
    if (seen && observer.isAllTrusted) break;
  }
  feed.close();
  await world.close();
  return seen && observer.isAllTrusted ? world.now - diedAt : null;
}
