import type { Exchange } from './exchanges.types';

/** The exchanges that this installation knows. */
export interface ExchangeList {
  list(): Promise<readonly Exchange[]>;
}
