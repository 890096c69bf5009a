import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeVersion, decidesAlike, versionText } from './code-version';

describe('codeVersion', () => {
  it('is what the build wrote down, and the Node.js that runs it', () => {
    const root = mkdtempSync(join(tmpdir(), 'built-'));
    mkdirSync(join(root, 'dist'));
    writeFileSync(join(root, 'dist/build.json'), '{"version":"1.2.3","code":"0123456789ab","commit":"abc"}');
    const built = { version: '1.2.3', code: '0123456789ab', commit: 'abc', node: process.versions.node };
    expect([codeVersion(root), codeVersion(join(root, 'dist'))]).toEqual([built, built]);
    rmSync(root, { recursive: true });
    expect(() => codeVersion(root)).toThrow('run "npm run build"');
  });

  it('is known of this build', () => {
    expect(codeVersion().code).toMatch(/^[0-9a-f]{12}$/);
  });
});

const version = { version: '1.2.3', code: '0123456789ab', commit: 'abc', node: '26.10.0' };

describe('decidesAlike', () => {
  it.each([
    [true, 'another commit that left what decides as it was', { commit: 'def', version: '1.3.0' }],
    [false, 'other code of the same release', { code: 'ba9876543210' }],
    [false, 'another Node.js', { node: '28.0.0' }],
  ])('is %s of %s', (alike, _what, changed) => {
    expect(decidesAlike(version, { ...version, ...changed })).toBe(alike);
  });
});

describe('versionText', () => {
  it('names release, code, commit and Node.js, as far as they are known', () => {
    expect(versionText(version)).toBe('1.2.3+0123456789ab (commit abc, Node 26.10.0)');
    expect(versionText({ ...version, commit: null })).toBe('1.2.3+0123456789ab (Node 26.10.0)');
  });
});
