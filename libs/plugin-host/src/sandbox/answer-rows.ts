import type { Claim } from '@libs/backtest';

type Answer = Claim['answers'][number];
type Command = Answer[1][number];
type Submit = Extract<Command, { readonly kind: 'submit' }>;

/** The wire form of an answer: complete, or for one plain market order of the line's symbol only side, quantity and tag. */
export type AnswerRow =
  | Answer
  /** Lower-case letters are reduce-only. */
  | readonly [inputSeq: number, side: 'B' | 'S' | 'b' | 's', quantity: string, tag?: string];

const SIDES = { BUY: 'B', SELL: 'S' } as const;
const KEYS: ReadonlySet<string> = new Set<keyof Submit>([
  ...(['kind', 'symbol', 'side', 'type', 'quantity', 'timeInForce', 'postOnly', 'reduceOnly', 'tag'] as const),
]);

export function rowOf([inputSeq, commands]: Answer, symbol: string): AnswerRow {
  const [command] = commands;
  if (commands.length !== 1 || !command || !isPlain(command) || command.symbol !== symbol) return [inputSeq, commands];
  const { side, quantity, reduceOnly, tag } = command;
  const letter = reduceOnly ? (SIDES[side].toLowerCase() as 'b' | 's') : SIDES[side];
  return tag === undefined ? [inputSeq, letter, quantity] : [inputSeq, letter, quantity, tag];
}

/** Parses a row from a sandbox; null if it is invalid. */
export function answerOf(row: unknown, symbol: string, isCommand: (value: unknown) => boolean): Answer | null {
  if (!Array.isArray(row)) return null;
  const [inputSeq, what, quantity, tag] = row as readonly unknown[];
  if (typeof inputSeq !== 'number' || !Number.isSafeInteger(inputSeq)) return null;
  if (Array.isArray(what)) return row.length === 2 && what.every(isCommand) ? [inputSeq, what as Answer[1]] : null;
  const side = what === 'B' || what === 'b' ? 'BUY' : what === 'S' || what === 's' ? 'SELL' : null;
  if (side === null || typeof quantity !== 'string' || (row.length > 3 && typeof tag !== 'string')) return null;
  const order = { kind: 'submit', symbol, side, type: 'MARKET', quantity, timeInForce: 'IOC', postOnly: false } as const;
  const isReducing = what === 'b' || what === 's';
  return [inputSeq, [typeof tag === 'string' ? { ...order, reduceOnly: isReducing, tag } : { ...order, reduceOnly: isReducing }]];
}

function isPlain(command: Command): command is Submit {
  if (command.kind !== 'submit' || command.type !== 'MARKET' || command.timeInForce !== 'IOC' || command.postOnly) return false;
  for (const key in command) if (!KEYS.has(key)) return false;
  return true;
}
