import type { Delivery, SavedStrategy, StrategyAnswer } from '@libs/sdk';

/** What a sandbox needs to run a deployment; `saved` comes from a snapshot, absent for a new one. */
export interface DeploymentLoad {
  readonly deploymentId: string;
  readonly strategy: string;
  readonly strategyVersion: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly saved?: SavedStrategy;
}

/** What restores one deployment in a new process: its last saved state and the deliveries since. */
export class DeploymentMemory {
  private saved: SavedStrategy | undefined;
  private since: Delivery[] = [];
  private last = -1;
  private lastAnswer: { readonly upTo: number; readonly stateHash: string } | null = null;
  private deaths = { inputSeq: -1, count: 0 };

  constructor(private readonly load: DeploymentLoad) {
    this.saved = load.saved;
  }

  /** How to load it now. */
  get current(): DeploymentLoad {
    return this.saved === undefined ? this.load : { ...this.load, saved: this.saved };
  }

  /** Deliveries to repeat after `current` is loaded, oldest first. */
  get unsaved(): readonly Delivery[] {
    return this.since;
  }

  /** Sequence number of the newest delivery; -1 before the first. */
  get newest(): number {
    return this.last;
  }

  delivered(delivery: Delivery): void {
    this.last = delivery.inputSeq;
    this.since.push(delivery);
  }

  /** Whether an answer is new, a repeat after a restart, or a repeat that differs. */
  answered({ upTo, stateHash }: StrategyAnswer): 'new' | 'repeated' | 'different' {
    const last = this.lastAnswer;
    if (last !== null && upTo < last.upTo) return 'repeated';
    if (last !== null && upTo === last.upTo) return stateHash === last.stateHash ? 'repeated' : 'different';
    this.lastAnswer = { upTo, stateHash };
    return 'new';
  }

  savedAs(saved: SavedStrategy): void {
    this.saved = saved.phase === 'new' ? this.load.saved : saved;
    this.since = this.since.filter(({ inputSeq }) => inputSeq > saved.upTo);
  }

  /** Counts how often a process died on the same delivery. */
  died(inputSeq: number): number {
    this.deaths = { inputSeq, count: this.deaths.inputSeq === inputSeq ? this.deaths.count + 1 : 1 };
    return this.deaths.count;
  }
}
