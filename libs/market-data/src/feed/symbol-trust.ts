import { sameTrust, trustOf } from '@libs/kernel';
import type { DataTrust, Instrument, TrustReason } from '@libs/kernel';
import type { Watch } from './watch';

/** Trust level of one symbol's data, from the reasons of all its watches and of the venue. */
export class SymbolTrust {
  readonly watches = new Set<Watch>();
  /** Its timestamps and the venue's clock disagree. */
  isOff = false;
  /** When that was last seen, on the monotonic clock. */
  offAt = -Infinity;
  private last: DataTrust | null = null;

  constructor(readonly instrument: Instrument) {}

  /** The last reported level; null before the first. */
  get told(): DataTrust | null {
    return this.last;
  }

  /** The current trust if it has changed. */
  judge({ isSkewed, isHalted }: { readonly isSkewed: boolean; readonly isHalted: boolean }): DataTrust | null {
    const reasons = new Set<TrustReason>();
    for (const watch of this.watches) for (const reason of watch.reasons) reasons.add(reason);
    if (isSkewed || this.isOff) reasons.add('SKEWED');
    if (isHalted) reasons.add('HALTED');
    const trust = trustOf(reasons);
    if (this.last && sameTrust(this.last, trust)) return null;
    this.last = trust;
    return trust;
  }
}
