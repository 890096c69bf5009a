import type { DataTrust } from './trust.types';

/** How far data can be believed, as an account's trader last wrote it down. */
export interface DataTrusts {
  list(accountId: string): Promise<readonly DataTrust[]>;
}
