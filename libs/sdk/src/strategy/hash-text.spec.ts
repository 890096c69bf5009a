import { hashText } from './hash-text';

describe('hashText', () => {
  // The published vectors of FNV-1a 64: http://www.isthe.com/chongo/tech/comp/fnv/
  it.each([
    ['', 'cbf29ce484222325'],
    ['a', 'af63dc4c8601ec8c'],
    ['foobar', '85944171f73967e8'],
  ])('is FNV-1a of %j', (text, hash) => {
    expect(hashText(text)).toBe(hash);
  });

  it('agrees with big-integer arithmetic', () => {
    const text = JSON.stringify({ fast: { value: 104217.53, count: 12 }, side: 'above', note: 'größer' });
    let hash = 0xcbf29ce484222325n;
    for (const unit of text) hash = ((hash ^ BigInt(unit.charCodeAt(0))) * 0x100000001b3n) & 0xffffffffffffffffn;
    expect(hashText(text)).toBe(hash.toString(16).padStart(16, '0'));
  });

  it('tells apart texts that differ in the high byte of a character', () => {
    expect(hashText('\u0161')).not.toBe(hashText('a'));
  });
});
