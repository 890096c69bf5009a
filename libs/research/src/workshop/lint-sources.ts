import { lineAt, outerVariables, readCode, type Code } from '@libs/backtest';
import { problem, type Problem } from './problem';

/** What the sandbox would refuse at run time, and what to use instead. */
const CLOSED: readonly (readonly [rule: string, pattern: RegExp, instead: string])[] = [
  [
    'clock',
    /\bDate\.now\s*\(|\bnew\s+Date\s*\(\s*\)|\bperformance\s*\.\s*now\b|\bTemporal\.Now\b/g,
    'there is no clock in a strategy; use ctx.marketTime',
  ],
  ['chance', /\bMath\.random\b|\bcrypto\.\w+/g, 'there is no chance in a strategy; derive what you need from ctx.state or a parameter'],
  [
    'waiting',
    /\bset(?:Timeout|Interval|Immediate)\s*\(|\bawait\b|\basync\b|\bnew\s+Promise\b|\bqueueMicrotask\b/g,
    'a hook runs to its end at once; use ctx.timer',
  ],
  [
    'outside',
    /\bprocess\s*\.|\bfetch\s*\(|\brequire\s*\(|\bimport\s*\(|\bglobalThis\b|\beval\s*\(|\bnew\s+Function\b/g,
    'a strategy sees its context and the SDK only',
  ],
];

const IMPORTS = /\b(?:from|import)\s*(['"])/g;

/** Reads the code of a strategy for what cannot work or should not be. */
export function lintSources(files: readonly { readonly name: string; readonly text: string }[]): readonly Problem[] {
  return files.map(readCode).flatMap((file) => [...closedIn(file), ...importsIn(file), ...variablesIn(file)]);
}

function closedIn(file: Code): readonly Problem[] {
  return CLOSED.flatMap(([rule, pattern, instead]) =>
    [...file.code.matchAll(pattern)].map((match) =>
      problem(rule, `${match[0].replace(/\s*\($/, '')}: ${instead}`, lineAt(file, match.index)),
    ),
  );
}

function importsIn(file: Code): readonly Problem[] {
  return [...file.code.matchAll(IMPORTS)].flatMap((match) => {
    const at = match.index + match[0].length;
    const specifier = file.strings.find((text) => text.at === at)?.text ?? '';
    if (specifier === '@libs/sdk' || /^\.{1,2}\//.test(specifier)) return [];
    return [problem('import', `a strategy may import @libs/sdk and its own files, not "${specifier}"`, lineAt(file, at))];
  });
}

/** A warning only: a table that always says the same does no harm, and runs tell the difference. */
function variablesIn(file: Code): readonly Problem[] {
  return outerVariables(file).map(({ name, line }) => ({
    rule: 'module-variable',
    severity: 'warning',
    line,
    message: `"${name}" lies outside of the state and is changed by hooks: it is lost with a restart and kept from run to run; keep it in ctx.state`,
  }));
}
