/** Where a client order id comes from: the delivery (or operator input) and the command's place in the answer. */
export interface OrderOrigin {
  /** Lower-case UUID text. */
  readonly deploymentId: string;
  readonly inputSeq: number;
  readonly index: number;
}

const DEPLOYMENT_DIGITS = 25;
const SEQUENCE_DIGITS = 8;
const INDEX_DIGITS = 2;

/** Commands that one delivery may be answered with. */
export const MAX_COMMANDS = 36 ** INDEX_DIGITS;
const SEQUENCE_LIMIT = 36 ** SEQUENCE_DIGITS;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const CLIENT_ORDER_ID = /^[0-9a-z]{35}$/;

/** Whether client order ids can be made for a deployment of this id. */
export function isDeploymentId(text: string): boolean {
  return UUID.test(text);
}

/** Whether a text has the form of ours; where it comes from is not looked at. */
export function isClientOrderId(text: unknown): text is string {
  return typeof text === 'string' && CLIENT_ORDER_ID.test(text);
}

/** 35 base-36 characters that tell the origin back, so equal ids mean the same command and a repeat drops out. */
export function encodeClientOrderId(origin: OrderOrigin): string {
  const { deploymentId, inputSeq, index } = origin;
  if (!isDeploymentId(deploymentId)) throw new RangeError(`deployment id "${deploymentId}" is not a lower-case UUID`);
  if (!isCount(inputSeq, SEQUENCE_LIMIT)) throw new RangeError(`input sequence ${inputSeq} is outside 0..${SEQUENCE_LIMIT - 1}`);
  if (!isCount(index, MAX_COMMANDS)) throw new RangeError(`command index ${index} is outside 0..${MAX_COMMANDS - 1}`);
  const deployment = BigInt(`0x${deploymentId.replaceAll('-', '')}`)
    .toString(36)
    .padStart(DEPLOYMENT_DIGITS, '0');
  return deployment + inputSeq.toString(36).padStart(SEQUENCE_DIGITS, '0') + index.toString(36).padStart(INDEX_DIGITS, '0');
}

/** The origin of an id of ours; null for any text that `encodeClientOrderId` cannot have made. */
export function decodeClientOrderId(clientOrderId: string): OrderOrigin | null {
  if (!CLIENT_ORDER_ID.test(clientOrderId)) return null;
  const hex = fromBase36(clientOrderId.slice(0, DEPLOYMENT_DIGITS)).toString(16).padStart(32, '0');
  if (hex.length > 32) return null;
  const deploymentId = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  const inputSeq = parseInt(clientOrderId.slice(DEPLOYMENT_DIGITS, -INDEX_DIGITS), 36);
  const index = parseInt(clientOrderId.slice(-INDEX_DIGITS), 36);
  return { deploymentId, inputSeq, index };
}

function isCount(value: number, limit: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < limit;
}

function fromBase36(digits: string): bigint {
  let value = 0n;
  for (const digit of digits) value = value * 36n + BigInt(parseInt(digit, 36));
  return value;
}
