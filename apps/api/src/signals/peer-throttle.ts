/** Requests that a peer may make at once, and how fast that share comes back. */
const MOST_AT_ONCE = 120;
const PER_SECOND = 10;
const MOST_PEERS = 10_000;

interface Share {
  left: number;
  /** When `left` was true, milliseconds. */
  at: number;
}

/**
 * Holds back whoever asks too often, before anything is looked up for it. Closed in doubt: a peer without an address, or one more than
 * can be watched, is held back as well.
 */
export class PeerThrottle {
  private readonly shares = new Map<string, Share>();

  /** `now` gives monotonic milliseconds. */
  constructor(private readonly now: () => number) {}

  /** Whether a request of the peer may go on; it is counted. A proxy is one peer, whoever stands behind it. */
  lets(address: string | undefined): boolean {
    if (address === undefined) return false;
    const share = this.shareOf(address);
    if (share === null || share.left < 1) return false;
    share.left -= 1;
    return true;
  }

  private shareOf(address: string): Share | null {
    const now = this.now();
    const known = this.shares.get(address);
    if (known) return refill(known, now);
    if (this.shares.size >= MOST_PEERS) this.forgetTheRested(now);
    if (this.shares.size >= MOST_PEERS) return null;
    const share = { left: MOST_AT_ONCE, at: now };
    this.shares.set(address, share);
    return share;
  }

  /** Who has its whole share back is as if it had never asked. */
  private forgetTheRested(now: number): void {
    for (const [address, share] of this.shares) if (refill(share, now).left === MOST_AT_ONCE) this.shares.delete(address);
  }
}

function refill(share: Share, now: number): Share {
  share.left = Math.min(MOST_AT_ONCE, share.left + ((now - share.at) / 1_000) * PER_SECOND);
  share.at = now;
  return share;
}
