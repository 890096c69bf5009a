import type { TradingCore } from '@libs/engine';
import type { RegisteredStrategy } from '@libs/plugin-host';

export interface Found {
  readonly core: Pick<TradingCore, 'deployments'>;
  /** Deployments that came out of the recording differently, with what to say of them. */
  readonly strayed: ReadonlyMap<string, string>;
}

/** Deployments that must not go on, with why: their code is another than the one that was deployed, or came out of the recording differently. */
export async function findUnfit(
  { core, strayed }: Found,
  registry: { find(name: string): Promise<Pick<RegisteredStrategy, 'version'> | undefined> },
): Promise<ReadonlyMap<string, string>> {
  const found = new Map(strayed);
  for (const { terms, status } of core.deployments()) {
    if (status === 'stopped' || status === 'faulted') continue;
    const { deploymentId, strategy, strategyVersion } = terms;
    const version = (await registry.find(strategy))?.version;
    if (version !== strategyVersion) found.set(deploymentId, `${strategy} was deployed as ${strategyVersion}, and ${became(version)}`);
  }
  return found;
}

function became(version: string | undefined): string {
  if (version === undefined) return 'is missing or broken now; restore it and deploy it again';
  return `an upgrade or an edit has made it ${version} since; stop this deployment and deploy the strategy again`;
}
