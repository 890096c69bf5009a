import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SETTING_ROWS } from '@libs/platform';

const ROOT = join(import.meta.dirname, '../..');
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
const packageJson = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> };

function settingsTable(): string {
  const rows = SETTING_ROWS.map(
    ({ name, unit, default: standard, range, description }) => `| \`${name}\` | ${unit} | ${standard} | ${range} | ${description} |`,
  );
  return ['| name | unit | default | range | what it does |', '|---|---|---|---|---|', ...rows].join('\n');
}

function help(...args: string[]): string {
  return execFileSync(process.execPath, ['bin/plimsoll.js', ...args, '--help'], { cwd: ROOT, encoding: 'utf8' });
}

describe('the README', () => {
  it('has both commands on its first screen', () => {
    const screen = readme.split('\n').slice(0, 30).join('\n');
    expect(screen).toContain('npm ci && npm start');
    expect(screen).toContain('npm ci && npm test');
  });

  it('lists every setting as the platform reads it', () => {
    expect(readme).toContain(settingsTable());
  });

  it('lists the verbs that the command line has, and no other', () => {
    const listed = [...readme.matchAll(/^\| `([a-z-]+)[^`]*` \|/gm)]
      .map(([, verb]) => verb)
      .filter((verb) => !['apps', 'libs', 'plugins', 'migrations', 'tests', 'npm'].includes(verb ?? ''));
    const known = [...help().matchAll(/^ {2}([a-z-]+)(?: \[| <| {2})/gm)].map(([, verb]) => verb).filter((verb) => verb !== 'help');
    expect(listed).toEqual(known);
  });

  it('names options that plimsoll up takes', () => {
    const options = help('up');
    for (const [option] of readme.matchAll(/--(replay|speed|symbol)\b/g)) expect(options).toContain(option);
  });

  it('names npm scripts that exist', () => {
    const scripts = [...readme.matchAll(/npm run (?:-s )?([a-z:-]+)/g)].map(([, script]) => script!);
    expect(scripts.filter((script) => !(script in packageJson.scripts))).toEqual([]);
  });
});

describe.each([
  'README.md',
  'CHANGELOG.md',
  'apps/api/README.md',
  'libs/engine/README.md',
  'libs/sdk/README.md',
  'libs/plugin-host/README.md',
  'libs/persistence/README.md',
])('%s', (file) => {
  it('links to files that exist', () => {
    const text = readFileSync(join(ROOT, file), 'utf8');
    const targets = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, target]) => target!);
    expect(targets.filter((target) => !existsSync(join(ROOT, dirname(file), target)))).toEqual([]);
  });
});
