import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';

export const ROOT = join(import.meta.dirname, '../..');

/** One of our source files, as written. */
export interface SourceFile {
  /** From the repository's root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

export interface Import {
  readonly from: SourceFile;
  /** As written. */
  readonly specifier: string;
  /** The file of ours that it means, from the root; null for packages and built-ins. */
  readonly target: string | null;
}

const GENERATED = /(^|\/)generated\//;

/** Every TypeScript file that is ours and written by hand, committed or not. */
export function sourceFiles(): SourceFile[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--', '*.ts', '*.tsx'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return listed
    .split('\n')
    .filter((path) => path !== '' && !path.endsWith('.d.ts') && !GENERATED.test(path) && existsSync(join(ROOT, path)))
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
}

export function importsOf(file: SourceFile): Import[] {
  return ts.preProcessFile(file.text, true, true).importedFiles.map(({ fileName }) => ({
    from: file,
    specifier: fileName,
    target: resolve(file, fileName),
  }));
}

function resolve(file: SourceFile, specifier: string): string | null {
  const alias = /^@libs\/([a-z-]+)$/.exec(specifier);
  if (alias) return `libs/${alias[1]}/src/index.ts`;
  if (specifier.startsWith('@libs/')) return `${specifier.replace('@libs/', 'libs/')}.ts`;
  if (!specifier.startsWith('.')) return null;
  const base = relative(ROOT, join(ROOT, dirname(file.path), specifier));
  const candidates = [base, `${base}.ts`, `${base}.tsx`, `${base}/index.ts`, base.replace(/\.js$/, '.ts')];
  return candidates.find((path) => /\.tsx?$/.test(path) && existsSync(join(ROOT, path))) ?? base;
}

/** Runs `visit` over every node of a file's syntax tree and collects what it returns, each with its line. */
export function findings(file: SourceFile, visit: (node: ts.Node) => string | null): string[] {
  const kind = file.path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const tree = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true, kind);
  const found: string[] = [];
  const walk = (node: ts.Node): void => {
    const what = visit(node);
    if (what !== null) {
      const { line } = tree.getLineAndCharacterOfPosition(node.getStart(tree));
      found.push(`${file.path}:${line + 1} ${what}`);
    }
    ts.forEachChild(node, walk);
  };
  walk(tree);
  return found;
}

export function isSpec(file: SourceFile): boolean {
  return file.path.endsWith('.spec.ts') || file.path.startsWith('tests/');
}
