import type { MadeWith } from '@libs/plugin-host';
import type { StrategyCatalogue } from '../strategies/strategy-catalogue';

/** Whether a deployment runs other code than is installed; one that is stopped runs none. */
export function isOutdated(deployment: MadeWith & { readonly status: string }, catalogue: Pick<StrategyCatalogue, 'isOutdated'>): boolean {
  return deployment.status !== 'stopped' && catalogue.isOutdated(deployment);
}
