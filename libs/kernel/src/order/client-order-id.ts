/** The origin of a client order id: the delivery (or operator input) and the command's index in the answer. */
export interface OrderOrigin {
  /** Lower-case UUID text. */
  readonly deploymentId: string;
  readonly inputSeq: number;
  readonly index: number;
}

const DEPLOYMENT_DIGITS = 25;
const SEQUENCE_DIGITS = 8;
const INDEX_DIGITS = 2;
/** All two-digit numbers, in order. */
const PAIRS = Array.from({ length: 36 * 36 }, (_, value) => value.toString(36).padStart(2, '0'));

/** Largest number of commands in the answer to one delivery. */
export const MAX_COMMANDS = 36 ** INDEX_DIGITS;
const SEQUENCE_LIMIT = 36 ** SEQUENCE_DIGITS;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const CLIENT_ORDER_ID = /^[0-9a-z]{35}$/;

/** True if client order ids can be derived from this deployment id. */
export function isDeploymentId(text: string): boolean {
  return UUID.test(text);
}

/** True if a text has the form of our ids; its origin is not checked. */
export function isClientOrderId(text: unknown): text is string {
  return typeof text === 'string' && CLIENT_ORDER_ID.test(text);
}

/**
 * Client order ids of one deployment: 35 base-36 characters from which the origin can be decoded, so equal ids mean the same command and
 * repeats can be dropped. The constant part is computed once, because a strategy needs an id for each order.
 */
export class OrderIds {
  private readonly deployment: string;
  /** The part of the sequence number above its last two digits, which is the same for many deliveries. */
  private turn = -1;
  private begun = '';

  constructor(deploymentId: string) {
    if (!isDeploymentId(deploymentId)) throw new RangeError(`deployment id "${deploymentId}" is not a lower-case UUID`);
    this.deployment = BigInt(`0x${deploymentId.replaceAll('-', '')}`)
      .toString(36)
      .padStart(DEPLOYMENT_DIGITS, '0');
  }

  of(inputSeq: number, index: number): string {
    const turn = Math.floor(inputSeq / PAIRS.length);
    if (turn !== this.turn || turn < 0) this.begin(turn, inputSeq);
    // Undefined for a fraction.
    const last = PAIRS[inputSeq - turn * PAIRS.length];
    const place = PAIRS[index];
    if (last === undefined) throw outside('input sequence', inputSeq, SEQUENCE_LIMIT);
    if (place === undefined) throw outside('command index', index, MAX_COMMANDS);
    return this.begun + last + place;
  }

  private begin(turn: number, inputSeq: number): void {
    if (!(inputSeq >= 0 && inputSeq < SEQUENCE_LIMIT)) throw outside('input sequence', inputSeq, SEQUENCE_LIMIT);
    this.turn = turn;
    this.begun = this.deployment + turn.toString(36).padStart(SEQUENCE_DIGITS - 2, '0');
  }
}

/** The client order id of one command; to make many for one deployment, keep an `OrderIds`. */
export function encodeClientOrderId({ deploymentId, inputSeq, index }: OrderOrigin): string {
  return new OrderIds(deploymentId).of(inputSeq, index);
}

/** The origin of one of our ids; null for any text that `OrderIds` cannot have made. */
export function decodeClientOrderId(clientOrderId: string): OrderOrigin | null {
  if (!CLIENT_ORDER_ID.test(clientOrderId)) return null;
  const hex = fromBase36(clientOrderId.slice(0, DEPLOYMENT_DIGITS)).toString(16).padStart(32, '0');
  if (hex.length > 32) return null;
  const deploymentId = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  const inputSeq = parseInt(clientOrderId.slice(DEPLOYMENT_DIGITS, -INDEX_DIGITS), 36);
  const index = parseInt(clientOrderId.slice(-INDEX_DIGITS), 36);
  return { deploymentId, inputSeq, index };
}

function outside(what: string, value: number, limit: number): RangeError {
  return new RangeError(`${what} ${value} is outside 0..${limit - 1}`);
}

function fromBase36(digits: string): bigint {
  let value = 0n;
  for (const digit of digits) value = value * 36n + BigInt(parseInt(digit, 36));
  return value;
}
