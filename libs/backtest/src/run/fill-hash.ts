import { decodeClientOrderId } from '@libs/kernel';
import type { Decimal, Fill } from '@libs/kernel';

const PRIME = 0x1b3;
const WORD = 2 ** 32;
const [BUY, MAKER] = [1, 2];
/** Index of an order that no strategy command requested. */
const NOWHERE = -1;

/** FNV-1a (64 bits, by words of 32) over the fills in order, as 16 hex digits: equal runs have equal hashes. Not cryptographic. */
export function fillHash(fills: Iterable<Fill>): string {
  const hash = new FillHash();
  for (const fill of fills) hash.add(fill);
  return hash.toString();
}

/** The names of a fill; most fills share them with the one before. */
export interface FillPlace {
  /** The deployment of one of our commands, or the client id of any other order. */
  readonly owner: string;
  readonly symbol: string;
  readonly feeAsset: string;
}

/** `fillHash`, computed fill by fill. */
export class FillHash {
  private high = 0xcbf29ce4 | 0;
  private low = 0x84222325 | 0;
  private place: FillPlace = { owner: '', symbol: '', feeAsset: '' };

  add({ clientOrderId, symbol, side, quantity, price, fee, feeAsset, liquidity, at }: Fill): void {
    const { deploymentId, inputSeq, index } = decodeClientOrderId(clientOrderId) ?? {
      deploymentId: clientOrderId,
      inputSeq: NOWHERE,
      index: NOWHERE,
    };
    this.addPlace({ owner: deploymentId, symbol, feeAsset });
    this.addTerms(inputSeq, index, at, side === 'BUY', liquidity === 'MAKER');
    for (const amount of [quantity, price, fee]) this.addDecimal(amount);
  }

  /** Names are added again only when they change. */
  addPlace(place: FillPlace): void {
    const { owner, symbol, feeAsset } = this.place;
    if (place.owner === owner && place.symbol === symbol && place.feeAsset === feeAsset) return;
    this.place = place;
    for (const text of [place.owner, place.symbol, place.feeAsset]) this.addText(text);
  }

  addTerms(inputSeq: number, index: number, at: number, isBuy: boolean, isMaker: boolean): void {
    this.addNumber(inputSeq);
    this.mix(index);
    this.addNumber(at);
    this.mix((isBuy ? BUY : 0) | (isMaker ? MAKER : 0));
  }

  /** `units × 10^-scale`, whole units below 2⁵³; equal amounts hash the same at any scale. */
  addAmount(units: number, scale: number): void {
    let [u, s] = [units, scale];
    // Dividing a whole number below 2⁵³ by ten never rounds to a whole number.
    for (let tenth = u / 10; s > 0 && tenth === Math.trunc(tenth); tenth = u / 10) {
      u = tenth;
      s -= 1;
    }
    this.addNumber(u);
    this.mix(s);
  }

  toString(): string {
    return hex(this.high) + hex(this.low);
  }

  private addDecimal(amount: Decimal): void {
    const units = Number(amount.units);
    if (Number.isSafeInteger(units)) this.addAmount(units, amount.scale);
    else this.addText(amount.toString());
  }

  private addText(text: string): void {
    this.mix(text.length);
    for (let index = 0; index < text.length; index += 1) this.mix(text.charCodeAt(index));
  }

  private addNumber(value: number): void {
    this.mix(value | 0);
    this.mix(Math.floor(value / WORD) | 0);
  }

  /** Multiplies by the prime 2^40 + 0x1b3 in 32-bit halves; the low half is split again to find its carry. */
  private mix(word: number): void {
    const low = this.low ^ word;
    const bottom = (low & 0xffff) * PRIME;
    const top = (low >>> 16) * PRIME + (bottom >>> 16);
    this.high = (Math.imul(this.high, PRIME) + (top >>> 16) + (low << 8)) | 0;
    this.low = ((top & 0xffff) << 16) | (bottom & 0xffff);
  }
}

function hex(half: number): string {
  return (half >>> 0).toString(16).padStart(8, '0');
}
