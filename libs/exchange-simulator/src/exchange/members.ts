import { crc32 } from 'node:zlib';
import type { RateTier } from '../v5/rate-tiers';

/** An account as a member of the venue: its number, its name, and whose sub-account it is. */
export interface Member {
  readonly id: string;
  readonly uid: number;
  /** The account id of its master; absent for a master account. */
  readonly parent?: string;
  readonly username: string;
  readonly remark: string;
  /** 1 normal, 6 custodial, 12 fund custodial. */
  readonly memberType: number;
  readonly status: 'NORMAL' | 'FROZEN' | 'DELETED';
  /** Absent is the venue's own. */
  readonly rateTier?: RateTier;
}

const LEAST_UID = 100_000_000;
const UIDS = 900_000_000;

/** Accounts as members. One that was never spoken of is a master account with a number of its own. */
export class Members {
  private readonly byId = new Map<string, Member>();
  private readonly byUid = new Map<number, string>();

  of(id: string): Member {
    return this.byId.get(id) ?? this.put({ id, uid: this.freeUid(id), username: id, remark: '', memberType: 1, status: 'NORMAL' });
  }

  withUid(uid: number): Member | undefined {
    const id = this.byUid.get(uid);
    return id === undefined ? undefined : this.byId.get(id);
  }

  put(member: Member): Member {
    this.byId.set(member.id, member);
    this.byUid.set(member.uid, member.id);
    return member;
  }

  isKnown(username: string): boolean {
    return this.all().some((member) => member.username === username);
  }

  /** Newest first, as the exchange lists them; without those that were deleted. */
  subAccountsOf(id: string): readonly Member[] {
    return this.all()
      .filter(({ parent, status }) => parent === id && status !== 'DELETED')
      .reverse();
  }

  all(): readonly Member[] {
    return [...this.byId.values()];
  }

  /** Follows from the id, so that an account has the same number in every run. */
  private freeUid(id: string): number {
    let uid = LEAST_UID + (crc32(id) % UIDS);
    while (this.byUid.has(uid)) uid += 1;
    return uid;
  }
}
