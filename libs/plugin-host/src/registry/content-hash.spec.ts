import { codeOf, contentHash, isVersionOf, versionOf } from './content-hash';

describe('a version', () => {
  it('names the code that it is of', () => {
    const hash = `0123456789ab${'c'.repeat(52)}`;
    expect([versionOf('1.0.0', hash), codeOf('1.0.0+0123456789ab')]).toEqual(['1.0.0+0123456789ab', '0123456789ab']);
    expect(isVersionOf('2.0.0+0123456789ab', hash)).toBe(true);
    expect(isVersionOf('2.0.0+0123456789ac', hash)).toBe(false);
  });

  it.each(['1.0.0', '1.0.0+abc', '1.0.0+0123456789AB'])('%s names none', (version) => {
    expect(codeOf(version)).toBeUndefined();
    expect(isVersionOf(version, contentHash())).toBe(false);
  });
});
