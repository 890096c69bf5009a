import { encodeClientOrderId } from '@libs/kernel';

const SEQUENCE_DIGITS = 8;
const INDEX_DIGITS = 2;

/** Client order ids of one deployment: what does not change of them is worked out once. */
export class OrderIds {
  private readonly start: string;

  constructor(deploymentId: string) {
    this.start = encodeClientOrderId({ deploymentId, inputSeq: 0, index: 0 }).slice(0, -(SEQUENCE_DIGITS + INDEX_DIGITS));
  }

  of(inputSeq: number, index: number): string {
    return this.start + inputSeq.toString(36).padStart(SEQUENCE_DIGITS, '0') + index.toString(36).padStart(INDEX_DIGITS, '0');
  }
}
