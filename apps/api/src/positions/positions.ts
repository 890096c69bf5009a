import type { Position } from './positions.types';

/** What is held; by deployment, or of the whole account. Symbols that were closed stay, with their realised profit. */
export interface Positions {
  list(accountId: string, byDeployment: boolean): Promise<readonly Position[]>;
}
