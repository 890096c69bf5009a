import type { TradingCore } from '@libs/engine';
import type { LiveAccount } from './live-account';

/** How much a start may have to step again, give or take what comes while strategies answer. */
const EVERY_MS = 50_000;
const EVERY_INPUTS = 100_000;
/** How long strategies may fall quiet by themselves; holding one back makes it wait for the others' answers. */
const PATIENCE_MS = 5_000;

export interface SnapshotParts {
  readonly core: Pick<TradingCore, 'progress'>;
  readonly account: Pick<LiveAccount, 'whenQuiet' | 'holdBack'>;
  /** Catches core and strategies in the turn in which it is called. */
  readonly take: () => void;
}

/** Says when an account is written down: so much time or so many inputs after the last, also where its strategies never rest. */
export class SnapshotRhythm {
  private last: { readonly at: number; readonly inputSeq: number };
  /** When quiet was asked for; null: it was not. */
  private askedAt: number | null = null;

  /** `now` is monotonic, milliseconds. */
  constructor(
    private readonly parts: SnapshotParts,
    now: number,
  ) {
    this.last = { at: now, inputSeq: parts.core.progress().inputSeq };
  }

  /** To be called once a second or so. */
  look(now: number): void {
    const { account, core, take } = this.parts;
    const inputs = core.progress().inputSeq - this.last.inputSeq;
    if (this.askedAt === null) {
      if (now - this.last.at < EVERY_MS && inputs < EVERY_INPUTS) return;
      this.askedAt = now;
      account.whenQuiet(() => {
        this.askedAt = null;
        this.last = { at: now, inputSeq: core.progress().inputSeq };
        take();
      });
    } else if (now - this.askedAt >= PATIENCE_MS || inputs >= 2 * EVERY_INPUTS) account.holdBack();
  }
}
