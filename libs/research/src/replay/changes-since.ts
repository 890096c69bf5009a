import type { Snapshot } from '@libs/persistence';
import { codeVersion, decidesAlike, versionText } from '@libs/platform';
import { StrategyRegistry } from '@libs/plugin-host';

/**
 * What is other here than where a session was recorded that began with `start`: the code, and those of the strategies, which are given by
 * name with the version that was deployed. Null for strategies: it came out the same, so what is not on record need not be guessed at.
 */
export async function changesSince(
  start: Pick<Snapshot, 'writtenBy'> | null,
  strategies: ReadonlyMap<string, string> | null,
  folder?: string | undefined,
): Promise<readonly string[]> {
  const [recordedBy, running] = [start?.writtenBy, codeVersion()];
  const isOther = recordedBy ? !decidesAlike(recordedBy, running) : strategies !== null;
  const older = recordedBy ? `version ${versionText(recordedBy)}` : 'a version that did not write down which it is';
  const changes = isOther ? [`it was recorded by ${older}, this is ${versionText(running)}`] : [];
  if (strategies === null) return changes;
  const registry = new StrategyRegistry(folder === undefined ? {} : { strategies: folder });
  for (const [name, deployed] of strategies) {
    const version = (await registry.find(name))?.version;
    if (version !== deployed) changes.push(`${name} was deployed as ${deployed} and is ${version ?? 'missing or broken'} now`);
  }
  return changes;
}
