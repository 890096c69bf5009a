import type { Position } from './positions.types';

/** A position as it was booked, whatever the market does. */
export type BookedPosition = Omit<Position, 'mark'>;

/** What is held; by deployment, or of the whole account. Symbols that were closed stay, with their realised profit. */
export interface Positions {
  list(accountId: string, byDeployment: boolean): Promise<readonly BookedPosition[]>;
}
