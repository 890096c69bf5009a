import ts from 'typescript';
import { findings, isSpec, sourceFiles, type SourceFile } from './source-files';

const files = sourceFiles();
const DETERMINISTIC =
  /^(libs\/(kernel|simulation|backtest)\/|libs\/engine\/src\/core\/|libs\/sdk\/src\/(strategy|indicators|guards)\/|plugins\/strategies\/)/;
const CLOCKS_AND_CHANCE = new Set([
  'Date.now',
  'Math.random',
  'performance.now',
  'process.hrtime',
  'process.hrtime.bigint',
  'crypto.randomUUID',
  'randomUUID',
  'randomBytes',
  'setTimeout',
  'setInterval',
  'setImmediate',
]);

describe('source files', () => {
  it('have at most 400 lines', () => {
    const long = files.map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 })).filter(({ lines }) => lines > 400);
    expect(long).toEqual([]);
  });

  it('never say any', () => {
    expect(files.flatMap((file) => findings(file, anyType))).toEqual([]);
  });

  it('take time and chance from outside where replay must be exact', () => {
    const deterministic = files.filter((file) => DETERMINISTIC.test(file.path) && !isSpec(file));
    expect(deterministic.flatMap((file) => findings(file, clockOrChance))).toEqual([]);
  });

  it('commit no focused test', () => {
    expect(files.filter(isSpec).flatMap((file) => findings(file, focusedTest))).toEqual([]);
  });

  it('export by name, and name what they export', () => {
    const ours = files.filter(({ path }) => !/\.config\.ts$/.test(path));
    expect(ours.flatMap((file) => findings(file, namelessExport))).toEqual([]);
  });

  it('never resolve a circle with forwardRef', () => {
    expect(files.flatMap((file) => findings(file, (node) => (calls(node, 'forwardRef') ? 'forwardRef' : null)))).toEqual([]);
  });
});

describe('the rules', () => {
  const file = (text: string): SourceFile => ({ path: 'libs/kernel/src/x.ts', text });

  it.each([
    ['an any', 'const a: any = 1;', anyType],
    ['a cast to any', 'f(x as any);', anyType],
    ['a clock', 'const t = Date.now();', clockOrChance],
    ['a new Date', 'const t = new Date();', clockOrChance],
    ['chance', 'const r = Math.random();', clockOrChance],
    ['an only', "it.only('x', () => {});", focusedTest],
    ['a default export', 'export default class A {}', namelessExport],
    ['a star', "export * from './a';", namelessExport],
  ])('find %s', (_, text, rule) => {
    expect(findings(file(text), rule)).toHaveLength(1);
  });
});

function anyType(node: ts.Node): string | null {
  return node.kind === ts.SyntaxKind.AnyKeyword ? 'any' : null;
}

function clockOrChance(node: ts.Node): string | null {
  if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && (node.arguments?.length ?? 0) === 0) return 'new Date()';
  if (!ts.isCallExpression(node)) return null;
  const callee = node.expression.getText().replace(/^globalThis\./, '');
  return CLOCKS_AND_CHANCE.has(callee) ? callee : null;
}

function focusedTest(node: ts.Node): string | null {
  if (!ts.isCallExpression(node)) return null;
  const callee = node.expression.getText();
  return /^(it|test|describe)\.only(\.each)?$|^(fit|fdescribe)$/.test(callee) ? callee : null;
}

function namelessExport(node: ts.Node): string | null {
  if (ts.isExportAssignment(node)) return 'export default';
  if (ts.isExportDeclaration(node) && !node.exportClause) return 'export *';
  const modifiers = ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []) : [];
  return modifiers.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword) ? 'export default' : null;
}

function calls(node: ts.Node, name: string): boolean {
  return ts.isCallExpression(node) && node.expression.getText() === name;
}
