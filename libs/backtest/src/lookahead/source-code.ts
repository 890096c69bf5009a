/** Program text with comments and strings blanked out, so that only code is left, at the same offsets and lines. */
export interface Code {
  readonly name: string;
  readonly code: string;
  /** Strings with the offset of their content. */
  readonly strings: readonly { readonly text: string; readonly at: number }[];
}

const BEFORE_REGEXP = /[(,=:[!&|?{};+\-*%<>~^]\s*$|\b(?:return|typeof|case|in|of)\s*$|^\s*$/;

/** Parses JavaScript or TypeScript just far enough to tell code from comments, strings and regular expressions. */
export function readCode({ name, text }: { readonly name: string; readonly text: string }): Code {
  const out = [...text];
  const strings: { text: string; at: number }[] = [];
  const blank = (from: number, to: number): void => {
    for (let at = from; at < to && at < out.length; at += 1) if (out[at] !== '\n') out[at] = ' ';
  };
  for (let at = 0; at < text.length;) {
    const end = endOfBlank(text, at);
    if (end === null) {
      at += 1;
      continue;
    }
    const isString = `'"\``.includes(text[at]!);
    if (isString) strings.push({ text: text.slice(at + 1, end - 1), at: at + 1 });
    blank(isString ? at + 1 : at, isString ? end - 1 : end);
    at = end;
  }
  return { name, code: out.join(''), strings };
}

/** The end of a comment, string or regular expression that begins here; null if none does. */
function endOfBlank(text: string, at: number): number | null {
  const mark = text[at]!;
  if (mark === '/' && text[at + 1] === '/') return endOr(text, text.indexOf('\n', at), 0);
  if (mark === '/' && text[at + 1] === '*') return endOr(text, text.indexOf('*/', at + 2), 2);
  if (mark === "'" || mark === '"' || mark === '`') return closing(text, at, mark);
  if (mark === '/' && BEFORE_REGEXP.test(text.slice(Math.max(0, at - 40), at))) return closing(text, at, '/');
  return null;
}

function closing(text: string, from: number, mark: string): number {
  let isClass = false;
  for (let at = from + 1; at < text.length; at += 1) {
    const unit = text[at];
    if (unit === '\\') at += 1;
    else if (mark === '/' && unit === '[') isClass = true;
    else if (mark === '/' && unit === ']') isClass = false;
    else if (unit === mark && !isClass) return at + 1;
    else if (unit === '\n' && mark !== '`') return at;
  }
  return text.length;
}

function endOr(text: string, found: number, length: number): number {
  return found < 0 ? text.length : found + length;
}

export function lineAt({ name, code }: Pick<Code, 'name' | 'code'>, at: number): string {
  return `${name}:${code.slice(0, at).split('\n').length}`;
}
