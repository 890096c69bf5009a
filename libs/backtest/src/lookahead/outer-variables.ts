import type { Code } from './source-code';
import { lineAt } from './source-code';

/** A module-level name that functions change: it survives a run. */
export interface OuterVariable {
  readonly name: string;
  /** Where it is first changed, `file:line`. */
  readonly line: string;
}

const CHANGERS = 'push|pop|shift|unshift|splice|set|add|delete|clear|fill|sort|reverse|copyWithin';

/** Module variables, static members and imported objects changed inside functions, in source order. */
export function outerVariables(file: Code): readonly OuterVariable[] {
  const depths = depthsOf(file.code);
  return outerNames(file, depths).flatMap((name) => {
    const at = changeOf(file.code, depths, name);
    return at === null ? [] : [{ name, line: lineAt(file, at) }];
  });
}

/** A module object used as, or within, the initial state: `state: () => INITIAL`. */
export function sharedState(file: Code): OuterVariable | null {
  const names = new Set(outerNames(file, depthsOf(file.code)));
  const found = [...file.code.matchAll(/\bstate\s*:\s*(?:\([^)]*\)|\w+)\s*=>\s*\(?\s*(?:\{\s*\.\.\.\s*)?(\w+)/g)];
  const shared = found.find(([, name = '']) => names.has(name));
  return shared ? { name: shared[1]!, line: lineAt(file, shared.index) } : null;
}

/** Bracket depth before each offset. */
function depthsOf(code: string): Uint16Array {
  const depths = new Uint16Array(code.length + 1);
  let depth = 0;
  for (let at = 0; at < code.length; at += 1) {
    if (')]}'.includes(code[at]!)) depth = Math.max(0, depth - 1);
    depths[at] = depth;
    if ('([{'.includes(code[at]!)) depth += 1;
  }
  return depths;
}

function outerNames({ code, strings }: Code, depths: Uint16Array): readonly string[] {
  const declared = [...code.matchAll(/\b(?:const|let|var|class|function)\s+([A-Za-z_$][\w$]*)/g)]
    .filter(({ index }) => depths[index] === 0)
    .map(([, name]) => name!);
  // SDK exports are frozen; exports of the strategy's own files may change.
  const imports = [...code.matchAll(/\bimport\s*\{([^}]*)\}\s*from\s*['"]/g)].filter((match) =>
    strings.find(({ at }) => at === match.index + match[0].length)?.text.startsWith('.'),
  );
  const imported = imports.flatMap(([, names = '']) =>
    names.split(',').map((name) =>
      name
        .trim()
        .split(/\s+as\s+/)
        .at(-1)!
        .replace(/^type\s+/, ''),
    ),
  );
  return [...new Set([...declared, ...imported])].filter((name) => name !== '');
}

function changeOf(code: string, depths: Uint16Array, name: string): number | null {
  const path = `(?<![\\w$.])${name.replaceAll('$', '\\$')}(?:\\??\\.[\\w$]+|!|\\[[^\\]\\n]*\\])*`;
  const changes = new RegExp(
    [
      `${path}\\s*(?:=(?![=>])|[-+*/%|&^]=|\\*\\*=|\\?\\?=|\\|\\|=|&&=|<<=|>>=|\\+\\+|--)`,
      `(?:\\+\\+|--)\\s*${path}`,
      `${path}\\.(?:${CHANGERS})\\s*\\(`,
      `Object\\.assign\\(\\s*${path}`,
    ].join('|'),
    'g',
  );
  return [...code.matchAll(changes)].find(({ index }) => depths[index]! > 0)?.index ?? null;
}
