import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { findLocations } from './locations';
import { noSuchStrategy } from './no-such-strategy';

/** A strategy's folder as written by its author. */
export interface StrategyFolder {
  readonly name: string;
  readonly path: string;
}

/** A strategy made runnable in a separate folder, independent of any build. */
export interface StagedStrategy extends StrategyFolder {
  /** For every sandbox: contains only this strategy. */
  readonly strategies: string;
  remove(): void;
}

/** A strategy that is missing or cannot be parsed; the message names the line if possible. */
export class UnusableStrategy extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UnusableStrategy';
  }
}

const NAME = /^[a-z][a-z0-9-]*$/;

/** The folder of strategy sources, next to the build. */
export function strategiesFolder(): string {
  return join(dirname(findLocations().packageFile), 'plugins/strategies');
}

/** A strategy by folder, or by name in the installation: its sources, or the built files if there are none. */
export function findStrategy(nameOrPath: string): StrategyFolder {
  const folders = NAME.test(nameOrPath) ? [strategiesFolder(), findLocations().strategies] : [];
  const places = folders.length > 0 ? folders.map((folder) => join(folder, nameOrPath)) : [resolve(nameOrPath)];
  const path = places.find((place) => entryOf(place) !== null);
  if (path !== undefined) return { name: basename(path), path: realpathSync(path) };
  if (folders.length > 0) throw new UnusableStrategy(noSuchStrategy(nameOrPath, folders.flatMap(strategiesIn)));
  throw new UnusableStrategy(`There is no strategy in "${nameOrPath}": ${join(places[0]!, 'src/index.ts')} is not there.`);
}

/** The strategies of a folder, by name. */
export function strategiesIn(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder).filter((name) => entryOf(join(folder, name)) !== null) : [];
}

/**
 * Converts its files to JavaScript by removing types, line by line, with source maps. Only syntax without runtime meaning is removed, so
 * enums and the like are refused. Specs are left out.
 */
export function stageStrategy({ name, path }: StrategyFolder): StagedStrategy {
  const strategies = realpathSync(mkdtempSync(join(tmpdir(), 'plimsoll-strategy-')));
  const staged = { name, path, strategies, remove: () => rmSync(strategies, { recursive: true, force: true }) };
  try {
    mkdirSync(join(strategies, name, 'src'), { recursive: true });
    writeFileSync(join(strategies, name, 'package.json'), '{"type":"module"}\n');
    for (const file of sourceFiles(path)) stage(join(path, file), join(strategies, name, file), `${name}/${file.split(sep).join('/')}`);
    return staged;
  } catch (error) {
    staged.remove();
    throw error;
  }
}

function entryOf(folder: string): string | null {
  return ['src/index.ts', 'src/index.js'].find((file) => existsSync(join(folder, file))) ?? null;
}

/** Program files below `src`, relative to the folder; for built strategies the sources are preferred. */
function sourceFiles(path: string): readonly string[] {
  const files = readdirSync(join(path, 'src'), { recursive: true, encoding: 'utf8' }).map((file) => join('src', file));
  const isTypeScript = entryOf(path) === 'src/index.ts';
  return files.filter((file) => file.endsWith(isTypeScript ? '.ts' : '.js') && !/\.(spec|test|d)\.[jt]s$/.test(file)).sort();
}

function stage(from: string, to: string, shown: string): void {
  mkdirSync(dirname(to), { recursive: true });
  const text = readFileSync(from, 'utf8');
  if (from.endsWith('.js')) {
    writeFileSync(to, text);
    if (existsSync(`${from}.map`)) writeFileSync(`${to}.map`, readFileSync(`${from}.map`));
    return;
  }
  const target = to.replace(/\.ts$/, '.js');
  writeFileSync(target, withExtensions(stripped(text, shown)));
  writeFileSync(`${target}.map`, JSON.stringify(lineMap(relative(dirname(to), from), text)));
}

function stripped(text: string, shown: string): string {
  const { emitWarning } = process;
  try {
    // Suppresses Node's warning that the function is experimental.
    process.emitWarning = () => undefined;
    return stripTypeScriptTypes(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new UnusableStrategy(`${shown} cannot be read: ${message.replace(/\s+/g, ' ').trim()}.`, { cause: error });
  } finally {
    process.emitWarning = emitWarning;
  }
}

/** Relative imports have no extension, as everywhere here; line lengths may change, line numbers may not. */
function withExtensions(code: string): string {
  return code.replace(/(\b(?:from|import)\s*)(['"])(\.{1,2}\/[^'"\n]*?)(?:\.[jt]s)?\2/g, '$1$2$3.js$2');
}

/** Every line maps to the line of the same number. */
function lineMap(source: string, text: string): object {
  const mappings = text
    .split('\n')
    .map((_, line) => (line === 0 ? 'AAAA' : 'AACA'))
    .join(';');
  return { version: 3, sources: [source], sourcesContent: [text], names: [], mappings };
}
