import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as sdk from '@libs/sdk';

const page = readFileSync(join(import.meta.dirname, '../../libs/sdk/README.md'), 'utf8');
const [, section = ''] = page.split('## Indicators');

describe('the page of the sdk', () => {
  it('lists every indicator and guard that a strategy can import, and no other', () => {
    const listed = [...section.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name!);
    const exported = Object.entries(sdk).flatMap(([name, value]) => (isIndicator(value) ? [name] : []));
    expect(listed.toSorted()).toEqual(exported.toSorted());
  });
});

function isIndicator(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'create' in value && 'update' in value;
}
