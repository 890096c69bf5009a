import type { DeploymentTerms } from '@libs/engine';
import type { MadeWith } from '@libs/plugin-host';
import type { Strategy } from './strategies.types';

/** A strategy made ready for one set of parameters, or what is wrong with them. */
export type StrategyPlanning =
  | { readonly ok: true; readonly terms: Omit<DeploymentTerms, 'deploymentId'> }
  | { readonly ok: false; readonly field: string; readonly limit: string; readonly value: string; readonly message: string };

/** The strategy plugins of this installation; none of their code runs in this process. */
export interface StrategyCatalogue {
  list(): Promise<readonly Strategy[]>;
  /** Null when there is no such strategy. */
  plan(strategy: string, params: Readonly<Record<string, unknown>>): Promise<StrategyPlanning | null>;
  /** Keeps the code that a deployment is made with; false when the strategy has become another since it was planned. */
  keep(made: MadeWith): boolean;
  /** Whether the strategy of a deployment is installed with other code by now. */
  isOutdated(made: MadeWith): boolean;
}
