import type { JournalReads } from '@libs/persistence';
import type { DataTrusts } from '../trust/trust';
import type { DataTrust } from '../trust/trust.types';
import { isUuid } from './uuid';

/** Data trust as the journal of the session under way has it. */
export class StoredTrusts implements DataTrusts {
  constructor(private readonly journal: Pick<JournalReads, 'dataTrust'>) {}

  async list(accountId: string): Promise<readonly DataTrust[]> {
    if (!isUuid(accountId)) return [];
    const trusts = await this.journal.dataTrust(accountId);
    return trusts.map(({ symbol, level, reasons, since }) => ({ symbol, level, reasons, since: new Date(since) }));
  }
}
