export type TriggerDirection = 'RISE' | 'FALL';

/** Below this many removed members a sweep is not worthwhile. */
const SWEEP_FROM = 64;

interface Threshold {
  readonly id: number;
  /** The price, negated for falls, so that the next one to be reached is the smallest in both directions. */
  readonly key: number;
  readonly sequence: number;
  readonly heap: ThresholdHeap;
  state: 'WAITING' | 'DUE' | 'GONE';
}

/** The conditional orders that a price triggers. A price that triggers none costs two comparisons. */
export class TriggerIndex {
  /** The lowest price at which a rise triggers something, and the highest for a fall. */
  nextRise = Infinity;
  nextFall = -Infinity;
  private readonly rises = new ThresholdHeap();
  private readonly falls = new ThresholdHeap();
  private readonly byId = new Map<number, Threshold>();
  private sequence = 0;

  get size(): number {
    return this.byId.size;
  }

  add(id: number, direction: TriggerDirection, ticks: number): void {
    if (this.byId.has(id)) throw new RangeError(`trigger ${id} is there already`);
    const heap = direction === 'RISE' ? this.rises : this.falls;
    const threshold: Threshold = { id, key: direction === 'RISE' ? ticks : -ticks, sequence: (this.sequence += 1), heap, state: 'WAITING' };
    this.byId.set(id, threshold);
    heap.push(threshold);
    this.look();
  }

  remove(id: number): boolean {
    const threshold = this.byId.get(id);
    if (threshold === undefined) return false;
    this.byId.delete(id);
    const wasWaiting = threshold.state === 'WAITING';
    threshold.state = 'GONE';
    if (wasWaiting) threshold.heap.forget();
    this.look();
    return true;
  }

  /**
   * Removes and reports what the price reached, nearest threshold first, then in order of arrival. Members removed by a callback are not
   * reported; members added by one wait for the next price.
   */
  fire(ticks: number, hit: (id: number) => void): void {
    if (ticks < this.nextRise && ticks > this.nextFall) return;
    const due = [...this.rises.takeUpTo(ticks), ...this.falls.takeUpTo(-ticks)];
    this.look();
    for (const threshold of due) {
      if (threshold.state === 'GONE') continue;
      this.byId.delete(threshold.id);
      hit(threshold.id);
    }
  }

  private look(): void {
    this.nextRise = this.rises.least;
    this.nextFall = -this.falls.least;
  }
}

/** A binary heap. Removed members stay until they surface or outnumber the rest. */
class ThresholdHeap {
  private members: Threshold[] = [];
  private gone = 0;

  /** The smallest key; `Infinity` if empty. */
  get least(): number {
    while (this.members.length > 0 && this.members[0]!.state === 'GONE') {
      this.pop();
      this.gone -= 1;
    }
    return this.members[0]?.key ?? Infinity;
  }

  push(threshold: Threshold): void {
    const { members } = this;
    let at = members.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(threshold, members[parent]!)) break;
      members[at] = members[parent]!;
      at = parent;
    }
    members[at] = threshold;
  }

  takeUpTo(key: number): Threshold[] {
    const taken: Threshold[] = [];
    while (this.least <= key) {
      const threshold = this.pop();
      threshold.state = 'DUE';
      taken.push(threshold);
    }
    return taken;
  }

  /** Call when a member was marked as removed. */
  forget(): void {
    this.gone += 1;
    if (this.gone < SWEEP_FROM || this.gone * 2 < this.members.length) return;
    const rest = this.members.filter((member) => member.state === 'WAITING');
    this.members = [];
    this.gone = 0;
    for (const member of rest) this.push(member);
  }

  private pop(): Threshold {
    const { members } = this;
    const top = members[0]!;
    const last = members.pop()!;
    if (members.length > 0) this.sink(last);
    return top;
  }

  private sink(threshold: Threshold): void {
    const { members } = this;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= members.length) break;
      if (child + 1 < members.length && isBefore(members[child + 1]!, members[child]!)) child += 1;
      if (!isBefore(members[child]!, threshold)) break;
      members[at] = members[child]!;
      at = child;
    }
    members[at] = threshold;
  }
}

function isBefore(one: Threshold, other: Threshold): boolean {
  return one.key < other.key || (one.key === other.key && one.sequence < other.sequence);
}
