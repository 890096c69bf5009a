import { dirname, isAbsolute, resolve, sep } from 'node:path';
import { rolldown } from 'rolldown';

/**
 * After the build: what sandboxes load becomes one file each. They start in a third of the time then, since every file is looked for,
 * checked and compiled on its own.
 */
const LIBS = ['kernel', 'sdk', 'engine', 'simulation', 'backtest'];

for (const lib of LIBS) {
  const index = resolve('dist/libs', lib, 'src/index.js');
  const folder = dirname(index) + sep;
  const isOwn = (id, importer) => (id.startsWith('.') || isAbsolute(id)) && resolve(dirname(importer), id).startsWith(folder);
  const bundle = await rolldown({
    input: index,
    platform: 'neutral',
    treeshake: false,
    // Other libraries stay files of their own, so that there is one of each.
    external: (id, importer) => importer !== undefined && !isOwn(id, importer),
    onLog: (_level, { message }) => {
      throw new Error(`${lib}: ${message}`);
    },
  });
  await bundle.write({ file: index, format: 'esm', sourcemap: true });
}
