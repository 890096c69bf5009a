import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './source-files';

const libraries = readdirSync(join(ROOT, 'libs'));

describe.each(libraries)('libs/%s', (name) => {
  it('is entered through src/index.ts', () => {
    expect(existsSync(join(ROOT, 'libs', name, 'src/index.ts'))).toBe(true);
  });

  it('says on one page what it owns, what it does not, and what it may import', () => {
    const page = readFileSync(join(ROOT, 'libs', name, 'README.md'), 'utf8');
    for (const heading of ['Owns', 'Does not own', 'May import']) expect(page).toMatch(new RegExp(`^(#+ |\\*\\*)${heading}`, 'm'));
  });
});
