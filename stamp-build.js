import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';

/**
 * After the bundling: writes down what was built, so that recordings can say what wrote them. At the build, because `git pull` alone
 * changes the sources and nothing that runs.
 */
const SANDBOX = 'libs/plugin-host/src/sandbox';

/** What a trading account decides by: its core, and what plays events to its strategies; those carry a hash of their own. */
const DECIDES = [
  ...['kernel', 'sdk', 'engine'].map((lib) => `libs/${lib}/src/index.js`),
  // By the sources, since the build leaves files of older ones behind.
  ...readdirSync(SANDBOX)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
    .map((name) => `${SANDBOX}/${name.replace(/\.ts$/, '.js')}`)
    .sort(),
];

const hash = createHash('sha256');
for (const file of DECIDES) {
  const content = readFileSync(`dist/${file}`);
  hash.update(`${file}\0${content.length}\0`).update(content);
}
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const stamp = { version, code: hash.digest('hex').slice(0, 12), commit: commit() };
writeFileSync('dist/build.json', `${JSON.stringify(stamp)}\n`);

/** Null where the sources are no checkout, as in an image. */
function commit() {
  if (!existsSync('.git')) return null;
  try {
    const options = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] };
    return execFileSync('git', ['describe', '--always', '--dirty', '--abbrev=12', '--exclude=*'], options).trim();
  } catch {
    return null;
  }
}
