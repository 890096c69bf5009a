import type { ParityScore } from './parity.types';

/** What parity came to, as it is stored with deployments. */
export interface ParityBook {
  /** Newest first. */
  list(): Promise<readonly ParityScore[]>;
  /** The newest of a deployment; null when it was never measured. */
  newest(deploymentId: string): Promise<ParityScore | null>;
  /** Every order that differs, and why; null when there is none. */
  report(deploymentId: string, sessionId: string): Promise<unknown>;
}
