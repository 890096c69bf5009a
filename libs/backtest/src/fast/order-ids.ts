import { encodeClientOrderId } from '@libs/kernel';

const SEQUENCE_DIGITS = 8;
const INDEX_DIGITS = 2;
const PAIRS = Array.from({ length: 36 * 36 }, (_, value) => value.toString(36).padStart(2, '0'));

/** Client order ids of one deployment: what does not change of them is worked out once. */
export class OrderIds {
  private readonly start: string;
  /** The id without its last digits, which is the same for many deliveries. */
  private turn = -1;
  private begun = '';

  constructor(deploymentId: string) {
    this.start = encodeClientOrderId({ deploymentId, inputSeq: 0, index: 0 }).slice(0, -(SEQUENCE_DIGITS + INDEX_DIGITS));
  }

  of(inputSeq: number, index: number): string {
    const turn = Math.floor(inputSeq / PAIRS.length);
    if (turn !== this.turn) {
      this.turn = turn;
      this.begun = this.start + turn.toString(36).padStart(SEQUENCE_DIGITS - 2, '0');
    }
    return this.begun + PAIRS[inputSeq - turn * PAIRS.length]! + PAIRS[index]!;
  }
}
