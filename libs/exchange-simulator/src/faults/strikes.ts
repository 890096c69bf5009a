import { SeededRandom } from '@libs/simulation';

/** When a fault strikes; all conditions hold together. Times count from the moment the fault was armed. */
export interface StrikeRule {
  /** 0 < p ≤ 1 at each opportunity. */
  readonly probability: number;
  /** Most strikes in all. */
  readonly count: number;
  /** Opportunities that pass unharmed first. */
  readonly skip: number;
  /** Wall milliseconds. */
  readonly afterMs: number;
  readonly forMs: number;
}

export const ALWAYS: StrikeRule = { probability: 1, count: Infinity, skip: 0, afterMs: 0, forMs: Infinity };

/** Decides opportunity by opportunity; the same seed and the same opportunities give the same strikes. */
export class Strikes {
  struck = 0;
  private passed = 0;
  private readonly random: SeededRandom;
  private readonly armedAt: number;

  constructor(
    private readonly rule: StrikeRule,
    private readonly monotonic: () => number,
    seed: number,
  ) {
    this.random = new SeededRandom(seed);
    this.armedAt = monotonic();
  }

  get state(): 'waiting' | 'active' | 'over' {
    const age = this.monotonic() - this.armedAt;
    if (this.struck >= this.rule.count || age >= this.rule.afterMs + this.rule.forMs) return 'over';
    return age < this.rule.afterMs ? 'waiting' : 'active';
  }

  next(): boolean {
    if (this.state !== 'active') return false;
    this.passed += 1;
    if (this.passed <= this.rule.skip) return false;
    if (this.rule.probability < 1 && this.random.uniform() >= this.rule.probability) return false;
    this.struck += 1;
    return true;
  }

  uniform(): number {
    return this.random.uniform();
  }
}
