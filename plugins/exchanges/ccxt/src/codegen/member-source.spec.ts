import { readFileSync } from 'node:fs';
import { memberSource } from './member-source';

describe('the list of members', () => {
  it('is what the installed ccxt says', () => {
    expect(readFileSync(new URL('../generated/members.ts', import.meta.url), 'utf8')).toBe(memberSource());
  });
});
