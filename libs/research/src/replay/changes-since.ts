import type { Snapshot } from '@libs/persistence';
import { codeVersion, decidesAlike, versionText } from '@libs/platform';
import { StrategyRegistry } from '@libs/plugin-host';

/**
 * What differs here from where a session beginning with `start` was recorded: the code, and the strategies, given by name with the deployed
 * version. Null for strategies: the result was the same, so nothing unrecorded need be guessed.
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
