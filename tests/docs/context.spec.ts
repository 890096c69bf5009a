import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const SDK = join(import.meta.dirname, '../../libs/sdk');
const [, section = ''] = readFileSync(join(SDK, 'README.md'), 'utf8').split('## The context');

describe('the page of the SDK', () => {
  it('names every member of the context of a hook, and no other', () => {
    const source = readFileSync(join(SDK, 'src/strategy/hook-context.ts'), 'utf8');
    const [body = ''] = source.split(/export interface HookContext[^{]*{/)[1]!.split('\n}\n');
    const members = [...body.matchAll(/^ {2}(?:readonly )?(\w+)[(:]/gm)].map(([, name]) => name);
    const [table = ''] = section.split('\n## ');
    const rows = table.split('\n').filter((line) => line.startsWith('| `') && line !== '| `ctx` | |');
    const named = rows.flatMap((row) => [...row.split(' | ')[0]!.matchAll(/`(\w+)`/g)].map(([, name]) => name));
    expect(named.toSorted()).toEqual(members.toSorted());
  });
});
