import { sameTrust, trustOf } from '@libs/kernel';
import type { DataTrust, Instrument, TrustReason } from '@libs/kernel';
import type { Watch } from './watch';

/** What the data of one symbol is worth: the reasons of everything that is listened to, and of the venue itself. */
export class SymbolTrust {
  readonly watches = new Set<Watch>();
  /** Stamps of its data and the venue's clock disagree. */
  isOff = false;
  /** When that was seen last, on the monotonic clock. */
  offAt = -Infinity;
  private last: DataTrust | null = null;

  constructor(readonly instrument: Instrument) {}

  /** As it was judged last; null before that. */
  get told(): DataTrust | null {
    return this.last;
  }

  /** The trust of now when it is another than before. */
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
