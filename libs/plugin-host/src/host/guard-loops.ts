import { readCode } from '@libs/backtest';

/** Name of the counting module, next to the strategy's entry file. */
export const GUARD_FILE = 'plimsoll-loop-guard.js';

/** Rounds that one hook may make in all its loops before it counts as endless. */
export const MOST_ROUNDS = 5_000_000;

/** The counting module, a `Guard`: the host sets `guard.rounds` and `guard.calls` to 0 before each event. */
export const GUARD_MODULE = `export const guard = { rounds: 0, calls: 0, most: ${MOST_ROUNDS}, thrown: '', look: () => null };
const look = (count, what) => {
  const said = guard.look(count, what);
  if (said !== null) throw new Error(said);
  return true;
};
export const round = () => {
  if ((guard.rounds += 1) > guard.most) throw new Error('this loop does not end: it went round ${MOST_ROUNDS.toLocaleString('en')} times');
  return look(guard.rounds, 'this loop');
};
export const call = () => look((guard.calls += 1), 'calling this');
export const throwing = () => {
  guard.thrown = new Error('thrown').stack;
};
`;

const THROW = 'throw';

interface Insertion {
  readonly at: number;
  readonly text: string;
}

/**
 * The same program with a counter in the condition of every `while` and counting `for`, in the body of every other `for` and of functions,
 * and a note before every throw, on the same lines. It finds the line of a loop that is known not to end, or of a throw without a stack.
 */
export function guardLoops(text: string, guardPath: string): string {
  const { code } = readCode({ name: '', text });
  const throws = [...code.matchAll(/(?<![.\w$#])throw(?=[ \t(['"`])/g)].map(({ index }) => ({
    at: index + THROW.length,
    text: ' __throwing(),',
  }));
  const rounds = [...code.matchAll(/(?<![.\w$#])(while|for)\s*\(/g)].flatMap((match): Insertion[] => {
    const open = match.index + match[0].length;
    const close = closingOf(code, open);
    if (close === null) return [];
    if (match[1] === 'while') return [{ at: open, text: '__round(), ' }];
    const [first, second] = semicolonsOf(code, open, close);
    if (first === undefined || second === undefined) return bodyOf(code, close);
    const isEmpty = code.slice(first + 1, second).trim() === '';
    return [{ at: first + 1, text: isEmpty ? ' __round()' : ' __round(),' }];
  });
  const insertions = [...rounds, ...throws, ...callsOf(code)].sort((a, b) => a.at - b.at);
  const guarded = insertions.reduceRight((made, { at, text: extra }) => made.slice(0, at) + extra + made.slice(at), text);
  return `import { round as __round, call as __call, throwing as __throwing } from '${guardPath}'; ${guarded}`;
}

/** A loop over a list is counted in its body, or before it if that has no braces. */
function bodyOf(code: string, close: number): Insertion[] {
  const [before] = /^\)\s*\{/.exec(code.slice(close)) ?? [];
  return before === undefined ? [{ at: close + 1, text: ' if (__round())' }] : [{ at: close + before.length, text: ' __round();' }];
}

const NO_FUNCTIONS = new Set(['if', 'for', 'while', 'switch', 'catch', 'with', 'return', 'await', 'super', 'typeof']);

/** Where functions begin: `(…) {` after a name, and arrows. */
function callsOf(code: string): readonly Insertion[] {
  const named = [...code.matchAll(/([\w$]+|[\]*])\s*\(/g)].flatMap(({ 0: head, 1: name, index }): Insertion[] => {
    const close = NO_FUNCTIONS.has(name!) ? null : closingOf(code, index + head.length);
    const [before] = (close !== null && /^\)\s*\{/.exec(code.slice(close, close + 80))) || [];
    return before === undefined ? [] : [{ at: close! + before.length, text: ' __call();' }];
  });
  const arrows = [...code.matchAll(/=>\s*(\{?)/g)].flatMap(({ 0: head, 1: brace, index }): Insertion[] => {
    const at = index + head.length;
    if (brace === '{') return [{ at, text: ' __call();' }];
    // The blanked text after the arrow may be its value.
    return isPlain(code.slice(at, endOf(code, at))) ? [{ at: index + 2, text: ' __call() &&' }] : [];
  });
  return [...named, ...arrows];
}

/** True if the value of an arrow may follow `&&` as it is. */
function isPlain(value: string): boolean {
  return value.trim() !== '' && !/=>|\?\?|(?<![=!<>])=(?!=)|(?<![.\w$])yield(?![\w$])/.test(value);
}

/** End of the value of an arrow that begins at `from`. */
function endOf(code: string, from: number): number {
  let depth = 0;
  for (let at = from; at < code.length; at += 1) {
    if (depth === 0 && ',;)]}'.includes(code[at]!)) return at;
    if ('([{'.includes(code[at]!)) depth += 1;
    if (')]}'.includes(code[at]!)) depth -= 1;
  }
  return code.length;
}

/** Position of the bracket that closes what was opened before `from`. */
function closingOf(code: string, from: number): number | null {
  let depth = 1;
  for (let at = from; at < code.length; at += 1) {
    if ('([{'.includes(code[at]!)) depth += 1;
    if (')]}'.includes(code[at]!)) depth -= 1;
    if (depth === 0) return at;
  }
  return null;
}

function semicolonsOf(code: string, from: number, to: number): readonly number[] {
  const found: number[] = [];
  let depth = 0;
  for (let at = from; at < to; at += 1) {
    if ('([{'.includes(code[at]!)) depth += 1;
    if (')]}'.includes(code[at]!)) depth -= 1;
    if (depth === 0 && code[at] === ';') found.push(at);
  }
  return found;
}

/** A stack without the frames of the counting module. */
export function withoutGuard(stack: string): string {
  return stack
    .split('\n')
    .filter((frame) => !frame.includes(GUARD_FILE))
    .join('\n');
}
