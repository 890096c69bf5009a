import { rmSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { rolldown } from 'rolldown';

/**
 * After the build: what processes load becomes a few files. They start in a third of the time then, since every file is looked for, checked
 * and compiled on its own.
 */
const DIST = resolve('dist');

/** A file each, in place: sandboxes may read nothing else, and plugins and processes share them, so that there is one of each. */
const LIBS = ['kernel', 'sdk', 'engine', 'simulation', 'backtest'].map((lib) => `${DIST}/libs/${lib}/src/index.js`);

/** In place, with the packages they use; what several need goes into chunks. */
const ENTRIES = [
  ...['api/src/main', 'executor/src/main', 'exchange-simulator/src/main', 'trader/src/main', 'research/src/main', 'research/src/run-child'],
  ...['cli/src/main', 'cli/src/migrate', 'cli/src/check-replay'],
];
/** As deep as the entries, so that a path that is relative to one is relative to all. */
const CHUNKS = 'shared/src';

/** Packages with native code. */
const APART = /^(@swc\/core|bufferutil|msgpackr-extract)$/;

/** A package may look for another that is installed only by those who want what it does with it. */
const OPTIONAL = /^.*Could not resolve '[^'.].* in .*node_modules\//;

for (const lib of LIBS) {
  const folder = dirname(lib) + sep;
  const bundle = await rolldown({
    ...common(),
    input: lib,
    external: (id, importer) => importer !== undefined && !fileOf(id, importer).startsWith(folder),
  });
  await bundle.write({ file: lib, format: 'esm', sourcemap: true });
}

rmSync(`${DIST}/apps/${CHUNKS}`, { recursive: true, force: true });
const bundle = await rolldown({
  ...common(),
  input: Object.fromEntries(ENTRIES.map((entry) => [entry, `${DIST}/apps/${entry}.js`])),
  external: (id, importer) => APART.test(id) || (importer !== undefined && LIBS.includes(fileOf(id, importer))),
  plugins: [{ name: 'where-it-was', transform: whereItWas }],
});
await bundle.write({
  dir: `${DIST}/apps`,
  format: 'esm',
  banner: 'const CHUNK_URL = import.meta.url;',
  entryFileNames: '[name].js',
  chunkFileNames: `${CHUNKS}/[name].js`,
});

function common() {
  return {
    platform: 'node',
    // Paths that hold wherever the installation is copied to.
    resolve: { symlinks: false },
    treeshake: false,
    onLog: (level, { message }) => {
      if (level === 'warn' && !OPTIONAL.test(message)) throw new Error(message);
    },
  };
}

function fileOf(id, importer) {
  return id.startsWith('.') || isAbsolute(id) ? resolve(dirname(importer), id) : '';
}

/** Lets a module find what lies beside the file that it was. */
function whereItWas(code, id) {
  if (!isAbsolute(id)) return null;
  const path = relative(`${DIST}/apps/${CHUNKS}`, id);
  const url = `new URL(${JSON.stringify(path)}, CHUNK_URL)`;
  const folder = `globalThis.process.getBuiltinModule('node:path').dirname(globalThis.process.getBuiltinModule('node:url').fileURLToPath(${url}))`;
  if (/\b__dirname\b/.test(code)) return `var __dirname = ${folder};${code}`;
  if (!code.includes('import.meta.')) return null;
  const told = { url: `${url}.href`, dirname: folder };
  return metaProperties(this.parse(code))
    .filter(({ property }) => property.name in told)
    .sort((one, other) => other.start - one.start)
    .reduce((text, { start, end, property }) => text.slice(0, start) + told[property.name] + text.slice(end), code);
}

/** Each `import.meta.something` of a syntax tree. */
function metaProperties(node) {
  if (node === null || typeof node !== 'object') return [];
  if (node.type === 'MemberExpression' && node.object.type === 'MetaProperty') return [node];
  return Object.values(node).flatMap(metaProperties);
}
