import type { Deployment } from './deployments.types';

/** What is known of deployments; `manual` ones, which own orders placed by hand, are not among them. */
export interface Deployments {
  list(accountId?: string): Promise<readonly Deployment[]>;
  find(id: string): Promise<Deployment | null>;
}
