import type { ExchangeOptions } from '@libs/sdk';
import type { Catalogue } from './catalogue';
import type { Member } from './member';
import { openVendor } from './vendor';
import type { Numbers, Vendor } from './vendor';

export interface Lease {
  readonly vendor: Promise<Vendor>;
  release(): void;
}

interface Shared {
  readonly vendor: Promise<Vendor>;
  leases: number;
}

/**
 * Vendors by group. A vendor keeps books and sockets of its own, which outlive an error: ccxt goes on with the book that it had
 * before the line broke. So a group is renewed rather than reused: later leases get a new vendor, the old one serves those who
 * still flow on it and is closed with the last of them.
 */
export class VendorPool {
  private readonly current = new Map<string, Shared>();
  private readonly all = new Set<Shared>();

  constructor(
    private readonly member: Member,
    private readonly options: ExchangeOptions,
    private readonly catalogue: Catalogue,
  ) {}

  lease(group: string, numbers: Numbers): Lease {
    let shared = this.current.get(group);
    if (!shared) {
      shared = { vendor: this.open(numbers), leases: 0 };
      this.current.set(group, shared);
      this.all.add(shared);
    }
    shared.leases += 1;
    return { vendor: shared.vendor, release: this.releaseOnce(group, shared) };
  }

  renew(group: string): void {
    this.current.delete(group);
  }

  close(): void {
    for (const shared of this.all) this.shut(shared);
    this.current.clear();
  }

  private async open(numbers: Numbers): Promise<Vendor> {
    const vendor = await openVendor(this.member, this.options, numbers);
    vendor.setMarketsFromExchange(await this.catalogue.loaded());
    return vendor;
  }

  private releaseOnce(group: string, shared: Shared): () => void {
    let released = false;
    return () => {
      if (released) return;
      released = true;
      shared.leases -= 1;
      if (shared.leases > 0) return;
      if (this.current.get(group) === shared) this.current.delete(group);
      this.shut(shared);
    };
  }

  private shut(shared: Shared): void {
    if (!this.all.delete(shared)) return;
    // One that never opened has told so to those who waited for it; one that does not close has nobody left who listens.
    shared.vendor.then((vendor) => vendor.close()).catch(() => undefined);
  }
}
