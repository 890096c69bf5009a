import { Decimal } from '@libs/kernel';
import type { StrategyCommand } from '@libs/sdk';
import { FloatRows } from '../metrics/float-rows';

type Submit = Extract<StrategyCommand, { readonly kind: 'submit' }>;
export type Answered = readonly [inputSeq: number, commands: readonly StrategyCommand[]];

/** Columns of a row: delivery, flags, quantity as units and scale, and tag index (0 for none). */
const COLUMNS = 5;
const [BUY, REDUCE_ONLY, OTHER] = [1, 2, 4];
/** Longer digits or more tags are stored as they are. */
const [MOST_DIGITS, MOST_TAGS] = [15, 1_000];
/** The fields of a plain market order, besides its tag. */
const PLAIN_KEYS = 8;

/** Commands by the delivery that they answered, in order. Plain market orders, the most frequent, take 40 bytes each. */
export class AnswerLog implements Iterable<Answered> {
  private readonly rows = new FloatRows(COLUMNS);
  private readonly others = new Map<number, StrategyCommand>();
  private readonly tags: string[] = [''];
  private readonly tagNumbers = new Map<string, number>([['', 0]]);
  private symbol: string | null = null;

  /** True if all are plain market orders, so that the rows hold everything. */
  push(inputSeq: number, commands: readonly StrategyCommand[]): boolean {
    let arePlain = true;
    for (const command of commands) {
      if (this.pushPlain(inputSeq, command)) continue;
      this.pushOther(inputSeq, command);
      arePlain = false;
    }
    return arePlain;
  }

  *[Symbol.iterator](): Generator<Answered> {
    const { data, length } = this.rows;
    for (let row = 0; row < length;) {
      const inputSeq = data[row * COLUMNS]!;
      const commands: StrategyCommand[] = [];
      for (; row < length && data[row * COLUMNS] === inputSeq; row += 1) commands.push(this.commandAt(row));
      yield [inputSeq, commands];
    }
  }

  /** Only the tags of orders: delivery, command index, and tag. */
  *words(): Generator<readonly [inputSeq: number, index: number, tag: string]> {
    const { data, length } = this.rows;
    for (let row = 0, index = 0; row < length; row += 1) {
      const inputSeq = data[row * COLUMNS]!;
      index = row > 0 && data[(row - 1) * COLUMNS] === inputSeq ? index + 1 : 0;
      const tag = this.tagAt(row);
      if (tag !== undefined) yield [inputSeq, index, tag];
    }
  }

  private pushPlain(inputSeq: number, command: StrategyCommand): boolean {
    if (command.kind !== 'submit' || command.type !== 'MARKET' || command.timeInForce !== 'IOC' || command.postOnly !== false) return false;
    const { side, quantity, reduceOnly, tag = '' } = command;
    this.symbol ??= command.symbol;
    if (command.symbol !== this.symbol || command.tag === '' || (side !== 'BUY' && side !== 'SELL')) return false;
    if (typeof reduceOnly !== 'boolean' || keysOf(command) !== (tag === '' ? PLAIN_KEYS : PLAIN_KEYS + 1)) return false;
    const number = this.tagNumber(tag);
    const point = quantity.indexOf('.');
    const scale = point < 0 ? 0 : quantity.length - point - 1;
    const units = unitsOf(quantity);
    if (number < 0 || units < 0) return false;
    const at = this.rows.add();
    const { data } = this.rows;
    data[at] = inputSeq;
    data[at + 1] = (side === 'BUY' ? BUY : 0) | (reduceOnly ? REDUCE_ONLY : 0);
    data[at + 2] = units;
    data[at + 3] = scale;
    data[at + 4] = number;
    return true;
  }

  private tagAt(row: number): string | undefined {
    const { data } = this.rows;
    if ((data[row * COLUMNS + 1]! & OTHER) === 0) return this.tags[data[row * COLUMNS + 4]!] || undefined;
    const command = this.others.get(row)!;
    return command.kind === 'submit' ? command.tag : undefined;
  }

  private pushOther(inputSeq: number, command: StrategyCommand): void {
    this.others.set(this.rows.length, command);
    const at = this.rows.add();
    this.rows.data[at] = inputSeq;
    this.rows.data[at + 1] = OTHER;
  }

  private tagNumber(tag: string): number {
    const known = this.tagNumbers.get(tag);
    if (known !== undefined) return known;
    if (this.tags.length >= MOST_TAGS) return -1;
    this.tagNumbers.set(tag, this.tags.length);
    return this.tags.push(tag) - 1;
  }

  private commandAt(row: number): StrategyCommand {
    const { data } = this.rows;
    const at = row * COLUMNS;
    const bits = data[at + 1]!;
    if (bits & OTHER) return this.others.get(row)!;
    const tag = this.tags[data[at + 4]!]!;
    return {
      kind: 'submit',
      symbol: this.symbol!,
      side: bits & BUY ? 'BUY' : 'SELL',
      type: 'MARKET',
      quantity: Decimal.fromUnits(data[at + 2]!, data[at + 3]!).toString(),
      timeInForce: 'IOC',
      postOnly: false,
      reduceOnly: (bits & REDUCE_ONLY) !== 0,
      ...(tag === '' ? {} : { tag }),
    };
  }
}

function keysOf(command: Submit): number {
  let keys = 0;
  for (const _key in command) keys += 1;
  return keys;
}

/** The digits of a decimal text in the format of `Decimal`, without the point; -1 for any other or a long text. */
function unitsOf(text: string): number {
  const { length } = text;
  let units = 0;
  let point = -1;
  for (let at = 0; at < length; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (digit >= 0 && digit <= 9) units = units * 10 + digit;
    else if (digit === -2 && point < 0 && at > 0) point = at;
    else return -1;
  }
  const isShortest = point < 0 || (point < length - 1 && text.charCodeAt(length - 1) !== 48);
  const leads = length > 1 && point !== 1 && text.charCodeAt(0) === 48;
  return length > 0 && length <= MOST_DIGITS && isShortest && !leads ? units : -1;
}
